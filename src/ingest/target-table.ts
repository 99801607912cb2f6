/** A table of the data contract as ingestion needs it; the pipeline hands the contract in. */
export interface TargetTable {
  readonly name: string;
  /** Physical columns, in order: a time column as its twins `_on` and `_day`. */
  readonly columns: readonly TargetColumn[];
  /** Physical columns of the key. */
  readonly key: readonly string[];
}

export interface TargetColumn {
  readonly name: string;
  readonly type: "text" | "integer" | "number" | "boolean" | "date";
  readonly required: boolean;
  readonly allowed: readonly string[];
  readonly unit: string | null;
  readonly description: string;
}

export const targetSqlTypes: Record<TargetColumn["type"], string> = {
  text: "varchar",
  integer: "integer",
  number: "double",
  boolean: "boolean",
  date: "date",
};

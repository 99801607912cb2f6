/**
 * One column of the data contract. A column of type `time` is declared by its stem: `performed` stands for the twins
 * `performed_on` (DATE, for datasets with time_basis calendar) and `performed_day` (integer days from index, for
 * days_from_index); only the twin that fits the dataset may be filled.
 */
export interface ContractColumn {
  readonly name: string;
  readonly type: "text" | "integer" | "number" | "boolean" | "date" | "time";
  /** NULL is a breach. A key column is always required. */
  readonly required?: boolean;
  readonly allowed?: readonly string[];
  /** Lowest and highest value, both allowed; for `time` those of the `_day` twin. */
  readonly range?: readonly [number, number];
  readonly unit?: string;
  readonly description: string;
}

/** Rows that must exist elsewhere: where all `columns` are filled, a row of `table` holds the same values in `to`. */
export interface ContractReference {
  readonly columns: readonly string[];
  readonly table: string;
  /** Default: the same names. */
  readonly to?: readonly string[];
}

/**
 * When the rows of a table may be seen by eligibility and covariates: `baseline` always, `by-date` from the day in
 * column `date`, `by-study` from the day of their imaging study, `outcome` never.
 */
export type TableRole =
  | { readonly kind: "baseline" }
  | { readonly kind: "by-date"; readonly date: string }
  | { readonly kind: "by-study" }
  | { readonly kind: "outcome" };

/** One table of the data contract. */
export interface ContractTable {
  /** The table must be there and hold rows. */
  readonly required?: boolean;
  readonly role: TableRole;
  /** Names of columns; a `time` column by its stem. */
  readonly key: readonly string[];
  readonly references: readonly ContractReference[];
  readonly columns: readonly ContractColumn[];
  readonly description: string;
}

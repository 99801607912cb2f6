/** Where a column of a contract table comes from, and how. */
export interface ColumnSource {
  /** SQL over the stage, aliased s. */
  readonly sql: string;
  /** collected: as it stands, perhaps by a code list; derived: computed; assigned: from the configuration. */
  readonly origin: "collected" | "derived" | "assigned";
  /** Variables of the source: `TR.TRSTRESN`. */
  readonly from: readonly string[];
  /** How, where it is not taken as it stands. */
  readonly rule?: string;
  /** Name of the code list it is read by. */
  readonly codeList?: string;
}

/** Rows for one contract table. */
export interface Derivation {
  readonly table: string;
  /** Physical columns (`performed_on`) and their sources. */
  readonly columns: Readonly<Record<string, ColumnSource>>;
  /** What stands in FROM and after it, aliased s; gives each row's file_id, source_row and source_id. */
  readonly from: string;
  /** The rows come in the order of their file: a scan without a join or a grouping. Others are put in order as they are loaded. */
  readonly keepsOrder?: boolean;
  /** It keeps the order and sets no row of its file aside. */
  readonly isWhole?: boolean;
}

export function collected(variable: string, sql: string, rule?: string): ColumnSource {
  return { sql, origin: "collected", from: [variable], ...(rule === undefined ? {} : { rule }) };
}

export function coded(variable: string, sql: string, codeList: string): ColumnSource {
  return { sql, origin: "collected", from: [variable], codeList };
}

export function derived(from: readonly string[], sql: string, rule: string): ColumnSource {
  return { sql, origin: "derived", from, rule };
}

export function assigned(sql: string, rule: string): ColumnSource {
  return { sql, origin: "assigned", from: [], rule };
}

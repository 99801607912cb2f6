import type { FitnessId } from "../spec/fitness-ids.js";
import type { StoreValue } from "../store/store.js";
import type { Threshold } from "./indicator.js";

/**
 * A figure counted by one query. Grain: patient (patients without a counted row may be absent). Columns: patient_id; numerator,
 * denominator, carried (integer): rows that hold, rows that count, rows of which anything is on record.
 */
export interface ShareQuery {
  readonly id: FitnessId;
  /** Part of the indicator. */
  readonly variable: string | null;
  readonly label?: string;
  /** What is counted: patients, CT scans, rows. */
  readonly unit: string;
  /** `share`: the numerator over the denominator. `errors`: the numerator itself, of which there should be none. */
  readonly tally: "share" | "errors";
  readonly sql: string;
  readonly values: readonly StoreValue[];
  /** Why it cannot be assessed where nothing counts. */
  readonly empty: string;
  /** Why it cannot be assessed where rows count and none carries what is looked for; null: that is a failure. */
  readonly notCarried: string | null;
  /** Whether the arms are held against each other. */
  readonly compared: boolean;
  readonly threshold?: Threshold;
  /** So many are enough, whatever share they are. */
  readonly enough?: number;
}

/** What a query on rows asks: which rows count, which of them hold, which have anything on record. SQL on the alias t. */
export interface RowCount {
  readonly from: string;
  readonly where?: string;
  readonly holds: string;
  readonly carried?: string;
}

/** Rows of `from` per patient. */
export function countRows({ from, where = "true", holds, carried = "true" }: RowCount): string {
  return `select
  t.patient_id,
  cast(count(*) filter (where ${holds}) as integer) as numerator,
  cast(count(*) as integer) as denominator,
  cast(count(*) filter (where ${carried}) as integer) as carried
from ${from}
where ${where}
group by t.patient_id
order by t.patient_id`;
}

/** One row per patient of `from`: whether something holds of him. */
export function countPatients({ from, where = "true", holds, carried = "true" }: RowCount): string {
  return `select
  t.patient_id,
  cast(${holds} as integer) as numerator,
  1 as denominator,
  cast(${carried} as integer) as carried
from ${from}
where ${where}
order by t.patient_id`;
}

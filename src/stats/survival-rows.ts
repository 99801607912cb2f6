import { EstimationError } from "../errors.js";
import { orderRows } from "../math/row-order.js";

/** Right-censored rows, with optional weights and delayed entry, in any order. All columns of one length n. */
export interface SurvivalRows {
  /** Days, >= 0; > entry where there is an entry. */
  readonly time: Int32Array;
  /** 1 = event, 0 = censored. */
  readonly status: Uint8Array;
  /** Finite, >= 0; a row of weight 0 is not in the analysis and is left out before anything is counted. */
  readonly weight?: Float64Array;
  /** Days, >= 0: the row is at risk on (entry, time]. */
  readonly entry?: Int32Array;
}

/** Columns that also belong to a row: groups and covariates, which the canonical order must know. */
export interface RowKeys {
  /** Foremost keys: strata. */
  readonly before?: readonly Int32Array[];
  /** Keys after time, status and entry: groups, clusters. */
  readonly after?: readonly Int32Array[];
  readonly reals?: readonly Float64Array[];
}

/**
 * The positions of the rows that count (weight > 0), in one canonical order: strata, time, status, entry, other integer keys, then
 * weight and real keys. Every sum of the survival kernels runs along it, so their results do not depend, to the last bit, on the
 * order in which rows arrive. `method` opens the message of an error.
 * Throws EstimationError for no rows and for values out of range, RangeError for columns of unequal length.
 */
export function orderSurvivalRows(rows: SurvivalRows, method: string, keys: RowKeys = {}): Uint32Array {
  checkLengths(rows, method, keys);
  checkValues(rows, method);
  const integers: (Int32Array | Uint8Array)[] = [...(keys.before ?? []), rows.time, rows.status];
  if (rows.entry !== undefined) integers.push(rows.entry);
  integers.push(...(keys.after ?? []));
  const reals = rows.weight === undefined ? [...(keys.reals ?? [])] : [rows.weight, ...(keys.reals ?? [])];
  const order = orderRows(rows.time.length, integers, reals);
  const { weight } = rows;
  const counted = weight === undefined ? order : order.filter((row) => weight[row]! > 0);
  if (counted.length === 0) {
    throw new EstimationError(
      `${method} needs at least one row of positive weight; got none of ${rows.time.length} rows`,
    );
  }
  return counted;
}

function checkLengths(rows: SurvivalRows, method: string, keys: RowKeys): void {
  const n = rows.time.length;
  const columns: (ArrayLike<number> | undefined)[] = [rows.status, rows.weight, rows.entry];
  columns.push(...(keys.before ?? []), ...(keys.after ?? []), ...(keys.reals ?? []));
  for (const column of columns) {
    if (column !== undefined && column.length !== n) {
      throw new RangeError(`${method} needs columns of one length; got ${column.length} beside ${n} times`);
    }
  }
}

function checkValues({ time, status, weight, entry }: SurvivalRows, method: string): void {
  let badTime = 0;
  let badStatus = 0;
  let badWeight = 0;
  let badEntry = 0;
  for (let i = 0; i < time.length; i += 1) {
    if (time[i]! < 0) badTime += 1;
    if (status[i]! > 1) badStatus += 1;
    if (weight !== undefined && !(weight[i]! >= 0 && weight[i]! < Number.POSITIVE_INFINITY)) badWeight += 1;
    if (entry !== undefined && !(entry[i]! >= 0 && entry[i]! < time[i]!)) badEntry += 1;
  }
  const refuse = (count: number, rule: string) => {
    if (count > 0)
      throw new EstimationError(`${method} needs ${rule}; got ${count} of ${time.length} rows that break this`);
  };
  refuse(badTime, "times >= 0 days");
  refuse(badStatus, "a status of 0 (censored) or 1 (event)");
  refuse(badWeight, "finite weights >= 0");
  refuse(badEntry, "0 <= entry < time");
}

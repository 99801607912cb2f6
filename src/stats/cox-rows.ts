import { EstimationError } from "../errors.js";
import { orderRows } from "../math/row-order.js";
import { sum } from "../math/sum.js";
import { take } from "../math/take.js";
import { orderSurvivalRows, type SurvivalRows } from "./survival-rows.js";

/** What a Cox model is made of; columns of one length n in any order. */
export interface CoxData extends SurvivalRows {
  /** n × p, column-major, finite. */
  readonly X: Float64Array;
  readonly p: number;
  /** Length p; errors name covariates by them. */
  readonly names: readonly string[];
  /** Any integers; equal = same stratum. */
  readonly stratum?: Int32Array;
}

/** The rows that count (weight > 0) in canonical order: stratum, time, status, entry, then the rest. */
export interface CoxRows {
  readonly n: number;
  readonly p: number;
  readonly time: Int32Array;
  readonly status: Uint8Array;
  readonly weight: Float64Array;
  readonly entry: Int32Array | null;
  /** Positions in ascending order of entry, within each stratum; null without entries. */
  readonly byEntry: Uint32Array | null;
  /** n × p, **row-major**, each column less its mean (a column that is constant is exactly 0). */
  readonly X: Float64Array;
  /** Where each stratum begins, and n. */
  readonly strata: Uint32Array;
  /** The row of the input that each row came from. */
  readonly source: Uint32Array;
  readonly events: number;
}

/** Sorts, centres and packs the data of a Cox model once, before any iteration. Throws EstimationError for values out of range and data without events. */
export function prepareCoxRows(data: CoxData): CoxRows {
  const { p } = data;
  const total = data.time.length;
  if (data.X.length !== total * p || data.names.length !== p || p < 1) {
    throw new RangeError(
      `Cox needs p >= 1 named columns of ${total} rows; got p = ${p}, ${data.names.length} names, ${data.X.length} values`,
    );
  }
  const stratum = data.stratum ?? new Int32Array(total);
  const columns = Array.from({ length: p }, (_, j) => data.X.subarray(j * total, (j + 1) * total));
  checkFinite(columns, data.names);
  const source = orderSurvivalRows(data, "Cox", { before: [stratum], reals: columns });
  const n = source.length;
  const { weight, entry } = data;
  const rows = {
    n,
    p,
    time: take(data.time, source, new Int32Array(n)),
    status: take(data.status, source, new Uint8Array(n)),
    weight: weight === undefined ? new Float64Array(n).fill(1) : take(weight, source, new Float64Array(n)),
    entry: entry === undefined ? null : take(entry, source, new Int32Array(n)),
    X: packCentred(columns, source),
    strata: startOfStrata(stratum, source),
    source,
  };
  const events = rows.status.reduce((count, s) => count + s, 0);
  if (events === 0) throw new EstimationError(`Cox needs at least one event; got none in ${n} rows`);
  const byEntry = rows.entry === null ? null : orderRows(n, [take(stratum, source, new Int32Array(n)), rows.entry]);
  return { ...rows, byEntry, events };
}

function checkFinite(columns: readonly Float64Array[], names: readonly string[]): void {
  columns.forEach((column, j) => {
    let finite = true;
    for (let i = 0; i < column.length; i += 1) finite = finite && Number.isFinite(column[i]);
    if (!finite) {
      throw new EstimationError(`Cox needs finite covariates; got a missing or infinite value in "${names[j]}"`);
    }
  });
}

/** Row-major values less the column's mean over the rows kept. Centring keeps exp(Xβ) in range and sums of squares free of cancellation. */
function packCentred(columns: readonly Float64Array[], source: Uint32Array): Float64Array {
  const n = source.length;
  const p = columns.length;
  const packed = new Float64Array(n * p);
  columns.forEach((column, j) => {
    const values = take(column, source, new Float64Array(n));
    const first = values[0]!;
    if (values.every((value) => value === first)) return;
    const mean = sum(values) / n;
    for (let i = 0; i < n; i += 1) packed[i * p + j] = values[i]! - mean;
  });
  return packed;
}

function startOfStrata(stratum: Int32Array, source: Uint32Array): Uint32Array {
  const start: number[] = [];
  for (let i = 0; i < source.length; i += 1) {
    if (i === 0 || stratum[source[i]!] !== stratum[source[i - 1]!]) start.push(i);
  }
  start.push(source.length);
  return Uint32Array.from(start);
}

import { EstimationError } from "../errors.js";
import { factorCholesky } from "../math/linear-algebra.js";
import { take } from "../math/take.js";
import { type IntervalRows, orderIntervalRows } from "./interval-rows.js";

/** What an interval-censored regression is made of; columns of one length n in any order. */
export interface IntervalRegressionData extends IntervalRows {
  /** n × p, column-major, finite; p may be 0. */
  readonly X: Float64Array;
  readonly p: number;
  /** Length p; errors name covariates by them. */
  readonly names: readonly string[];
  /** Any integers; equal = same stratum. */
  readonly stratum?: Int32Array;
}

/** The rows that count (weight > 0) in canonical order: left, right, censoring, stratum, then the rest. */
export interface IntervalRegressionRows {
  readonly n: number;
  readonly p: number;
  /** Log of the ends in days less `center`; −Infinity for a left end of 0, +Infinity for the right end of a censored row. */
  readonly logLeft: Float64Array;
  readonly logRight: Float64Array;
  /** Mean of the finite log ends. */
  readonly center: number;
  /** 1 = the event is known to the day. */
  readonly exact: Uint8Array;
  readonly weight: Float64Array;
  /** n × p, row-major, less the mean of the stratum; the means, strata × p. */
  readonly X: Float64Array;
  readonly means: Float64Array;
  /** Number of the stratum of each row, 0 … strata − 1, in ascending order of the input's integers. */
  readonly stratum: Int32Array;
  readonly strata: number;
  /** The row of the input that each row came from. */
  readonly source: Uint32Array;
  /** Rows that are not right-censored. */
  readonly events: number;
}

/**
 * Sorts, centres and packs the data once. Throws EstimationError for values out of range, a stratum without events, and covariates that
 * the columns before them and the strata determine, by name.
 */
export function prepareIntervalRows(data: IntervalRegressionData, method: string): IntervalRegressionRows {
  const { p } = data;
  const total = data.left.length;
  if (data.X.length !== total * p || data.names.length !== p) {
    throw new RangeError(
      `${method} needs ${p} named columns of ${total} rows; got ${data.names.length} names, ${data.X.length} values`,
    );
  }
  const columns = Array.from({ length: p }, (_, j) => data.X.subarray(j * total, (j + 1) * total));
  columns.forEach((column, j) => {
    if (!column.every(Number.isFinite)) {
      throw new EstimationError(
        `${method} needs finite covariates; got a missing or infinite value in "${data.names[j]}"`,
      );
    }
  });
  const given = data.stratum ?? new Int32Array(total);
  const source = orderIntervalRows(data, method, { integers: [given], reals: columns });
  const n = source.length;
  const distinct = [...new Set(take(given, source, new Int32Array(n)))].sort((a, b) => a - b);
  const number = new Map(distinct.map((value, s) => [value, s]));
  const stratum = Int32Array.from(source, (row) => number.get(given[row]!) ?? 0);
  const weight = Float64Array.from(source, (row) => data.weight?.[row] ?? 1);
  const { X, means } = centreByStratum(columns, source, stratum, distinct.length);
  const ends = takeEnds(data, source);
  const rows = { n, p, ...ends, weight, X, means, stratum, strata: distinct.length, source };
  checkEvents(rows, method);
  checkCollinear(rows, data.names, method);
  return rows;
}

function takeEnds({ left, right, rightCensored }: IntervalRows, source: Uint32Array) {
  const n = source.length;
  const logLeft = new Float64Array(n);
  const logRight = new Float64Array(n).fill(Number.POSITIVE_INFINITY);
  const exact = new Uint8Array(n);
  let events = 0;
  let sum = 0;
  let count = 0;
  source.forEach((row, i) => {
    logLeft[i] = Math.log(left[row]!);
    if (rightCensored[row] === 0) {
      logRight[i] = Math.log(right[row]!);
      exact[i] = left[row] === right[row] ? 1 : 0;
      events += 1;
    }
    for (const end of [logLeft[i]!, logRight[i]!]) {
      if (!Number.isFinite(end)) continue;
      sum += end;
      count += 1;
    }
  });
  const center = count === 0 ? 0 : sum / count;
  return { logLeft: logLeft.map((l) => l - center), logRight: logRight.map((r) => r - center), center, exact, events };
}

function centreByStratum(columns: readonly Float64Array[], source: Uint32Array, stratum: Int32Array, strata: number) {
  const n = source.length;
  const p = columns.length;
  const size = new Float64Array(strata);
  for (let i = 0; i < n; i += 1) size[stratum[i]!]! += 1;
  const X = new Float64Array(n * p);
  const means = new Float64Array(strata * p);
  columns.forEach((column, j) => {
    for (let i = 0; i < n; i += 1) means[stratum[i]! * p + j]! += column[source[i]!]! / size[stratum[i]!]!;
    for (let i = 0; i < n; i += 1) X[i * p + j] = column[source[i]!]! - means[stratum[i]! * p + j]!;
  });
  return { X, means };
}

type Checked = Pick<IntervalRegressionRows, "n" | "p" | "X" | "means" | "stratum" | "strata" | "logRight">;

function checkEvents({ n, stratum, strata, logRight }: Checked, method: string): void {
  const events = new Uint32Array(strata);
  for (let i = 0; i < n; i += 1) if (logRight[i]! < Number.POSITIVE_INFINITY) events[stratum[i]!]! += 1;
  const empty = events.reduce((count, e) => count + (e === 0 ? 1 : 0), 0);
  if (empty > 0)
    throw new EstimationError(`${method} needs an event in every stratum; got none in ${empty} of ${strata}`);
}

/** A centred column whose squares are below this share of those of its values is constant, but for rounding. */
const CONSTANT = 1e-24;

function checkCollinear(rows: Checked, names: readonly string[], method: string): void {
  const { n, p, X, means, stratum } = rows;
  const gram = new Float64Array(p * p);
  const squares = new Float64Array(p);
  for (let i = 0; i < n; i += 1) {
    for (let a = 0; a < p; a += 1) {
      squares[a]! += (X[i * p + a]! + means[stratum[i]! * p + a]!) ** 2;
      for (let b = 0; b < p; b += 1) gram[a * p + b]! += X[i * p + a]! * X[i * p + b]!;
    }
  }
  const dependent = new Set(factorCholesky(gram, p).dependent);
  for (let j = 0; j < p; j += 1) if (!(gram[j * p + j]! > CONSTANT * squares[j]!)) dependent.add(j);
  if (dependent.size === 0) return;
  const named = [...dependent].sort((a, b) => a - b).map((j) => `"${names[j]}"`);
  throw new EstimationError(
    `${method} needs covariates that vary within strata and are no linear combination of the columns before them; got ${named.join(", ")}: drop it or merge its levels`,
  );
}

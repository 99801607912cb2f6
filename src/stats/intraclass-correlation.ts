import { EstimationError } from "../errors.js";
import { betaQuantile } from "../math/beta.js";
import { sum } from "../math/sum.js";

export interface ReadingsInput {
  /** Readings, n × k row-major: k readers of each of n subjects, none missing. */
  readonly x: Float64Array;
  /** ≥ 2. */
  readonly n: number;
  /** ≥ 2. */
  readonly k: number;
  /** Two-sided; default 0.95. */
  readonly level?: number;
}

export interface IntraclassCorrelation {
  readonly estimate: number;
  /** Null where readers agree but for a shift of each: the interval has no error to stand on; and where its F has none. */
  readonly lower: number | null;
  readonly upper: number | null;
}

/**
 * ICC(2,1): absolute agreement of single readings, subjects and readers both random: (B − E)/(B + (k − 1)E + k(J − E)/n), with mean squares
 * B of subjects, J of readers, E of what is left in the two-way layout without replicates. Interval: F with Satterthwaite's degrees of
 * freedom. It may be negative; it is not cut at 0. Throws EstimationError with fewer than two subjects or readers, and where nothing varies.
 * Source: Shrout & Fleiss 1979, Psychological Bulletin 86:420.
 */
export function estimateIntraclassCorrelation(input: ReadingsInput): IntraclassCorrelation {
  const { n, k, level = 0.95 } = input;
  if (n < 2 || k < 2)
    throw new EstimationError(`an intraclass correlation needs two subjects and two readers; got ${n} and ${k}`);
  const { subjects, readers, error } = meanSquares(input);
  const total = subjects + (k - 1) * error + (k * (readers - error)) / n;
  if (!(total > 0)) throw new EstimationError("an intraclass correlation needs readings that vary between subjects");
  const estimate = (subjects - error) / total;
  // Rounding leaves a trace of error where there is none.
  if (error <= 1e-20 * subjects) return { estimate, lower: null, upper: null };
  const ratio = readers / error;
  const within = n * (1 + (k - 1) * estimate) - k * estimate;
  const df =
    ((k - 1) * (n - 1) * (k * estimate * ratio + within) ** 2) /
    ((n - 1) * (k * estimate * ratio) ** 2 + within * within);
  const tail = 1 - (1 - level) / 2;
  const high = fQuantile(tail, n - 1, df);
  const low = fQuantile(tail, df, n - 1);
  const rest = k * readers + (k * n - k - n) * error;
  const limits = [
    (n * (subjects - high * error)) / (high * rest + n * subjects),
    (n * (low * subjects - error)) / (rest + n * low * subjects),
  ].map((limit) => (Number.isFinite(limit) ? limit : null));
  return { estimate, lower: limits[0] ?? null, upper: limits[1] ?? null };
}

function meanSquares({ x, n, k }: ReadingsInput) {
  const grand = sum(x) / (n * k);
  const ofSubject = Float64Array.from({ length: n }, (_, i) => sum(x.subarray(i * k, (i + 1) * k)) / k - grand);
  const ofReader = Float64Array.from(
    { length: k },
    (_, j) => sum(Float64Array.from({ length: n }, (__, i) => x[i * k + j]!)) / n - grand,
  );
  const squares = (values: Float64Array) => sum(values.map((value) => value * value));
  const residual = x.map((value, cell) => value - grand - ofSubject[Math.floor(cell / k)]! - ofReader[cell % k]!);
  return {
    subjects: (k * squares(ofSubject)) / (n - 1),
    readers: (n * squares(ofReader)) / (k - 1),
    error: squares(residual) / ((n - 1) * (k - 1)),
  };
}

/** The x with P(F ≤ x) = p. Agrees with R `qf`. */
function fQuantile(p: number, numerator: number, denominator: number): number {
  const share = betaQuantile(p, numerator / 2, denominator / 2);
  return (denominator * share) / (numerator * (1 - share));
}

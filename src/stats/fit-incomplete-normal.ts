import { EstimationError } from "../errors.js";
import { factorCholesky, solveCholesky } from "../math/linear-algebra.js";
import type { PatternSums } from "./pattern-sums.js";

export interface IncompleteNormal {
  readonly mean: Float64Array;
  /** p × p, divisor n: maximum likelihood. */
  readonly covariance: Float64Array;
  readonly iterations: number;
}

const tolerance = 1e-12;
const maximumIterations = 20_000;

/**
 * Mean and covariance of a multivariate normal from rows of which some values are missing, by the EM algorithm on the sums of each pattern of
 * missing values: maximum likelihood where values are missing at random. Columns standardised to about mean 0 and SD 1; it starts at
 * those, and ends where no number moves by 1e-12. sums: of p columns. O(patterns × p³) an iteration. Throws EstimationError where columns
 * determine one another or 20,000 iterations do not do. Source: Dempster, Laird & Rubin 1977; Little & Rubin 2019, §11.2.
 */
export function fitIncompleteNormal(sums: readonly PatternSums[], p: number): IncompleteNormal {
  const n = sums.reduce((total, each) => total + each.n, 0);
  let mean = new Float64Array(p);
  let covariance = Float64Array.from({ length: p * p }, (_, cell) => (cell % (p + 1) === 0 ? 1 : 0));
  for (let iterations = 1; iterations <= maximumIterations; iterations += 1) {
    const first = new Float64Array(p);
    const second = new Float64Array(p * p);
    for (const each of sums) addExpected(each, { mean, covariance, p }, { first, second });
    const nextMean = first.map((value) => value / n);
    const next = second.map((value, cell) => value / n - nextMean[Math.floor(cell / p)]! * nextMean[cell % p]!);
    const moved = Math.max(largestStep(mean, nextMean), largestStep(covariance, next));
    [mean, covariance] = [nextMean, next];
    if (moved < tolerance) return { mean, covariance, iterations };
  }
  throw new EstimationError(
    `mean and covariance of incomplete columns did not settle in ${maximumIterations} iterations: too much is missing, or columns nearly determine one another`,
  );
}

/** Cholesky factor of the observed columns' covariance. */
export function factorObserved(covariance: Float64Array, p: number, observed: readonly number[]): Float64Array {
  const size = observed.length;
  const part = Float64Array.from(
    { length: size * size },
    (_, cell) => covariance[observed[Math.floor(cell / size)]! * p + observed[cell % size]!]!,
  );
  const { lower, dependent } = factorCholesky(part, size);
  if (dependent.length > 0) throw new EstimationError("columns with missing values determine one another");
  return lower;
}

interface Current {
  readonly mean: Float64Array;
  readonly covariance: Float64Array;
  readonly p: number;
}

/** Adds the expected sums and cross-products of one pattern's rows, given what is observed of them. */
function addExpected(
  { n, observed, unobserved, first: own, second: cross }: PatternSums,
  { mean, covariance, p }: Current,
  into: { readonly first: Float64Array; readonly second: Float64Array },
): void {
  const size = observed.length;
  const lower = factorObserved(covariance, p, observed);
  // Regression of each unobserved column on the observed ones.
  const slopes = unobserved.map((column) =>
    solveCholesky(
      lower,
      size,
      observed.map((other) => covariance[column * p + other]!),
    ),
  );
  const starts = unobserved.map(
    (column, m) => mean[column]! - observed.reduce((total, other, j) => total + slopes[m]![j]! * mean[other]!, 0),
  );
  const fitted = slopes.map((slope, m) => slope.reduce((total, value, j) => total + value * own[j]!, n * starts[m]!));
  const crossOf = (slope: Float64Array, j: number): number =>
    slope.reduce((total, value, l) => total + value * cross[l * size + j]!, 0);
  const add = (a: number, b: number, value: number): void => {
    into.second[a * p + b]! += value;
    if (a !== b) into.second[b * p + a]! += value;
  };
  for (const [j, column] of observed.entries()) {
    into.first[column]! += own[j]!;
    for (let l = 0; l <= j; l += 1) add(column, observed[l]!, cross[j * size + l]!);
  }
  for (const [m, column] of unobserved.entries()) {
    const slope = slopes[m]!;
    into.first[column]! += fitted[m]!;
    const products = observed.map((_, j) => starts[m]! * own[j]! + crossOf(slope, j));
    for (const [j, other] of observed.entries()) add(column, other, products[j]!);
    for (let l = 0; l <= m; l += 1) {
      const other = unobserved[l]!;
      const left =
        covariance[column * p + other]! -
        observed.reduce((total, seen, j) => total + slope[j]! * covariance[other * p + seen]!, 0);
      const value = slopes[l]!.reduce((total, part, j) => total + part * products[j]!, starts[l]! * fitted[m]!);
      add(column, other, value + n * left);
    }
  }
}

function largestStep(from: Float64Array, to: Float64Array): number {
  return to.reduce((most, value, i) => Math.max(most, Math.abs(value - from[i]!)), 0);
}

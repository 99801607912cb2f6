import { EstimationError } from "../errors.js";
import { chiSquaredUpper } from "../math/chi-squared.js";
import { solveCholesky } from "../math/linear-algebra.js";
import { sum, sumOfProducts } from "../math/sum.js";
import { factorObserved, fitIncompleteNormal } from "./fit-incomplete-normal.js";
import { type IncompleteColumns, listMissingPatterns } from "./missing-patterns.js";
import { sumPatterns } from "./pattern-sums.js";

export interface LittleTest {
  readonly chiSquared: number;
  readonly df: number;
  readonly p: number;
  readonly patterns: number;
}

/**
 * Little's test that values are missing completely at random: d² = Σ n_j (ȳ_j − μ̂_j)ᵀ Σ̃_j⁻¹ (ȳ_j − μ̂_j) over the patterns j of missing values,
 * μ̂ and Σ̂ by maximum likelihood (EM), Σ̃ = nΣ̂/(n − 1), each cut to the columns observed; χ² on Σ p_j − p degrees of freedom. Equal means
 * are tested, equal covariances assumed; for 0/1 columns the normal model is an approximation. It cannot tell missing at random from not at
 * random. Rows of which nothing is observed are left out. Throws EstimationError where nothing is missing, a column does not vary, two
 * columns are nowhere observed together in two rows, or columns determine one another. Not validated: few rows per pattern, where χ² is rough.
 * Source: Little 1988, Journal of the American Statistical Association 83:1198, eq. 5 and 6.
 */
export function testLittleMcar(input: IncompleteColumns): LittleTest {
  const { names } = input;
  const p = input.columns.length;
  const patterns = listMissingPatterns(input).filter(({ observed }) => observed.length > 0);
  const df = patterns.reduce((total, { observed }) => total + observed.length, 0) - p;
  if (patterns.length < 2 || df < 1)
    throw new EstimationError("a test of missing completely at random needs values that are missing of some rows");
  const columns = input.columns.map((column, j) => standardise(column, input.missing[j]!, names[j]!));
  const sums = sumPatterns(patterns, columns);
  for (let a = 0; a < p; a += 1)
    for (let b = 0; b < a; b += 1) {
      const together = sums.filter(({ observed }) => observed.includes(a) && observed.includes(b));
      if (together.reduce((total, { n }) => total + n, 0) < 2)
        throw new EstimationError(
          `${names[a]} and ${names[b]} are never observed together: their covariance is unknown`,
        );
    }
  const { mean, covariance } = fitIncompleteNormal(sums, p);
  const n = sums.reduce((total, each) => total + each.n, 0);
  const parts = sums.map(({ n: own, observed, first }) => {
    const apart = Float64Array.from(observed, (column, j) => first[j]! / own - mean[column]!);
    const lower = factorObserved(covariance, p, observed);
    return own * sumOfProducts(apart, solveCholesky(lower, observed.length, apart));
  });
  const chiSquared = (sum(parts) * (n - 1)) / n;
  return { chiSquared, df, p: chiSquaredUpper(chiSquared, df), patterns: patterns.length };
}

/** To mean 0 and SD 1 of what is observed: the test does not change, the arithmetic is safer. */
function standardise(column: Float64Array, missing: Uint8Array, name: string): Float64Array {
  const known = column.filter((_, i) => missing[i] === 0);
  const mean = sum(known) / Math.max(1, known.length);
  const apart = known.map((value) => value - mean);
  const sd = Math.sqrt(sumOfProducts(apart, apart) / Math.max(1, known.length));
  if (!(sd > 1e-12 * Math.abs(mean))) throw new EstimationError(`${name} does not vary where it is observed`);
  return column.map((value, i) => (missing[i] === 0 ? (value - mean) / sd : 0));
}

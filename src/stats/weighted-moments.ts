import { EstimationError } from "../errors.js";
import { sum, sumOfProducts } from "../math/sum.js";

/** Mean and variance of x under weights; both arrays of one length. */
export interface WeightedMoments {
  readonly mean: number;
  readonly variance: number;
}

/** Weighted mean and variance. Of a 0/1 column (binary) the variance is p(1 − p); of any other Σw(x − m)² · Σw / ((Σw)² − Σw²), the
 *  unbiased form for weights that state reliability (R `cov.wt`), which is the usual divisor n − 1 for equal weights; 0 where only one row
 *  has weight. Throws EstimationError if no row has positive weight. */
export function estimateMoments(x: Float64Array, weight: Float64Array, binary: boolean): WeightedMoments {
  const total = sum(weight);
  if (!(total > 0)) throw new EstimationError("a weighted mean needs a row of positive weight; there is none");
  // Around the first value, so that a column that does not vary has exactly its value as mean and exactly 0 as variance.
  const origin = x[0]!;
  const mean =
    origin +
    sumOfProducts(
      x.map((value) => value - origin),
      weight,
    ) /
      total;
  if (binary) return { mean, variance: Math.max(0, mean * (1 - mean)) };
  const squares = x.map((value) => (value - mean) ** 2);
  const freedom = total - sumOfProducts(weight, weight) / total;
  const isOneRow = weight.filter((value) => value > 0).length === 1;
  return { mean, variance: isOneRow ? 0 : sumOfProducts(squares, weight) / freedom };
}

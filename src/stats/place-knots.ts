import { EstimationError } from "../errors.js";
import { quantileOfSorted } from "../math/quantile.js";
import type { NaturalSpline } from "./natural-spline.js";

/** Knots of a natural spline with `df` columns: df − 1 interior knots at the quantiles k/df (type 7) of x, boundaries at its extremes, as R
 *  `splines::ns(x, df)` places them. The values are cut once, on the sample the model is fitted to, and kept for any other x.
 *  x: Float64Array(n), finite, n ≥ 1. df ≥ 1. Throws EstimationError if x has too few distinct values for the knots to differ. O(n log n). */
export function placeKnots(x: Float64Array, df: number): NaturalSpline {
  if (!Number.isInteger(df) || df < 1)
    throw new RangeError(`df of a natural spline must be a whole number >= 1; got ${df}`);
  if (x.length === 0) throw new EstimationError("knots of a natural spline need values; there are none");
  const sorted = x.slice().sort();
  const knots = Array.from({ length: df - 1 }, (_, k) => quantileOfSorted(sorted, (k + 1) / df));
  const ascending = [sorted[0]!, ...knots, sorted.at(-1)!];
  if (ascending.some((knot, k) => k > 0 && knot <= ascending[k - 1]!)) {
    throw new EstimationError(
      `a natural spline with df = ${df} needs ${df + 1} distinct quantiles; the column has ties among them: use fewer degrees of freedom or give the knots`,
    );
  }
  return { knots, boundary: [sorted[0]!, sorted.at(-1)!] };
}

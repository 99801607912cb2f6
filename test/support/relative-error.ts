/** The largest |actual − expected| / |expected| of two equally long columns (the plain difference where `expected` is 0); NaN anywhere gives NaN, an unequal length Infinity. */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length || expected.length === 0) return Number.POSITIVE_INFINITY;
  let worst = 0;
  for (let i = 0; i < expected.length; i += 1) {
    const wanted = expected[i]!;
    const difference = Math.abs(actual[i]! - wanted);
    const error = wanted === 0 ? difference : difference / Math.abs(wanted);
    if (Number.isNaN(error)) return Number.NaN;
    worst = Math.max(worst, error);
  }
  return worst;
}

/** Weights times the share of rows in the row's own arm, so that ATE weights average about 1 and no longer double the sample.
 *  Each arm is multiplied by one number: means and effects within arms do not move, robust variances neither.
 *  weight, treated: length n ≥ 1. Returns Float64Array(n). Source: Robins, Hernán & Brumback 2000, Epidemiology 11:550. */
export function stabiliseWeights(weight: Float64Array, treated: Uint8Array): Float64Array {
  if (weight.length !== treated.length) {
    throw new RangeError(`weight and treated must have one length; got ${weight.length} and ${treated.length}`);
  }
  const share = treated.reduce((count, arm) => count + arm, 0) / treated.length;
  return weight.map((value, i) => value * (treated[i] === 1 ? share : 1 - share));
}

/**
 * An estimate made of weighted rows, on a scale on which it is nearly normal, with its derivative by the weight of each row (the
 * infinitesimal jackknife). weight × derivative is the row's influence on the estimate, which sums to 0 over all rows.
 */
export interface LinearisedEstimate {
  readonly estimate: number;
  /** Float64Array(n), one a row; 0 for a row that has no part in the estimate. */
  readonly derivative: Float64Array;
}

/** What a design hands to the estimates: a weight per patient and, after matching, the pair. Aligned to a PatientFrame. */
export interface DesignWeights {
  readonly design: string;
  readonly kind: "unadjusted" | "weighting" | "matching" | "matching-with-replacement";
  /** ≥ 0; 0 = not in the analysis set of this design. */
  readonly weight: Float64Array;
  /** Pair (matched set) number, −1 = none; null when the design does not pair. */
  readonly pair: Int32Array | null;
  /** After matching with replacement, where one control may stand for many trial patients. */
  readonly links?: ReplacementLinks;
  /** The equations the weights were estimated with, where weights are a smooth function of them; absent where they are not (matching, truncation, trimming). */
  readonly equations?: readonly WeightEquation[];
}

/**
 * Parameters γ that weights were estimated with, by the equation Σ residual_i x_i = 0 over its rows. γ̂ moves by inverse · residual_i x_i
 * with row i, and the weight of row i by slope_i x_iᵀ dγ.
 */
export interface WeightEquation {
  /** Rows of the frame. The arrays below are aligned to them, m long. */
  readonly rows: Int32Array;
  readonly p: number;
  /** m × p, column-major. */
  readonly X: Float64Array;
  readonly residual: Float64Array;
  readonly slope: Float64Array;
  /** p × p: the inverse of −d/dγ Σ residual x. */
  readonly inverse: Float64Array;
}

/** Which controls stand for which trial patient, and the score they were matched on. Positions are those of `rows`. */
export interface ReplacementLinks {
  /** Rows of the frame that took part, and the score of each. */
  readonly rows: Int32Array;
  readonly score: Float64Array;
  /** Positions of the matched trial patients; the controls of the m-th are control[start[m]] … control[start[m + 1] − 1]. */
  readonly trial: Int32Array;
  readonly start: Int32Array;
  readonly control: Int32Array;
}

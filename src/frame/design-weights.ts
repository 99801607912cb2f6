/** What a design hands to the estimates: a weight per patient and, after matching, the pair. Aligned to a PatientFrame. */
export interface DesignWeights {
  readonly design: string;
  readonly kind: "unadjusted" | "weighting" | "matching" | "matching-with-replacement";
  /** ≥ 0; 0 = not in the analysis set of this design. */
  readonly weight: Float64Array;
  /** Pair (matched set) number, −1 = none; null when the design does not pair. */
  readonly pair: Int32Array | null;
}

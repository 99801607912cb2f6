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

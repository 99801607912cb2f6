/** The sizes and shares a set of criteria decides by. Lengths in hundredths of a millimetre, shares in per cent. */
export interface ResponseLimits {
  readonly maxTargets: number;
  readonly maxTargetsPerOrgan: number;
  /** B1 on CT, MRI or by caliper … */
  readonly measurable: number;
  /** … on chest X-ray … */
  readonly measurableOnXray: number;
  /** … and on slices thicker than this, `sliceFactor` times the slice. */
  readonly thinSlice: number;
  readonly sliceFactor: number;
  /** B2: short axis of a target node, and below which a node is normal. */
  readonly targetNode: number;
  readonly normalNode: number;
  /** T2. */
  readonly tooSmall: number;
  /** T6: decrease from baseline, per cent. */
  readonly partialDecrease: number;
  /** T5: increase from nadir, per cent, and in length. */
  readonly progressionIncrease: number;
  readonly progressionLength: number;
}

/** RECIST 1.1 §3.1 and §4.3. */
export const RECIST11_LIMITS: ResponseLimits = Object.freeze({
  maxTargets: 5,
  maxTargetsPerOrgan: 2,
  measurable: 1000,
  measurableOnXray: 2000,
  thinSlice: 500,
  sliceFactor: 2,
  targetNode: 1500,
  normalNode: 1000,
  tooSmall: 500,
  partialDecrease: 30,
  progressionIncrease: 20,
  progressionLength: 500,
});

/** T6: the sum is at least `partialDecrease` per cent below baseline. Inclusive, in integers (T7). */
export function isPartialResponse(sum: number, baseline: number, limits: ResponseLimits): boolean {
  return 100 * sum <= (100 - limits.partialDecrease) * baseline;
}

/**
 * T5, T11: the sum is at least the relative and the absolute step above the nadir. Never divides, so a nadir of 0 is no
 * case.
 */
export function isProgression(sum: number, nadir: number, limits: ResponseLimits): boolean {
  return 100 * sum >= (100 + limits.progressionIncrease) * nadir && sum >= nadir + limits.progressionLength;
}

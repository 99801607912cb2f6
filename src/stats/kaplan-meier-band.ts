import { normalIntervalFactor } from "../math/normal.js";
import { type ProbabilityScale, probabilityLimits } from "./probability-limits.js";

/** The scale of a Kaplan–Meier band. */
export type KaplanMeierInterval = ProbabilityScale;

/**
 * Pointwise band of a survival curve from the standard error of its logarithm, on the scale `interval`.
 * Where S = 1 both limits are 1. Where S = 0 no scale gives a limit (R returns NA): lower is 0 and upper stays at its last value
 * before; `estimateSurvivalQuantile` reads no limit there.
 * survival, standardErrorLog: Float64Array(k), survival non-increasing. level: 0 < level < 1.
 */
export function deriveKaplanMeierBand(
  survival: Float64Array,
  standardErrorLog: Float64Array,
  interval: KaplanMeierInterval,
  level: number,
): { readonly lower: Float64Array; readonly upper: Float64Array } {
  const z = normalIntervalFactor(level);
  const lower = new Float64Array(survival.length);
  const upper = new Float64Array(survival.length);
  for (let j = 0; j < survival.length; j += 1) {
    const s = survival[j]!;
    if (s === 0) {
      upper[j] = j === 0 ? 1 : upper[j - 1]!;
      continue;
    }
    const [low, high] = s === 1 ? [1, 1] : probabilityLimits(interval, s, z * standardErrorLog[j]!);
    lower[j] = low;
    upper[j] = high;
  }
  return { lower, upper };
}

import { normalIntervalFactor } from "../math/normal.js";

/** The scale on which the pointwise interval is symmetric. R's survfit default is "log", SAS's "log-log". */
export type KaplanMeierInterval = "log" | "log-log" | "plain";

/**
 * Pointwise band of a survival curve from the standard error of its logarithm, on the scale `interval`.
 * "log" exp(log S ± z·se), "log-log" exp(−exp(log(−log S) ± z·se/log S)), "plain" S ± z·S·se; limits are cut to [0, 1].
 * Where S = 1 both limits are 1. Where S = 0 no scale gives a limit (R returns NA): lower is 0 and upper stays at its last value
 * before; `estimateSurvivalQuantile` reads no limit there.
 * survival, standardErrorLog: Float64Array(k), survival non-increasing. level: 0 < level < 1.
 * Source: Borgan & Liestøl 1990; R survival 3.5-3 survfit conf.type.
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
    const [low, high] = s === 1 ? [1, 1] : limits[interval](s, z * standardErrorLog[j]!);
    lower[j] = Math.max(0, low);
    upper[j] = Math.min(1, high);
  }
  return { lower, upper };
}

/** The two limits of one survival 0 < s < 1 from z × its standard error on the log scale. */
const limits: Record<KaplanMeierInterval, (s: number, halfWidthLog: number) => readonly [number, number]> = {
  log: (s, h) => [s * Math.exp(-h), s * Math.exp(h)],
  "log-log": (s, h) => [s ** Math.exp(-h / Math.log(s)), s ** Math.exp(h / Math.log(s))],
  plain: (s, h) => [s * (1 - h), s * (1 + h)],
};

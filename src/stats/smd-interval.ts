import { normalIntervalFactor } from "../math/normal.js";

/**
 * Interval of a standardised mean difference d of two independent groups, n1 and n0 > 0: d ± z √((n1 + n0)/(n1 n0) + d²/(2(n1 + n0))), for large
 * samples; for a 0/1 column an approximation. Source: Hedges & Olkin 1985, ch. 5, eq. 14.
 */
export function estimateSmdInterval(
  smd: number,
  { n1, n0, level = 0.95 }: { readonly n1: number; readonly n0: number; readonly level?: number },
): { readonly lower: number; readonly upper: number } {
  const half = normalIntervalFactor(level) * Math.sqrt((n1 + n0) / (n1 * n0) + (smd * smd) / (2 * (n1 + n0)));
  return { lower: smd - half, upper: smd + half };
}

import { bisect } from "./bisect.js";

/** `bisect` over the ratios from 0 to ∞, by the share u = ratio/(1 + ratio): right to about 1e-16 × (1 + ratio). */
export function bisectRatio(isBelow: (ratio: number) => boolean): number {
  const u = bisect((share) => isBelow(share / (1 - share)), 0, 1);
  return u / (1 - u);
}

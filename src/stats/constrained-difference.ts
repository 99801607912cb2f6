import { bisect } from "../math/bisect.js";

/**
 * The maximum-likelihood p₀ of two binomial proportions under p₁ − p₀ = delta; p₁ is p₀ + delta.
 * events1 of n1, events0 of n0: whole numbers, n >= 1. delta: −1 to 1. Returns max(0, −delta) <= p₀ <= min(1, 1 − delta).
 * The score in p₀ falls over that range, so its sign is bisected; the closed form by arccosine (Miettinen & Nurminen 1985, appendix I)
 * was rejected, as it keeps half the digits where an arm has no events. Source: Miettinen & Nurminen 1985; Farrington & Manning 1990.
 */
export function fitConstrainedDifference(
  events1: number,
  n1: number,
  events0: number,
  n0: number,
  delta: number,
): number {
  const rises = (p0: number) => {
    const p1 = p0 + delta;
    return share(events1, p1) + share(events0, p0) - share(n1 - events1, 1 - p1) - share(n0 - events0, 1 - p0) > 0;
  };
  return bisect(rises, Math.max(0, -delta), Math.min(1, 1 - delta));
}

/** count / probability, 0 for no count whatever the probability. */
function share(count: number, probability: number): number {
  return count === 0 ? 0 : count / probability;
}

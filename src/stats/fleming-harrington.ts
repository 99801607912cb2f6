/**
 * Weight S^rho × (1 − S)^gamma of an event time, S the pooled survival just before it; rho, gamma >= 0. (0, 0) is the log-rank test,
 * (1, 0) weighs early events, (0, 1) late ones. Source: Fleming & Harrington 1991 §7.
 */
export function flemingHarringtonWeight(survivalBefore: number, rho: number, gamma: number): number {
  return survivalBefore ** rho * (1 - survivalBefore) ** gamma;
}

/** Quantiles by which a distribution is described: their names in the results and their probabilities. */
export const quantileProbabilities = [
  ["p10", 0.1],
  ["q1", 0.25],
  ["median", 0.5],
  ["q3", 0.75],
  ["p90", 0.9],
] as const;

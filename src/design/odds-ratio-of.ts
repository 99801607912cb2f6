/** The odds ratio per unit of a logistic coefficient; null where it lies beyond any number, as it may where the unit is tiny. */
export function oddsRatioOf(coefficient: number): number | null {
  const ratio = Math.exp(coefficient);
  return Number.isFinite(ratio) ? ratio : null;
}

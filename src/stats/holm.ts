/** What became of one test of a family. */
export interface FamilyTest {
  /** The level it was held against; null where it was not reached. */
  readonly level: number | null;
  /** Whether its null hypothesis is rejected; null where it was not reached. */
  readonly rejected: boolean | null;
}

/**
 * Holm's step-down procedure: the k-th smallest of m p-values is held against alpha/(m − k + 1), and none after the first that fails. The probability of any
 * false rejection is at most alpha, however the tests depend on each other.
 * p: null where a test could not be made, which rejects nothing and keeps its place in m. Ties in the order given. Source: Holm 1979, Scand J Statist 6:65.
 */
export function testByHolm(p: readonly (number | null)[], alpha: number): FamilyTest[] {
  const value = (k: number) => p[k] ?? Number.POSITIVE_INFINITY;
  const order = [...p.keys()].sort((a, b) => (value(a) < value(b) ? -1 : value(a) > value(b) ? 1 : a - b));
  const tests: FamilyTest[] = p.map(() => ({ level: null, rejected: null }));
  for (const [step, k] of order.entries()) {
    if (p[k] === null) break;
    const level = alpha / (p.length - step);
    const rejected = value(k) <= level;
    tests[k] = { level, rejected };
    if (!rejected) break;
  }
  return tests;
}

/** Events of two independent unweighted arms: 1 = trial, 0 = control. Whole numbers, 0 <= events <= n, n >= 1. */
export interface TwoProportions {
  readonly events1: number;
  readonly n1: number;
  readonly events0: number;
  readonly n0: number;
  /** Two-sided; default 0.95. */
  readonly level?: number;
}

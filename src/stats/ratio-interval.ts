/** A ratio with its interval and the test that it is 1. Null: infinite (upper, estimate) or 0/0 (estimate). */
export interface RatioInterval {
  readonly estimate: number | null;
  readonly lower: number;
  readonly upper: number | null;
  readonly p: number;
}

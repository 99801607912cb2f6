import { EstimationError } from "../errors.js";

/** An estimate with its two-sided interval. */
export interface ProportionInterval {
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
}

/** Throws EstimationError if n = 0, RangeError if the counts are no counts or the level is not between 0 and 1. */
export function checkProportion(events: number, n: number, level: number): void {
  if (!(Number.isInteger(events) && Number.isInteger(n) && events >= 0 && events <= n)) {
    throw new RangeError(`a proportion needs whole numbers 0 <= events <= n; got ${events} of ${n}`);
  }
  if (!(level > 0 && level < 1)) throw new RangeError(`a level must lie between 0 and 1; got ${level}`);
  if (n === 0) throw new EstimationError("a proportion needs at least one patient; got n = 0");
}

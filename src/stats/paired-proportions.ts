import { EstimationError } from "../errors.js";

/** Pairs of one trial and one control patient by who had the event. Whole numbers >= 0. */
export interface PairedProportions {
  readonly both: number;
  readonly onlyTrial: number;
  readonly onlyControl: number;
  readonly neither: number;
  /** Two-sided; default 0.95. */
  readonly level?: number;
}

/** The number of pairs. Throws EstimationError if there is none, RangeError for what is no count or level. `method` opens the message. */
export function countPairs(pairs: PairedProportions, method: string): number {
  const { both, onlyTrial, onlyControl, neither, level = 0.95 } = pairs;
  const counts = [both, onlyTrial, onlyControl, neither];
  if (!counts.every((count) => Number.isInteger(count) && count >= 0)) {
    throw new RangeError(`${method} needs whole numbers of pairs >= 0; got ${counts.join(", ")}`);
  }
  if (!(level > 0 && level < 1)) throw new RangeError(`a level must lie between 0 and 1; got ${level}`);
  const n = both + onlyTrial + onlyControl + neither;
  if (n === 0) throw new EstimationError(`${method} needs at least one pair; got none`);
  return n;
}

/** Rungs of a running total of which every two published ones lie at least a limit apart, so that no step between them is of few. */
export interface Ladder {
  /** Takes the value as a rung if it equals one, or lies `limit` or more from both neighbours; says whether it did. */
  readonly admit: (value: number) => boolean;
  /** Whether it would, without taking it. */
  readonly fits: (value: number) => boolean;
}

/** A ladder from 0 to `total`. */
export function openLadder(total: number, limit: number): Ladder {
  const rungs = [0, total];
  const placeOf = (value: number): number => {
    const at = rungs.findIndex((rung) => rung >= value);
    return at < 0 ? rungs.length : at;
  };
  const fits = (value: number): boolean => {
    const at = placeOf(value);
    if (rungs[at] === value) return true;
    const [below, above] = [rungs[at - 1], rungs[at]];
    return below !== undefined && above !== undefined && value - below >= limit && above - value >= limit;
  };
  const admit = (value: number): boolean => {
    if (!fits(value)) return false;
    const at = placeOf(value);
    if (rungs[at] !== value) rungs.splice(at, 0, value);
    return true;
  };
  return { admit, fits };
}

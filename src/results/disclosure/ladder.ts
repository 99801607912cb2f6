/** Rungs of a running total of which every two published ones lie at least a limit apart, so that no step between them is of few. */
export interface Ladder {
  /** Takes the value as a rung if it equals one, or lies `limit` or more from both neighbours; says whether it did. */
  readonly admit: (value: number) => boolean;
}

/** A ladder from 0 to `total`. */
export function openLadder(total: number, limit: number): Ladder {
  const rungs = [0, total];
  const admit = (value: number): boolean => {
    let at = 0;
    while (at < rungs.length && rungs[at]! < value) at += 1;
    if (rungs[at] === value) return true;
    const [below, above] = [rungs[at - 1], rungs[at]];
    if (below === undefined || above === undefined || value - below < limit || above - value < limit) return false;
    rungs.splice(at, 0, value);
    return true;
  };
  return { admit };
}

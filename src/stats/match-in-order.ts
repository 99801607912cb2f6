import type { ScoreRuns } from "./score-runs.js";

/** Records that a treated row takes a control. */
export type TakePair = (treatedRow: number, controlRow: number, distance: number) => void;

/** Greedy matching in the order of the score: each treated row, from the largest (or smallest) score on and by rank within a run, takes
 *  the nearest control still free in its stratum if it lies within the caliper (≤). Equally near controls: the smaller rank.
 *  Runs that still hold a free control are found by union–find to either side: O(n α(n)). */
export function matchInOrder(
  runs: ScoreRuns,
  { order, caliper, tieRank }: { order: "largest" | "smallest"; caliper: number; tieRank: Int32Array },
  take: TakePair,
): void {
  const { rows, first, middle, end, score, stratum } = runs;
  const count = first.length;
  const head = first.slice();
  const right = new Int32Array(count + 1);
  for (let run = 0; run <= count; run += 1) right[run] = run;
  // Shifted by one: entry 0 stands for “none to the left”.
  const left = right.slice();
  const close = (run: number) => {
    right[run] = run + 1;
    left[run + 1] = run;
  };
  for (let run = 0; run < count; run += 1) if (head[run] === middle[run]) close(run);

  const nearest = (run: number): number => {
    const above = find(right, run);
    const below = find(left, run) - 1;
    const hasAbove = above < count && stratum[above] === stratum[run];
    const hasBelow = below >= 0 && stratum[below] === stratum[run];
    if (!hasAbove || !hasBelow) return hasAbove ? above : hasBelow ? below : -1;
    const toAbove = score[above]! - score[run]!;
    const toBelow = score[run]! - score[below]!;
    if (toAbove !== toBelow) return toAbove < toBelow ? above : below;
    return tieRank[rows[head[above]!]!]! < tieRank[rows[head[below]!]!]! ? above : below;
  };

  for (let step = 0; step < count; step += 1) {
    const run = order === "smallest" ? step : count - 1 - step;
    for (let i = middle[run]!; i < end[run]!; i += 1) {
      const best = nearest(run);
      if (best < 0) break;
      const distance = Math.abs(score[best]! - score[run]!);
      if (distance > caliper) break;
      take(rows[i]!, rows[head[best]!]!, distance);
      head[best]! += 1;
      if (head[best] === middle[best]) close(best);
    }
  }
}

/** Root of `at`, halving the path on the way. */
function find(parent: Int32Array, at: number): number {
  let root = at;
  while (parent[root] !== root) {
    parent[root] = parent[parent[root]!]!;
    root = parent[root]!;
  }
  return root;
}

import { createHeap } from "./heap.js";
import type { TakePair } from "./match-in-order.js";
import type { ScoreRuns } from "./score-runs.js";

interface CandidatePair {
  readonly distance: number;
  readonly treatedRank: number;
  readonly controlRank: number;
  readonly treatedRun: number;
  readonly controlRun: number;
}

/** Greedy matching by closeness: again and again the closest free pair of a treated row and a control of one stratum, until the closest
 *  lies beyond the caliper. Equally close pairs: the smaller rank of the treated row, then of the control.
 *  The closest pair shares a run or lies in neighbouring runs, so a heap of those is enough: O(n log n). */
export function matchClosest(
  runs: ScoreRuns,
  { caliper, tieRank }: { caliper: number; tieRank: Int32Array },
  take: TakePair,
): void {
  const { rows, first, middle, end, score, stratum } = runs;
  const count = first.length;
  const control = first.slice();
  const treated = middle.slice();
  const next = new Int32Array(count);
  for (let run = 0; run < count; run += 1) next[run] = run + 1;
  const previous = next.map((run) => run - 2);
  const heap = createHeap<CandidatePair>(precedes);

  const offer = (treatedRun: number, controlRun: number) => {
    if (treated[treatedRun] === end[treatedRun] || control[controlRun] === middle[controlRun]) return;
    const distance = Math.abs(score[treatedRun]! - score[controlRun]!);
    if (distance > caliper) return;
    const treatedRank = tieRank[rows[treated[treatedRun]!]!]!;
    const controlRank = tieRank[rows[control[controlRun]!]!]!;
    heap.push({ distance, treatedRank, controlRank, treatedRun, controlRun });
  };
  const offerNeighbours = (run: number, other: number) => {
    if (run < 0 || other >= count || stratum[run] !== stratum[other]) return;
    offer(run, other);
    offer(other, run);
  };
  const settle = (run: number) => {
    const before = previous[run]!;
    const after = next[run]!;
    if (treated[run] === end[run] && control[run] === middle[run]) {
      if (before >= 0) next[before] = after;
      if (after < count) previous[after] = before;
      offerNeighbours(before, after);
      return;
    }
    offer(run, run);
    offerNeighbours(before, run);
    offerNeighbours(run, after);
  };

  for (let run = 0; run < count; run += 1) {
    offer(run, run);
    offerNeighbours(run, run + 1);
  }
  for (let pair = heap.pop(); pair !== undefined; pair = heap.pop()) {
    const { treatedRun, controlRun, distance } = pair;
    const treatedRow = rows[treated[treatedRun]!]!;
    const controlRow = rows[control[controlRun]!]!;
    const isStale = tieRank[treatedRow] !== pair.treatedRank || tieRank[controlRow] !== pair.controlRank;
    if (treated[treatedRun] === end[treatedRun] || control[controlRun] === middle[controlRun] || isStale) continue;
    take(treatedRow, controlRow, distance);
    treated[treatedRun]! += 1;
    control[controlRun]! += 1;
    settle(treatedRun);
    if (controlRun !== treatedRun) settle(controlRun);
  }
}

function precedes(a: CandidatePair, b: CandidatePair): boolean {
  if (a.distance !== b.distance) return a.distance < b.distance;
  if (a.treatedRank !== b.treatedRank) return a.treatedRank < b.treatedRank;
  return a.controlRank < b.controlRank;
}

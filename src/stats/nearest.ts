import { matchClosest } from "./match-closest.js";
import { matchInOrder } from "./match-in-order.js";
import { checkMatchInput } from "./nearest-input.js";
import { orderByValue } from "./order-by-value.js";
import { layoutRuns } from "./score-runs.js";

export interface NearestInput {
  /** Distance scale, finite; e.g. the logit of the propensity. */
  readonly score: Float64Array;
  readonly treated: Uint8Array;
  readonly order: "largest" | "smallest" | "closest";
  /** Largest distance allowed, on the score; a pair at exactly this distance is allowed. Default: none. */
  readonly caliper?: number;
  /** A permutation of 0 … n − 1: the canonical rank that breaks every tie. */
  readonly tieRank: Int32Array;
  /** Controls per treated row, k of 1:k. Default 1. */
  readonly ratio?: number;
  /** Exact strata: both members of a pair share the code. */
  readonly stratum?: Int32Array;
}

export interface NearestMatch {
  /** Per row the number 0 … of its pair (set, with ratio > 1); −1 = unmatched. Numbered in the order they were formed. */
  readonly pair: Int32Array;
  readonly pairs: number;
  /** Per pair the distance of its members; with ratio > 1 of the farthest control from its treated row. */
  readonly distance: Float64Array;
}

/** Greedy nearest-neighbour matching without replacement.
 *  “largest”/“smallest”: treated rows choose in descending/ascending order of score (equal scores: smaller rank first; strata one
 *  after the other), each the nearest free control (equally near: smaller rank). “closest”: the closest free pair of all, again and
 *  again (equally close: smaller rank of the treated row, then of the control).
 *  1:k in k rounds: nobody gets a second control before everybody has had the chance of a first; sets may end with fewer than k.
 *  No pair lies beyond the caliper (distance ≤ caliper). Any permutation of the rows, tieRank carried along, gives the same sets.
 *  Arrays have length n; n = 0 or an empty arm gives no pairs. Throws EstimationError for a score that is not finite, RangeError for
 *  broken arguments. O(k n log n). Source: Rosenbaum & Rubin 1985, Am Stat 39:33; Austin 2014, Stat Med 33:1057 (orders compared). */
export function matchNearest(input: NearestInput): NearestMatch {
  checkMatchInput(input);
  const { score, treated, order, tieRank, caliper = Number.POSITIVE_INFINITY, ratio = 1, stratum } = input;
  const byScore = orderByValue(score, { before: stratum === undefined ? [] : [stratum], after: [treated, tieRank] });
  const pair = new Int32Array(score.length).fill(-1);
  const distance: number[] = [];
  const isIn = new Uint8Array(score.length).fill(1);
  for (let round = 0; round < ratio; round += 1) {
    const hadControl: number[] = [];
    const take = (treatedRow: number, controlRow: number, apart: number) => {
      if (round === 0) pair[treatedRow] = distance.push(apart) - 1;
      const number = pair[treatedRow]!;
      pair[controlRow] = number;
      distance[number] = Math.max(distance[number]!, apart);
      isIn[controlRow] = 0;
      hadControl.push(treatedRow);
    };
    const runs = layoutRuns(byScore, input, isIn);
    if (order === "closest") matchClosest(runs, { caliper, tieRank }, take);
    else matchInOrder(runs, { order, caliper, tieRank }, take);
    // Who found no control finds none in a later round: those left only become fewer.
    for (let i = 0; i < isIn.length; i += 1) if (treated[i] === 1) isIn[i] = 0;
    for (const row of hadControl) isIn[row] = 1;
  }
  return { pair, pairs: distance.length, distance: Float64Array.from(distance) };
}

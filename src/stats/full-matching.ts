import { type Block, coverBlocks, type Joint } from "./cover-blocks.js";
import type { NearestInput } from "./nearest.js";
import { checkMatchInput } from "./nearest-input.js";
import { orderByValue } from "./order-by-value.js";

export type FullMatchInput = Omit<NearestInput, "order" | "ratio">;

export interface FullMatch {
  /** Per row the number 0 … of its set, −1 = no row of the other arm within the caliper. Numbered along stratum and score. */
  readonly set: Int32Array;
  readonly sets: number;
  /** ATT weights: 1 for a treated row in a set; for a control the treated rows of its set over the controls of its set, so that the controls' sum
   *  to the treated's (MatchIt rescales them to sum to the number of controls); 0 for a row in no set. */
  readonly weight: Float64Array;
}

/** Optimal full matching on a score: every row that has one of the other arm within the caliper (distance ≤ caliper) and its exact stratum
 *  is in a set of one treated row with controls or one control with treated rows, at the least total distance between the one and the others.
 *  No bounds on the size of sets. Where several rows of equal score could take up others at the same distance, they share them evenly, which
 *  costs nothing and keeps weights from piling up. Any permutation of the rows, tieRank carried along, gives the same sets.
 *  On a line the optimum needs no network flow: see `coverBlocks`. Inputs as for `matchNearest`, without order and ratio; n = 0 or an empty
 *  arm gives no sets. Throws EstimationError for a score that is not finite, RangeError for broken arguments. O(n log n).
 *  Source: Rosenbaum 1991, JRSS B 53:597; Hansen 2004, JASA 99:609. */
export function matchFull(input: FullMatchInput): FullMatch {
  checkMatchInput(input);
  const { score, treated, tieRank, stratum, caliper = Number.POSITIVE_INFINITY } = input;
  const n = score.length;
  const order = orderByValue(score, { before: stratum === undefined ? [] : [stratum], after: [treated, tieRank] });
  const rows = dropIsolated(order, input, caliper);
  const place = Float64Array.from(rows, (row) => score[row]!);
  const set = new Int32Array(n).fill(-1);
  let sets = 0;
  for (const blocks of blocksOf(rows, treated, stratum)) {
    const joints = coverBlocks(place, blocks, caliper);
    joints.forEach((joint, k) => {
      joinPoints(place, blocks[k]!, blocks[k + 1]!, joint, (hub, leaf) => {
        const [a, b] = [rows[hub]!, rows[leaf]!];
        let number = Math.max(set[a]!, set[b]!);
        if (number < 0) {
          number = sets;
          sets += 1;
        }
        set[a] = number;
        set[b] = number;
      });
    });
  }
  return { set, sets, weight: weightsOfSets(set, sets, treated) };
}

/** The rows with one of the other arm in their stratum within the caliper, in the given order. */
function dropIsolated(order: Uint32Array, { score, treated, stratum }: FullMatchInput, caliper: number): Uint32Array {
  const hasOther = new Uint8Array(order.length);
  const look = (from: number, step: 1 | -1) => {
    const latest = [-1, -1];
    for (let k = from; k >= 0 && k < order.length; k += step) {
      const row = order[k]!;
      const other = latest[1 - treated[row]!]!;
      const isShared = other >= 0 && (stratum === undefined || stratum[other] === stratum[row]);
      if (isShared && Math.abs(score[row]! - score[other]!) <= caliper) hasOther[k] = 1;
      latest[treated[row]!] = row;
    }
  };
  look(0, 1);
  look(order.length - 1, -1);
  return order.filter((_, k) => hasOther[k] === 1);
}

/** Per stratum its blocks, each of neighbouring rows of one arm. */
function blocksOf(rows: Uint32Array, treated: Uint8Array, stratum?: Int32Array): Block[][] {
  const strata: Block[][] = [];
  for (let first = 0; first < rows.length; ) {
    const row = rows[first]!;
    let end = first + 1;
    const isSame = (other: number) =>
      treated[other] === treated[row] && (stratum === undefined || stratum[other] === stratum[row]);
    while (end < rows.length && isSame(rows[end]!)) end += 1;
    const before = first > 0 ? rows[first - 1]! : -1;
    if (before < 0 || (stratum !== undefined && stratum[before] !== stratum[row])) strata.push([]);
    strata.at(-1)!.push({ first, end });
    first = end;
  }
  return strata;
}

/** Calls `join` for every edge of a joint. Paired in order from the outside in; what is left over on one side goes to the nearest of the
 *  other side, in turn to all that share its place. Where the caliper leaves some over on both sides, each goes to the other side's nearest,
 *  which are no pair of each other then. */
function joinPoints(
  place: Float64Array,
  a: Block,
  b: Block,
  { left, right, pairs: most }: Joint,
  join: (hub: number, leaf: number) => void,
): void {
  const facing = (count: number, at: (r: number) => number) => {
    let tied = 1;
    while (tied < count && place[at(tied)] === place[at(0)]) tied += 1;
    return tied;
  };
  // The r-th nearest point of either side, from 0.
  const leftAt = (r: number) => a.end - 1 - r;
  const rightAt = (r: number) => b.first + r;
  const [few, many, fewAt, manyAt] = left >= right ? [right, left, rightAt, leftAt] : [left, right, leftAt, rightAt];
  if (few === 0) return;
  if (most < few) {
    const [leftHubs, rightHubs] = [facing(most, leftAt), facing(most, rightAt)];
    for (let r = 0; r < most; r += 1) join(leftAt(r), rightAt(most - 1 - r));
    for (let r = most; r < left; r += 1) join(rightAt((r - most) % rightHubs), leftAt(r));
    for (let r = most; r < right; r += 1) join(leftAt((r - most) % leftHubs), rightAt(r));
    return;
  }
  const hubs = facing(few, fewAt);
  const pairs = few - hubs;
  for (let r = 0; r < pairs; r += 1) join(fewAt(few - 1 - r), manyAt(r));
  for (let r = pairs; r < many; r += 1) join(fewAt(hubs - 1 - ((r - pairs) % hubs)), manyAt(r));
}

function weightsOfSets(set: Int32Array, sets: number, treated: Uint8Array): Float64Array {
  const count = [new Int32Array(sets), new Int32Array(sets)] as const;
  set.forEach((number, row) => {
    if (number >= 0) count[treated[row] === 1 ? 1 : 0][number]! += 1;
  });
  const weight = new Float64Array(set.length);
  for (let row = 0; row < set.length; row += 1) {
    const number = set[row]!;
    if (number >= 0) weight[row] = treated[row] === 1 ? 1 : count[1][number]! / count[0][number]!;
  }
  return weight;
}

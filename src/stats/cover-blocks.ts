/** Neighbouring points of one arm on a line: positions [first, end) of the line, ascending. */
export interface Block {
  readonly first: number;
  readonly end: number;
}

/** How two neighbouring blocks are joined: the last `left` points of the one with the first `right` points of the other; none at all (0 and 0)
 *  or at least one of each. */
export interface Joint {
  readonly left: number;
  readonly right: number;
  /** How many of each side are paired: as many as there are of the fewer, or as the caliper allows. */
  readonly pairs: number;
}

/** The cheapest cover of points on a line by edges between the arms, in which every point has an edge and no edge is longer than the caliper.
 *  place: positions ascending; blocks: alternating arms, every point within the caliper of one of the other arm.
 *  In a cheapest cover edges join neighbouring blocks only (an edge over two others of alternate arms is longer than two inside it), the points
 *  joined to one side are those nearest to it, and none but the only point of a block is joined to both sides. Of i and j points that are
 *  joined, a₁ and b₁ being the two that face each other, m are paired and the others have an edge to a₁ or b₁: i + j − m edges of the cost
 *  Σ(a₁ − a) + Σ(b − b₁) + (i + j − m)(b₁ − a₁) in all, so that m is the most that can be paired within the caliper: the least of i, j and the
 *  largest number of nearest points of either side that can be paired in opposite order. The best i for every j follows from running minima. Returns the joints between blocks k and k + 1. Equal costs: the joint with fewer points on the left.
 *  O(n), with a caliper O(n log n). Source: Colannino et al. 2007, Graphs & Combinatorics 23:169 (many-to-many matching on a line). */
export function coverBlocks(place: Float64Array, blocks: readonly Block[], caliper: number): Joint[] {
  // cost[j]: least cost of all points before this block and its first j, these joined to the left.
  const steps: Step[] = [];
  let cost = new Float64Array(sizeOf(blocks[0]!) + 1).fill(Number.POSITIVE_INFINITY);
  cost[0] = 0;
  for (let k = 0; k + 1 < blocks.length; k += 1) {
    const next = joinNext(place, blocks[k]!, blocks[k + 1]!, cost, caliper);
    const hasBoth = sizeOf(blocks[k]!) === 1 && cost[1]! < cost[0]!;
    steps.push({ left: next.left, mostPairs: next.mostPairs, hasBoth });
    cost = next.cost;
  }
  return traceJoints(blocks, steps, cost);
}

interface Step {
  /** By the right count of the joint, its best left count. */
  readonly left: Int32Array;
  /** The most pairs that the caliper allows. */
  readonly mostPairs: number;
  /** Whether the only point of the left block is joined to its own left as well, if it is joined to the right. */
  readonly hasBoth: boolean;
}

function sizeOf({ first, end }: Block): number {
  return end - first;
}

function joinNext(place: Float64Array, a: Block, b: Block, cost: Float64Array<ArrayBuffer>, caliper: number) {
  const [sizeA, sizeB] = [sizeOf(a), sizeOf(b)];
  const faceA = place[a.end - 1]!;
  const faceB = place[b.first]!;
  const gap = faceB - faceA;
  const limit = joinLimits(place, a, b, caliper);
  // Cost with i points of the left block joined to the right, before any share of the right block.
  const joined = new Float64Array(sizeA + 1).fill(Number.POSITIVE_INFINITY);
  let reach = 0;
  for (let i = 1; i <= sizeA; i += 1) {
    reach += faceB - place[a.end - i]!;
    joined[i] = costOfRest(cost, sizeA, i) + reach;
  }
  // Best left count ≥ m (as many pairs as m) and < m (each left point has one right point or more).
  const atLeast = new Int32Array(sizeA + 2);
  for (let i = limit.left; i >= 1; i -= 1) {
    const before = atLeast[i + 1]!;
    atLeast[i] = before > 0 && joined[before]! < joined[i]! ? before : i;
  }
  const next = new Float64Array(sizeB + 1).fill(Number.POSITIVE_INFINITY);
  const left = new Int32Array(sizeB + 1);
  next[0] = cost[sizeA]!;
  let below = 0;
  let spread = 0;
  for (let j = 1; j <= limit.right; j += 1) {
    spread += place[b.first + j - 1]! - faceB;
    const m = Math.min(j, limit.pairs);
    const i = m - 1;
    if (i >= 1 && (below === 0 || joined[i]! - i * gap < joined[below]! - below * gap)) below = i;
    if (below > 0) {
      next[j] = joined[below]! + (j - below) * gap + spread;
      left[j] = below;
    }
    const above = atLeast[m]!;
    const unpaired = (j - m) * gap;
    if (above > 0 && joined[above]! + unpaired + spread < next[j]!) {
      next[j] = joined[above]! + unpaired + spread;
      left[j] = above;
    }
  }
  return { cost: next, left, mostPairs: limit.pairs };
}

/** Least cost with the last i points of a block joined to the right, the others to the left; its only point may be joined to both. */
function costOfRest(cost: Float64Array, size: number, i: number): number {
  return size === 1 && i === 1 ? Math.min(cost[0]!, cost[1]!) : cost[size - i]!;
}

/** What the caliper allows: how many of either side can have an edge to the facing point of the other, and the most of these that can be paired (the
 *  r-th nearest of one side with the m − r + 1-th of the other). */
function joinLimits(place: Float64Array, a: Block, b: Block, caliper: number) {
  const near = (i: number, j: number) => place[b.first + j - 1]! - place[a.end - i]! <= caliper;
  const allNear = (m: number) => {
    for (let r = 1; r <= m; r += 1) if (!near(r, m - r + 1)) return false;
    return true;
  };
  const left = largest(sizeOf(a), (i) => near(i, 1));
  const right = largest(sizeOf(b), (j) => near(1, j));
  return { left, right, pairs: largest(Math.min(left, right), allNear) };
}

/** The largest m in 0 … most that holds; it holds for all smaller ones (and for 0). */
function largest(most: number, holds: (m: number) => boolean): number {
  let [low, high] = [0, most];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (holds(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

function traceJoints(blocks: readonly Block[], steps: readonly Step[], last: Float64Array): Joint[] {
  const joints: Joint[] = new Array(steps.length);
  let right = sizeOf(blocks.at(-1)!);
  if (!Number.isFinite(last[right]!)) throw new RangeError("a point to cover has no other within the caliper");
  for (let k = steps.length - 1; k >= 0; k -= 1) {
    const left = right === 0 ? 0 : steps[k]!.left[right]!;
    joints[k] = { left, right, pairs: Math.min(left, right, steps[k]!.mostPairs) };
    right = sizeOf(blocks[k]!) - left;
    if (left === 1 && steps[k]!.hasBoth) right = 1;
  }
  return joints;
}

/** Points that can be taken out one by one, and asked for the nearest one left. */
export interface PointTree {
  /** The nearest point left, or −1: equally near, the smaller number. Only points whose score differs by at most the caliper count. */
  readonly nearest: (query: Float64Array, score: number) => { readonly point: number; readonly squared: number };
  readonly remove: (point: number) => void;
}

export interface PointTreeInput {
  /** m × p, row-major. */
  readonly points: Float64Array;
  readonly p: number;
  /** Length m: a further coordinate that may differ by at most `caliper` and is no part of the distance. */
  readonly score: Float64Array;
  readonly caliper: number;
}

const LEAF_SIZE = 16;

/** A k-d tree over m points. Bounds and distances add their squares in the same order, so that rounding never prunes a tie: the answer is that of
 *  a search through all points. Building O(m log m); a query O(log m) for few dimensions, near O(m) from about twenty on.
 *  Source: Friedman, Bentley & Finkel 1977, ACM TOMS 3:209. */
export function buildPointTree({ points, p, score, caliper }: PointTreeInput): PointTree {
  const m = score.length;
  const tree = layoutNodes(points, p, m);
  const { order, begin, end, low, high, left } = tree;
  const nodes = begin.length;
  const scoreLow = new Float64Array(nodes).fill(Number.POSITIVE_INFINITY);
  const scoreHigh = new Float64Array(nodes).fill(Number.NEGATIVE_INFINITY);
  const remaining = new Int32Array(nodes);
  for (let node = 0; node < nodes; node += 1) {
    remaining[node] = end[node]! - begin[node]!;
    for (let k = begin[node]!; k < end[node]!; k += 1) {
      scoreLow[node] = Math.min(scoreLow[node]!, score[order[k]!]!);
      scoreHigh[node] = Math.max(scoreHigh[node]!, score[order[k]!]!);
    }
  }
  // Points and scores in the order of the leaves, so that a leaf is one stretch of memory.
  const laid = new Float64Array(m * p);
  const laidScore = new Float64Array(m);
  const placeOf = new Int32Array(m);
  for (let k = 0; k < m; k += 1) {
    laid.set(points.subarray(order[k]! * p, (order[k]! + 1) * p), k * p);
    laidScore[k] = score[order[k]!]!;
    placeOf[order[k]!] = k;
  }
  const isOut = new Uint8Array(m);
  const query = new Float64Array(p);
  let queryScore = 0;
  let point = -1;
  let squared = Number.POSITIVE_INFINITY;

  // Infinity where nothing is left or all lies beyond the caliper.
  const boundOf = (node: number): number => {
    if (remaining[node] === 0) return Number.POSITIVE_INFINITY;
    if (scoreLow[node]! - queryScore > caliper || queryScore - scoreHigh[node]! > caliper)
      return Number.POSITIVE_INFINITY;
    let total = 0;
    const box = node * p;
    for (let j = 0; j < p; j += 1) {
      const value = query[j]!;
      const below = low[box + j]! - value;
      const above = value - high[box + j]!;
      if (below > 0) total += below * below;
      else if (above > 0) total += above * above;
    }
    return total;
  };
  const visitLeaf = (node: number): void => {
    for (let k = begin[node]!; k < end[node]!; k += 1) {
      if (isOut[k] === 1 || Math.abs(laidScore[k]! - queryScore) > caliper) continue;
      let total = 0;
      const at = k * p;
      for (let j = 0; j < p; j += 1) {
        const apart = query[j]! - laid[at + j]!;
        total += apart * apart;
      }
      if (total > squared) continue;
      const other = order[k]!;
      if (total < squared || other < point) {
        squared = total;
        point = other;
      }
    }
  };
  const visit = (node: number): void => {
    const child = left[node]!;
    if (child < 0) {
      visitLeaf(node);
      return;
    }
    const one = boundOf(child);
    const other = boundOf(child + 1);
    const first = other < one ? child + 1 : child;
    const nearer = Math.min(one, other);
    if (nearer <= squared && nearer < Number.POSITIVE_INFINITY) visit(first);
    const farther = Math.max(one, other);
    if (farther <= squared && farther < Number.POSITIVE_INFINITY) visit(first === child ? child + 1 : child);
  };
  const nearest = (at: Float64Array, atScore: number) => {
    query.set(at);
    queryScore = atScore;
    point = -1;
    squared = Number.POSITIVE_INFINITY;
    if (nodes > 0 && boundOf(0) < Number.POSITIVE_INFINITY) visit(0);
    return { point, squared };
  };
  const remove = (gone: number) => {
    isOut[placeOf[gone]!] = 1;
    for (let node = tree.leafOf[gone]!; node >= 0; node = tree.parent[node]!) remaining[node]! -= 1;
  };
  return { nearest, remove };
}

/** Nodes of the tree, the root first; the two children of a node are left[node] and left[node] + 1 (−1: a leaf). */
function layoutNodes(points: Float64Array, p: number, m: number) {
  const order = Int32Array.from({ length: m }, (_, i) => i);
  const most = m === 0 ? 0 : 4 * Math.ceil(m / LEAF_SIZE) + 3;
  const begin = new Int32Array(most);
  const end = new Int32Array(most);
  const left = new Int32Array(most).fill(-1);
  const parent = new Int32Array(most).fill(-1);
  const low = new Float64Array(most * p);
  const high = new Float64Array(most * p);
  const leafOf = new Int32Array(m);
  let nodes = m === 0 ? 0 : 1;
  end[0] = m;
  for (let node = 0; node < nodes; node += 1) {
    const [from, to] = [begin[node]!, end[node]!];
    const axis = boxOf(points, p, order.subarray(from, to), low.subarray(node * p), high.subarray(node * p));
    const isFlat = low[node * p + axis] === high[node * p + axis];
    if (to - from <= LEAF_SIZE || isFlat) {
      for (let k = from; k < to; k += 1) leafOf[order[k]!] = node;
      continue;
    }
    const middle = (from + to) >> 1;
    selectMiddle(order, { from, to, middle }, (row) => points[row * p + axis]!);
    left[node] = nodes;
    for (const [first, past] of [
      [from, middle],
      [middle, to],
    ] as const) {
      begin[nodes] = first;
      end[nodes] = past;
      parent[nodes] = node;
      nodes += 1;
    }
  }
  return {
    order,
    leafOf,
    begin: begin.subarray(0, nodes),
    end: end.subarray(0, nodes),
    left: left.subarray(0, nodes),
    parent: parent.subarray(0, nodes),
    low,
    high,
  };
}

/** Writes the bounding box of the rows and returns its longest axis. */
function boxOf(points: Float64Array, p: number, rows: Int32Array, low: Float64Array, high: Float64Array): number {
  let axis = 0;
  for (let j = 0; j < p; j += 1) {
    let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let k = 0; k < rows.length; k += 1) {
      const value = points[rows[k]! * p + j]!;
      if (value < least) least = value;
      if (value > most) most = value;
    }
    low[j] = least;
    high[j] = most;
    if (most - least > high[axis]! - low[axis]!) axis = j;
  }
  return axis;
}

/** Rearranges order[from … to − 1] so that no value before `middle` exceeds one from it on (Hoare's quickselect, median of three). */
function selectMiddle(
  order: Int32Array,
  { from, to, middle }: { from: number; to: number; middle: number },
  value: (row: number) => number,
): void {
  let [low, high] = [from, to - 1];
  while (low < high) {
    const three = [value(order[low]!), value(order[(low + high) >> 1]!), value(order[high]!)].sort((a, b) => a - b);
    const pivot = three[1]!;
    let [i, j] = [low, high];
    while (i <= j) {
      while (value(order[i]!) < pivot) i += 1;
      while (value(order[j]!) > pivot) j -= 1;
      if (i > j) break;
      const held = order[i]!;
      order[i] = order[j]!;
      order[j] = held;
      i += 1;
      j -= 1;
    }
    if (middle <= j) high = j;
    else if (middle >= i) low = i;
    else return;
  }
}

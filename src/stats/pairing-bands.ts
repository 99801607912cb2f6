/** For each point of `a` the points lo … hi of `b` (inclusive; empty if lo > hi) that an optimal order-keeping pairing may give it. */
export interface PairingBands {
  readonly lo: Int32Array;
  readonly hi: Int32Array;
}

/** Bands of an optimal pairing of a with b, both ascending, each point used at most once: as many pairs as possible within the caliper, then
 *  the least total distance. Three limits:
 *  – the caliper itself;
 *  – nobody passes a free point, which would be nearer: so no point goes farther right than if all of a queued from left to right, each point
 *    of b taking the first in the queue; and to the left likewise;
 *  – without a caliper all of the smaller side is used, so a pairing that keeps the order leaves out at most the difference in size.
 *  lo and hi do not fall along a. O(n). */
export function findPairingBands(a: Float64Array, b: Float64Array, caliper: number): PairingBands {
  const hi = queueRight(a, b);
  // The mirror image, seen from the right.
  const mirrored = queueRight(
    a.map((_, i) => -a[a.length - 1 - i]!),
    b.map((_, j) => -b[b.length - 1 - j]!),
  );
  const lo = mirrored.map((_, i) => b.length - 1 - mirrored[a.length - 1 - i]!);
  const surplus = b.length - a.length;
  let from = 0;
  let to = -1;
  for (let i = 0; i < a.length; i += 1) {
    while (from < b.length && b[from]! < a[i]! && Math.abs(a[i]! - b[from]!) > caliper) from += 1;
    while (to + 1 < b.length && (b[to + 1]! <= a[i]! || Math.abs(a[i]! - b[to + 1]!) <= caliper)) to += 1;
    lo[i] = Math.max(lo[i]!, from);
    hi[i] = Math.min(hi[i]!, to);
    if (caliper === Number.POSITIVE_INFINITY) {
      lo[i] = Math.max(lo[i]!, Math.min(i, i + surplus));
      hi[i] = Math.min(hi[i]!, Math.max(i, i + surplus));
    }
  }
  return { lo, hi };
}

/** For each point of a the farthest b to its right it can come to, at least the last b at or before it. */
function queueRight(a: Float64Array, b: Float64Array): Int32Array {
  const hi = new Int32Array(a.length).fill(b.length - 1);
  let head = 0;
  let tail = 0;
  for (let j = 0; j < b.length; j += 1) {
    while (tail < a.length && a[tail]! <= b[j]!) tail += 1;
    if (head < tail) {
      hi[head] = j;
      head += 1;
    }
  }
  // A point that takes a b at its own place may as well take the last one there.
  for (let i = 0, last = -1; i < a.length; i += 1) {
    while (last + 1 < b.length && b[last + 1]! <= a[i]!) last += 1;
    hi[i] = Math.max(hi[i]!, last);
  }
  return hi;
}

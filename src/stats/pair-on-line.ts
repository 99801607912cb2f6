import { EstimationError } from "../errors.js";
import { findPairingBands } from "./pairing-bands.js";

/** Cells of the table of decisions, a quarter of a byte each. */
const MAX_CELLS = 2_000_000_000;
const [SKIP_A, SKIP_B, PAIR] = [0, 1, 2];

/** The best pairing of points a with points b on a line, |a − b| ≤ caliper: most sets (points of a with a partner), then most pairs (a point of a
 *  takes up to `ratio` partners, each b is taken once), then the least total distance. Exact.
 *  On a line some optimum never crosses (of two crossing pairs the uncrossed ones are no longer and no wider), so dynamic programming over
 *  both ascending sides finds it; it need only look at the pairs of `findPairingBands`.
 *  a, b: ascending, finite. Returns for each i and copy c the partner of a[i] at i × ratio + c, −1 for none; first copies first. Of equal points
 *  the first are used. Throws EstimationError where too many pairs would have to be weighed. O(pairs in the bands). */
export function pairOnLine(
  a: Float64Array,
  b: Float64Array,
  { caliper, ratio }: { caliper: number; ratio: number },
): Int32Array {
  const copies = new Float64Array(a.length * ratio);
  for (let i = 0; i < copies.length; i += 1) copies[i] = a[Math.floor(i / ratio)]!;
  const { lo, hi } = findPairingBands(copies, b, caliper);
  const start = new Float64Array(copies.length + 1);
  for (let i = 0; i < copies.length; i += 1) start[i + 1] = start[i]! + Math.max(0, hi[i]! - lo[i]! + 1);
  const cells = start[copies.length]!;
  if (cells > MAX_CELLS) {
    throw new EstimationError(
      `optimal matching would have to weigh ${cells} pairs, more than ${MAX_CELLS}; set a smaller caliper or exact strata, or match greedily`,
    );
  }
  const decision = new Uint8Array(Math.ceil(cells / 4));
  fillTable({ copies, b, lo, hi, start, decision, ratio });
  const partner = new Int32Array(copies.length).fill(-1);
  for (let i = copies.length - 1, j = b.length - 1; i >= 0; ) {
    if (j > hi[i]!) j = hi[i]!;
    const cell = start[i]! + j - lo[i]!;
    const choice = j < lo[i]! ? SKIP_A : (decision[Math.floor(cell / 4)]! >> (2 * (cell % 4))) & 3;
    if (choice === PAIR) {
      partner[i] = j;
      j -= 1;
    } else if (choice === SKIP_B) j -= 1;
    if (choice !== SKIP_B) i -= 1;
  }
  return useFirstOfEquals(a, b, partner, ratio);
}

interface Table {
  readonly copies: Float64Array;
  readonly b: Float64Array;
  readonly lo: Int32Array;
  readonly hi: Int32Array;
  readonly start: Float64Array;
  readonly decision: Uint8Array;
  readonly ratio: number;
}

/** best[j + 1]: value of the best pairing of the copies so far with b[0 … j]. Right of the latest band it is that of the band's end. */
function fillTable({ copies, b, lo, hi, start, decision, ratio }: Table): void {
  // Pairs count 1, and a set more than all pairs together.
  const set = b.length + 1;
  const count = new Float64Array(b.length + 1);
  const total = new Float64Array(b.length + 1);
  let filled = 0;
  for (let i = 0; i < copies.length; i += 1) {
    if (hi[i]! < lo[i]!) continue;
    for (; filled <= hi[i]!; filled += 1) {
      count[filled + 1] = count[filled]!;
      total[filled + 1] = total[filled]!;
    }
    const gain = i % ratio === 0 ? set + 1 : 1;
    const here = copies[i]!;
    let cell = start[i]!;
    // Values at j before copy i: those at j itself are still in place, those left of it are kept here.
    let beforeCount = count[lo[i]!]!;
    let beforeTotal = total[lo[i]!]!;
    for (let j = lo[i]!; j <= hi[i]!; j += 1, cell += 1) {
      let choice = SKIP_A;
      let bestCount = count[j + 1]!;
      let bestTotal = total[j + 1]!;
      const pairCount = beforeCount + gain;
      const pairTotal = beforeTotal + Math.abs(here - b[j]!);
      beforeCount = bestCount;
      beforeTotal = bestTotal;
      if (pairCount > bestCount || (pairCount === bestCount && pairTotal < bestTotal)) {
        choice = PAIR;
        bestCount = pairCount;
        bestTotal = pairTotal;
      }
      if (count[j]! > bestCount || (count[j] === bestCount && total[j]! <= bestTotal)) {
        choice = SKIP_B;
        bestCount = count[j]!;
        bestTotal = total[j]!;
      }
      count[j + 1] = bestCount;
      total[j + 1] = bestTotal;
      decision[Math.floor(cell / 4)]! |= choice << (2 * (cell % 4));
    }
  }
}

/** Moves partners to the first of equal points of b, and shares those of equal points of a among them in turn, the first foremost. Costs nothing. */
function useFirstOfEquals(a: Float64Array, b: Float64Array, partner: Int32Array, ratio: number): Int32Array {
  const moved = new Int32Array(partner.length).fill(-1);
  let latest = -1;
  for (let from = 0; from < a.length; ) {
    let to = from + 1;
    while (to < a.length && a[to] === a[from]) to += 1;
    let taken = 0;
    for (let slot = from * ratio; slot < to * ratio; slot += 1) {
      if (partner[slot]! < 0) continue;
      const isSamePlace = latest >= 0 && b[partner[slot]!] === b[latest];
      latest = isSamePlace ? latest + 1 : firstEqual(b, partner[slot]!);
      const i = from + (taken % (to - from));
      moved[i * ratio + Math.floor(taken / (to - from))] = latest;
      taken += 1;
    }
    from = to;
  }
  return moved;
}

function firstEqual(b: Float64Array, at: number): number {
  let first = at;
  while (first > 0 && b[first - 1] === b[at]) first -= 1;
  return first;
}

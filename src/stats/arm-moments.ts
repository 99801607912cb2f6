import { EstimationError } from "../errors.js";
import { sum } from "../math/sum.js";
import type { WeightedMoments } from "./weighted-moments.js";

export interface ArmMomentsInput {
  readonly x: Float64Array;
  readonly treated: Uint8Array;
  /** ≥ 0; default 1. */
  readonly weight?: Float64Array;
  /** Whether x holds only 0 and 1. */
  readonly binary: boolean;
}

/** Rows are taken in blocks; block sums are added compensated, in block order. */
const BLOCK = 512;

/** Mean and variance of the controls and of the treated: `estimateMoments` of each arm, without copies of their rows. O(n), for a million rows
 *  and many columns. The moments are functions: only an arm that is asked for must have a row of positive weight, else it throws EstimationError. */
export function estimateArmMoments({ x, treated, weight, binary }: ArmMomentsInput): {
  readonly control: () => WeightedMoments;
  readonly treated: () => WeightedMoments;
} {
  const n = x.length;
  const blocks = Math.ceil(n / BLOCK);
  // Around an arm's first value, so that an arm that does not vary has exactly its value as mean and exactly 0 as variance.
  const origins = [0, 1].map((side) => x[Math.max(0, treated.indexOf(side))]!);
  const sums = [createSums(blocks), createSums(blocks)] as const;
  const [origin0, origin1] = [origins[0]!, origins[1]!];
  for (let block = 0; block < blocks; block += 1) {
    let [total0, total1, square0, square1, first0, first1, count0, count1] = [0, 0, 0, 0, 0, 0, 0, 0];
    for (let i = block * BLOCK, end = Math.min(n, i + BLOCK); i < end; i += 1) {
      const w = weight === undefined ? 1 : weight[i]!;
      // One of the two is w, the other 0: cheaper than a branch that cannot be foreseen.
      const w1 = treated[i]! * w;
      const w0 = w - w1;
      total0 += w0;
      total1 += w1;
      square0 += w0 * w0;
      square1 += w1 * w1;
      first0 += w0 * (x[i]! - origin0);
      first1 += w1 * (x[i]! - origin1);
      count0 += w0 > 0 ? 1 : 0;
      count1 += w1 > 0 ? 1 : 0;
    }
    keep(sums[0], block, [total0, square0, first0, count0]);
    keep(sums[1], block, [total1, square1, first1, count1]);
  }
  const facts = sums.map((arm) => {
    const total = sum(arm.total);
    const count = sum(arm.count);
    return { total, count, shift: count > 0 ? sum(arm.first) / total : 0, square: sum(arm.square) };
  });
  if (!binary) {
    const centre0 = origin0 + facts[0]!.shift;
    const centre1 = origin1 + facts[1]!.shift;
    for (let block = 0; block < blocks; block += 1) {
      let [second0, second1] = [0, 0];
      for (let i = block * BLOCK, end = Math.min(n, i + BLOCK); i < end; i += 1) {
        const w = weight === undefined ? 1 : weight[i]!;
        const w1 = treated[i]! * w;
        const apart0 = x[i]! - centre0;
        const apart1 = x[i]! - centre1;
        second0 += (w - w1) * apart0 * apart0;
        second1 += w1 * apart1 * apart1;
      }
      sums[0].second[block] = second0;
      sums[1].second[block] = second1;
    }
  }
  const momentsOf = (side: 0 | 1) => (): WeightedMoments => {
    const { total, count, shift, square } = facts[side]!;
    if (count === 0) throw new EstimationError("a weighted mean needs a row of positive weight; there is none");
    const mean = origins[side]! + shift;
    if (binary) return { mean, variance: Math.max(0, mean * (1 - mean)) };
    return { mean, variance: count === 1 ? 0 : sum(sums[side].second) / (total - square / total) };
  };
  return { control: momentsOf(0), treated: momentsOf(1) };
}

/** Per block of rows: Σw, Σw², Σw(x − origin), rows of positive weight, Σw(x − mean)². */
interface Sums {
  readonly total: Float64Array;
  readonly square: Float64Array;
  readonly first: Float64Array;
  readonly count: Float64Array;
  readonly second: Float64Array;
}

function createSums(blocks: number): Sums {
  const room = () => new Float64Array(blocks);
  return { total: room(), square: room(), first: room(), count: room(), second: room() };
}

function keep(
  sums: Sums,
  block: number,
  [total, square, first, count]: readonly [number, number, number, number],
): void {
  sums.total[block] = total;
  sums.square[block] = square;
  sums.first[block] = first;
  sums.count[block] = count;
}

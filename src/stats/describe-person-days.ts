import { sum } from "../math/sum.js";

/** How a weight is spread over patients and days. */
export interface PersonDays {
  readonly days: number;
  readonly mean: number;
  readonly least: number;
  readonly most: number;
  /** The least weight that 99 % of patient-days do not exceed. */
  readonly p99: number;
}

/** The spread of weights, each on as many days as `days` says. Columns of one length; a row of 0 days does not count. Null where none does. O(n log n). */
export function describePersonDays(weight: Float64Array, days: Int32Array): PersonDays | null {
  const counted = Array.from(weight.keys()).filter((k) => days[k]! > 0);
  counted.sort((a, b) => weight[a]! - weight[b]!);
  const total = counted.reduce((all, k) => all + days[k]!, 0);
  const [first, last] = [counted[0], counted.at(-1)];
  if (first === undefined || last === undefined) return null;
  let passed = 0;
  const at99 = counted.find((k) => {
    passed += days[k]!;
    return passed >= 0.99 * total;
  });
  return {
    days: total,
    mean: sum(counted.map((k) => weight[k]! * days[k]!)) / total,
    least: weight[first]!,
    most: weight[last]!,
    p99: weight[at99 ?? last]!,
  };
}

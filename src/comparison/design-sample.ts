import type { DesignWeights } from "../frame/design-weights.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import type { Stream } from "../math/stream.js";

/** Draws bootstrap samples of the rows of a design, as rows of the frame (with repeats). */
export type DrawSample = (stream: Stream) => Int32Array;

/**
 * How the rows of a design are sampled anew: matched sets as a whole, otherwise patients within each arm. Weights and sets are held, not
 * made again. Null after matching with replacement, where no bootstrap of patients is valid (Abadie & Imbens 2008).
 */
export function openDesignSample(patients: PatientFrame, weights: DesignWeights, rows: Int32Array): DrawSample | null {
  if (weights.kind === "matching-with-replacement") return null;
  if (weights.pair === null) {
    const sides = [1, 0].map((side) => rows.filter((row) => patients.trial[row] === side));
    return (stream) => {
      const sample = new Int32Array(rows.length);
      let at = 0;
      for (const side of sides)
        for (let i = 0; i < side.length; i += 1, at += 1) sample[at] = side[stream.integer(side.length)]!;
      return sample;
    };
  }
  const members = setsOf(rows, weights.pair);
  return (stream) => {
    const drawn = members.map(() => members[stream.integer(members.length)]!);
    const sample = new Int32Array(drawn.reduce((total, set) => total + set.length, 0));
    let at = 0;
    for (const set of drawn) for (const row of set) sample[at++] = row;
    return sample;
  };
}

/** The rows of each matched set, in the order in which the sets begin. */
function setsOf(rows: Int32Array, pair: Int32Array): readonly (readonly number[])[] {
  const sets = new Map<number, number[]>();
  for (const row of rows) {
    const id = pair[row]!;
    const known = sets.get(id);
    if (known === undefined) sets.set(id, [row]);
    else known.push(row);
  }
  return [...sets.values()];
}

/** Rows of a design with an outcome: weight > 0, available, and after matching no member of the set missing. */
export function designRows(
  { n }: PatientFrame,
  { weight, pair }: DesignWeights,
  has: (row: number) => boolean,
): Int32Array {
  const broken = new Set<number>();
  if (pair !== null)
    for (let row = 0; row < n; row += 1) if (pair[row]! >= 0 && weight[row]! > 0 && !has(row)) broken.add(pair[row]!);
  const rows: number[] = [];
  for (let row = 0; row < n; row += 1)
    if (weight[row]! > 0 && has(row) && !broken.has(pair?.[row] ?? -1)) rows.push(row);
  return Int32Array.from(rows);
}

import type { DesignWeights } from "../frame/design-weights.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import type { Stream } from "../math/stream.js";
import { resampleRows } from "./resample.js";

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
    return (stream) => Int32Array.from(sides.flatMap((side) => Array.from(resampleRows(side, stream))));
  }
  const sets = new Map<number, number[]>();
  for (const row of rows) {
    const id = weights.pair[row]!;
    const known = sets.get(id);
    if (known === undefined) sets.set(id, [row]);
    else known.push(row);
  }
  const members = [...sets.values()];
  return (stream) => Int32Array.from(members.flatMap(() => members[stream.integer(members.length)]!));
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

import { EstimationError } from "../errors.js";
import type { DerivedDesign, MethodInput } from "./derived-design.js";
import type { PreparedMatching } from "./prepare-matching.js";

/** Weights of sets with one trial patient each: the trial patient 1, its controls 1 together. Arrays are aligned to the members. */
export function shareEqually(set: Int32Array, sets: number, treated: Uint8Array): Float64Array {
  const controls = new Int32Array(sets);
  for (const [k, number] of set.entries()) if (number >= 0 && treated[k] === 0) controls[number]! += 1;
  return Float64Array.from(set, (number, k) => (number < 0 ? 0 : treated[k] === 1 ? 1 : 1 / controls[number]!));
}

/** A matched design from each patient's set and weight. Throws EstimationError when there is no set. */
export function weighSets(
  { name, patients }: MethodInput,
  { propensity, members, caliper }: PreparedMatching,
  set: Int32Array,
  setWeight: Float64Array,
  sets: number,
): DerivedDesign {
  requireSets(sets, caliper);
  const weight = new Float64Array(patients.n);
  const pair = new Int32Array(patients.n).fill(-1);
  for (const [k, row] of members.rows.entries()) {
    pair[row] = set[k]!;
    weight[row] = setWeight[k]!;
  }
  return { weights: { design: name, kind: "matching", weight, pair }, propensity, caliper, pairs: sets, facts: {} };
}

export function requireSets(sets: number, caliper: number | null): void {
  if (sets > 0) return;
  const why =
    caliper === null
      ? "the exact covariates have no value in common"
      : "no control lies within the caliper of any trial patient";
  throw new EstimationError(`matching finds no pair: ${why}; widen the caliper or check the overlap of the arms`);
}

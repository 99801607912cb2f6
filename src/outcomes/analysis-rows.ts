import { EstimationError } from "../errors.js";
import type { DesignWeights } from "../frame/design-weights.js";
import type { OutcomeData } from "../frame/outcome-data.js";
import { patientClusters } from "../frame/patient-clusters.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import { take } from "../math/take.js";
import type { AnalysedRows } from "./standard-error.js";

/** The rows of a frame that enter one estimate: in the design (weight > 0) and with the endpoint. After matching, a pair with a member missing is dropped whole. */
export function selectRows(patients: PatientFrame, data: OutcomeData, weights: DesignWeights): Int32Array {
  const broken = brokenPairs(data, weights);
  const rows: number[] = [];
  for (let i = 0; i < patients.n; i += 1) {
    if (weights.weight[i]! > 0 && data.available[i] === 1 && !broken.has(weights.pair?.[i] ?? -1)) rows.push(i);
  }
  return Int32Array.from(rows);
}

/** What holds rows of an estimate together: the matched set, or the patient where patients have several lines as rows. Throws EstimationError where both do. */
export function dependenceOf(
  patients: PatientFrame,
  weights: DesignWeights,
  rows: Int32Array,
): Pick<AnalysedRows, "set" | "patients"> {
  const clusters = patientClusters(patients);
  if (clusters === null) return { set: weights.pair === null ? null : takeInt32(weights.pair, rows) };
  if (weights.kind === "matching" || weights.kind === "matching-with-replacement")
    throw new EstimationError(
      "matched sets and several lines of a patient need a variance clustered both ways, which is not made here; weight instead, or take one line a patient",
    );
  return { set: takeInt32(clusters, rows), patients: clusters };
}

/** Throws EstimationError when an arm has nobody to estimate from. */
export function requireBothArms(patients: PatientFrame, rows: Int32Array): void {
  const trial = rows.reduce((total, row) => total + patients.trial[row]!, 0);
  if (trial === 0) throw new EstimationError("the trial arm has no patient with this endpoint in this design");
  if (trial === rows.length)
    throw new EstimationError("the control arm has no patient with this endpoint in this design");
}

export function takeInt32(values: Int32Array, rows: Int32Array): Int32Array {
  return take(values, rows, new Int32Array(rows.length));
}

export function takeUint8(values: Uint8Array, rows: Int32Array): Uint8Array {
  return take(values, rows, new Uint8Array(rows.length));
}

export function takeFloat64(values: Float64Array, rows: Int32Array): Float64Array {
  return take(values, rows, new Float64Array(rows.length));
}

/** The matched sets with a member in the design who has no endpoint. */
export function brokenPairs(data: OutcomeData, weights: DesignWeights): Set<number> {
  const broken = new Set<number>();
  const { pair, weight } = weights;
  if (pair === null) return broken;
  for (let i = 0; i < pair.length; i += 1)
    if (pair[i]! >= 0 && weight[i]! > 0 && data.available[i] === 0) broken.add(pair[i]!);
  return broken;
}

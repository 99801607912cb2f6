import type { CovariateColumn } from "../../frame/covariate-matrix.js";
import type { DesignWeights } from "../../frame/design-weights.js";
import type { BinaryData, SurvivalData } from "../../frame/outcome-data.js";
import type { PatientFrame } from "../../frame/patient-frame.js";

/** Patients p0, p1 … of one dataset, in the arms given. */
export function patientsIn(trial: ArrayLike<number>): PatientFrame {
  const n = trial.length;
  return {
    n,
    patientId: Array.from({ length: n }, (_, i) => `p${i}`),
    datasetId: Array.from({ length: n }, () => "d"),
    indexEpochDay: new Int32Array(n),
    trial: Uint8Array.from(trial),
  };
}

/** A yes/no endpoint; everybody has it where `available` is not given. */
export function binaryOf(value: ArrayLike<number>, available?: ArrayLike<number>): BinaryData {
  return { kind: "binary", endpoint: "orr", value: Uint8Array.from(value), available: everybody(value, available) };
}

/** Time to event; everybody has it where `available` is not given. */
export function survivalOf(
  time: ArrayLike<number>,
  status: ArrayLike<number>,
  available?: ArrayLike<number>,
): SurvivalData {
  return {
    kind: "survival",
    endpoint: "rfs",
    timeDays: Int32Array.from(time),
    status: Uint8Array.from(status),
    available: everybody(time, available),
  };
}

/** Every weight 1, nobody paired. */
export function unadjusted(n: number): DesignWeights {
  return { design: "d", kind: "unadjusted", weight: new Float64Array(n).fill(1), pair: null };
}

const everybody = (like: ArrayLike<number>, available?: ArrayLike<number>): Uint8Array =>
  available === undefined ? new Uint8Array(like.length).fill(1) : Uint8Array.from(available);

/** Weights of a weighted design. */
export const weighted = (weight: ArrayLike<number>): DesignWeights => ({
  design: "d",
  kind: "weighting",
  weight: Float64Array.from(weight),
  pair: null,
});

/** A number of every patient, or a level of every patient where levels are given. */
export function covariateOf(name: string, value: ArrayLike<number>, levels: readonly string[] = []): CovariateColumn {
  return {
    name,
    label: name,
    kind: levels.length === 0 ? "continuous" : "categorical",
    unit: null,
    levels,
    value: Float64Array.from(value),
    missing: new Uint8Array(value.length),
  };
}

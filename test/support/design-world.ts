import type { CovariateColumn, CovariateMatrix } from "../../src/frame/covariate-matrix.js";
import type { PatientFrame } from "../../src/frame/patient-frame.js";
import { stream } from "../../src/math/stream.js";

export interface World {
  readonly patients: PatientFrame;
  readonly covariates: CovariateMatrix;
}

/** n patients, a third of them in the trial, with a continuous, a binary and a three-level covariate. */
export function makeWorld(n: number, seed: number): World {
  const draw = stream(seed, "design-test");
  const trial = Uint8Array.from({ length: n }, (_, i) => (i % 3 === 0 ? 1 : 0));
  const column = (
    name: string,
    kind: CovariateColumn["kind"],
    levels: readonly string[],
    value: (i: number) => number,
  ): CovariateColumn => ({
    name,
    label: name,
    kind,
    unit: null,
    levels,
    value: Float64Array.from({ length: n }, (_, i) => value(i)),
    missing: new Uint8Array(n),
  });
  const patients = {
    n,
    patientId: Array.from({ length: n }, (_, i) => `p${String(i).padStart(5, "0")}`),
    datasetId: Array.from({ length: n }, () => "d"),
    indexEpochDay: new Int32Array(n),
    trial,
  };
  const columns = [
    column("age", "continuous", [], (i) => 50 + 20 * draw.uniform() - 4 * trial[i]!),
    column("smoker", "binary", [], (i) => (draw.uniform() < 0.4 + 0.2 * trial[i]! ? 1 : 0)),
    column("stage", "categorical", ["I", "II", "III"], () => draw.integer(3)),
  ];
  return { patients, covariates: { n, columns } };
}

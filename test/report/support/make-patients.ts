import type { CovariateMatrix } from "../../../src/frame/covariate-matrix.js";
import type { BinaryData, SurvivalData } from "../../../src/frame/outcome-data.js";
import type { PatientFrame } from "../../../src/frame/patient-frame.js";
import { stream } from "../../../src/math/stream.js";

export interface Patients {
  readonly patients: PatientFrame;
  readonly covariates: CovariateMatrix;
  readonly survival: SurvivalData;
  readonly response: BinaryData;
}

const levels = ["≤20 mm", "20–50 mm", ">50 mm"];

/** Invented patients of both arms, whose covariates overlap but differ, with times to event and a yes/no outcome. */
export function makePatients(seed: number, trialN: number, controlN: number): Patients {
  const { uniform } = stream(seed, "report/patients");
  const n = trialN + controlN;
  const trial = Uint8Array.from({ length: n }, (_, i) => (i < controlN ? 0 : 1));
  const rows = Array.from(trial, (side) => {
    const age = Math.round(38 + 36 * Math.sqrt(uniform()) + (side === 1 ? 2 : -3));
    const menopause = uniform() < (age > 50 ? 0.85 : 0.15) ? 1 : 0;
    const size = uniform() < 0.35 + 0.05 * side ? 0 : uniform() < 0.8 ? 1 : 2;
    const nodes = 1 + Math.floor(-Math.log(1 - uniform()) * (side === 1 ? 4 : 5));
    const receptor = Math.floor(-Math.log(1 - uniform()) * 90) / 2;
    const rate = (0.00022 + 0.00003 * nodes) * (side === 1 ? 0.7 : 1);
    const event = Math.ceil(-Math.log(1 - uniform()) / rate);
    const censor = Math.ceil((side === 1 ? 700 : 1500) + 2000 * uniform());
    const missing = uniform() < 0.02 ? 1 : 0;
    return {
      age,
      menopause,
      size,
      nodes,
      receptor,
      event,
      censor,
      missing,
      response: uniform() < 0.4 + 0.15 * side ? 1 : 0,
    };
  });
  const column = (
    name: string,
    kind: "continuous" | "binary" | "categorical",
    pick: (row: (typeof rows)[number]) => number,
  ) => ({
    name,
    label: name,
    kind,
    unit: null,
    levels: kind === "categorical" ? levels : [],
    value: Float64Array.from(rows, pick),
    missing: Uint8Array.from(rows, (row) => (name === "receptor" ? row.missing : 0)),
  });
  return {
    patients: {
      n,
      patientId: rows.map((_, i) => `p${String(i).padStart(5, "0")}`),
      datasetId: Array.from(trial, (side) => (side === 1 ? "trial" : "registry")),
      indexEpochDay: new Int32Array(n),
      trial,
    },
    covariates: {
      n,
      columns: [
        column("age", "continuous", ({ age }) => age),
        column("menopause", "binary", ({ menopause }) => menopause),
        column("size", "categorical", ({ size }) => size),
        column("nodes", "continuous", ({ nodes }) => nodes),
        column("receptor", "continuous", ({ receptor, missing }) => (missing === 1 ? 0 : receptor)),
      ],
    },
    survival: {
      kind: "survival",
      endpoint: "recurrenceFree",
      timeDays: Int32Array.from(rows, ({ event, censor }) => Math.min(event, censor)),
      status: Uint8Array.from(rows, ({ event, censor }) => (event <= censor ? 1 : 0)),
      available: new Uint8Array(n).fill(1),
    },
    response: {
      kind: "binary",
      endpoint: "response",
      value: Uint8Array.from(rows, ({ response }) => response),
      available: new Uint8Array(n).fill(1),
    },
  };
}

import { describe, expect, it } from "vitest";
import { runDesign } from "../../src/design/run-design.js";
import type { CovariateColumn, CovariateMatrix } from "../../src/frame/covariate-matrix.js";
import type { BinaryData } from "../../src/frame/outcome-data.js";
import type { PatientFrame } from "../../src/frame/patient-frame.js";
import { normalDeviate } from "../../src/math/deviates.js";
import { stream } from "../../src/math/stream.js";
import { estimateEffect } from "../../src/outcomes/estimate-effect.js";
import { estimateImputedEffect } from "../../src/outcomes/imputed-effect.js";
import { selectStatistic } from "../../src/results/select.js";
import { designSchema } from "../../src/spec/design.js";
import { estimateSchema } from "../../src/spec/estimate.js";

const PATIENTS = 600;
const REPLICATES = 60;
const logistic = (eta: number) => 1 / (1 + Math.exp(-eta));

interface Sample {
  readonly patients: PatientFrame;
  readonly covariates: CovariateMatrix;
  readonly data: BinaryData;
  /** The effect in the trial patients of the sample: mean of their own differences of risk. */
  readonly truth: number;
}

/** Burden raises risk, steers who is in the trial, and changes the effect; the marker depends on burden and is unknown in most of those with a high one. */
function draw(replicate: number): Sample {
  const draws = stream(7, `imputation-bias/${replicate}`);
  const column = (name: string): CovariateColumn => ({
    name,
    label: name,
    kind: "continuous",
    unit: null,
    levels: [],
    value: new Float64Array(PATIENTS),
    missing: new Uint8Array(PATIENTS),
  });
  const [burden, marker] = [column("burden"), column("marker")];
  const trial = new Uint8Array(PATIENTS);
  const value = new Uint8Array(PATIENTS);
  let [effects, treated] = [0, 0];
  for (let i = 0; i < PATIENTS; i += 1) {
    const z = normalDeviate(draws);
    const x = 0.5 * z + normalDeviate(draws);
    burden.value[i] = z;
    marker.value[i] = x;
    const arm = draws.uniform() < logistic(-0.8 + 0.4 * z + 0.6 * x) ? 1 : 0;
    trial[i] = arm;
    const risk = (a: number) => logistic(-0.4 + 0.5 * x + 0.3 * z + a * (0.2 + 1.2 * z));
    value[i] = draws.uniform() < risk(arm) ? 1 : 0;
    marker.missing[i] = draws.uniform() < (z > 0 ? 0.75 : 0.05) ? 1 : 0;
    if (arm === 1) [effects, treated] = [effects + risk(1) - risk(0), treated + 1];
  }
  const patients = {
    n: PATIENTS,
    patientId: Array.from({ length: PATIENTS }, (_, i) => `p${String(i).padStart(4, "0")}`),
    datasetId: Array.from({ length: PATIENTS }, () => "d"),
    indexEpochDay: new Int32Array(PATIENTS),
    trial,
  };
  const available = new Uint8Array(PATIENTS).fill(1);
  const data = { kind: "binary", endpoint: "orr", value, available } as const;
  return { patients, covariates: { n: PATIENTS, columns: [burden, marker] }, data, truth: effects / treated };
}

const estimate = estimateSchema.parse({
  measure: "risk-difference",
  label: "R",
  endpoint: "orr",
  design: "d",
  role: "primary",
  interval: "wald",
});

function estimateWith(missing: unknown, { patients, covariates, data }: Sample) {
  const propensity = { terms: ["burden", "marker"], missing };
  const design = designSchema.parse({ method: "weighting", label: "W", propensity });
  const { weights, completed, failure } = runDesign("main", "d", design, patients, covariates, 1);
  expect(failure).toBeNull();
  const input = {
    variant: "main",
    name: "e",
    estimate,
    design,
    role: "primary",
    patients,
    covariates,
    data,
    weights,
    blocked: null,
  } as const;
  const records = completed === null ? estimateEffect(input) : estimateImputedEffect(input, completed);
  const at = (statistic: string) => selectStatistic(records, { statistic, group: null }).value!;
  return { value: at("risk_difference"), lower: at("risk_difference_lower"), upper: at("risk_difference_upper") };
}

describe("covariates missing at random, more often where the effect is larger", () => {
  it("bias the effect in the trial's population where incomplete patients are dropped, and much less where they are imputed", () => {
    const errors = { imputed: [] as number[], complete: [] as number[] };
    let covered = 0;
    for (let r = 0; r < REPLICATES; r += 1) {
      const sample = draw(r);
      const imputed = estimateWith({ method: "multiple-imputation", imputations: 5, iterations: 3 }, sample);
      errors.imputed.push(imputed.value - sample.truth);
      errors.complete.push(estimateWith("complete-case", sample).value - sample.truth);
      if (imputed.lower <= sample.truth && sample.truth <= imputed.upper) covered += 1;
    }
    const [imputed, complete] = [errors.imputed, errors.complete].map((values) => {
      const mean = values.reduce((a, b) => a + b) / values.length;
      const variance = values.reduce((total, value) => total + (value - mean) ** 2, 0) / (values.length - 1);
      return { bias: mean, error: Math.sqrt(variance / values.length) };
    });
    // What is left after imputation is confounding by the marker: without the outcome in its model, what is imputed foretells it less than the truth does.
    expect(Math.abs(complete!.bias)).toBeGreaterThan(6 * complete!.error);
    expect(Math.abs(imputed!.bias)).toBeLessThan(Math.abs(complete!.bias) / 2);
    expect(covered / REPLICATES).toBeGreaterThan(0.85);
  }, 120_000);
});

import { describe, expect, it } from "vitest";
import type { DesignWeights } from "../../src/frame/design-weights.js";
import type { OutcomeData } from "../../src/frame/outcome-data.js";
import type { PatientFrame } from "../../src/frame/patient-frame.js";
import { stream } from "../../src/math/stream.js";
import { estimateFixture, valuesOf } from "../../src/pipeline/oracles/estimate-fixture.js";
import { estimateReplicates } from "../../src/pipeline/replicate.js";
import { designSchema } from "../../src/spec/design.js";
import { estimateSchema } from "../../src/spec/estimate.js";
import { binaryOf, covariateOf, patientsIn, survivalOf, unadjusted, weighted } from "../support/outcome-frames.js";

const design = designSchema.parse({ method: "unadjusted", label: "D" });

/** Rows in the arms given, each of the patient numbered. */
function linesIn(trial: readonly number[], patient: readonly number[]): PatientFrame {
  const lines = { sourceId: patient.map((id) => `p${id}`), cluster: Int32Array.from(patient) };
  return { ...patientsIn(trial), lines };
}

describe("rows of one patient", () => {
  it("by hand: influences on a difference of rates are summed within patient before they are squared", () => {
    const trial = [1, 1, 0, 0, 0, 0, 0];
    const study = { patients: linesIn(trial, [1, 2, 3, 3, 4, 5, 5]), design, weights: unadjusted(7) };
    const records = estimateFixture(study, binaryOf([1, 0, 1, 1, 0, 1, 0]), {
      measure: "risk-difference",
      interval: "wald",
    });
    // Rates 1/2 and 3/5. Trial: ±1/4 each. Controls, (y − 3/5)/5: patient 3 has 2 × 2/25, patient 4 −3/25, patient 5 2/25 − 3/25.
    const variance = 2 / 16 + (4 / 25) ** 2 + (3 / 25) ** 2 + (1 / 25) ** 2;
    const [difference, se] = valuesOf(records, ["risk_difference", "risk_difference_se"]);
    expect(difference).toBeCloseTo(-0.1, 14);
    expect(se).toBeCloseTo(Math.sqrt(variance), 14);
    const alone = Math.sqrt((4 / 25) ** 2 + (3 / 25) ** 2 + (1 / 25) ** 2);
    const half = (1.959963984540054 * alone) / (0.6 * 0.4);
    const logit = Math.log(0.6 / 0.4) + half;
    const [upper] = valuesOf(records, ["proportion_upper"], { group: "control" });
    expect(upper).toBeCloseTo(1 / (1 + Math.exp(-logit)), 12);
  });

  const draw = stream(5, "several-lines");
  const n = 60;
  const arm = Array.from({ length: n }, (_, i) => (i < 25 ? 1 : 0));
  const time = arm.map(() => 7 * (1 + draw.integer(60)));
  const status = arm.map(() => (draw.uniform() < 0.7 ? 1 : 0));
  const response = arm.map(() => (draw.uniform() < 0.4 ? 1 : 0));
  const weight = arm.map((trial) => (trial === 1 ? 1 : 0.3 + draw.uniform()));
  const x = arm.map(() => draw.uniform());
  const measures = [
    // Efron's way with ties tells k tied rows from one that weighs as much; Breslow's does not.
    { measure: "hazard-ratio", ties: "breslow" },
    { measure: "hazard-ratio", ties: "breslow", censoringWeights: { reasons: "all", terms: ["x"] } },
    { measure: "rmst-difference", tauDays: 200 },
    { measure: "survival-difference", timeDays: 150 },
    { measure: "risk-difference", interval: "wald" },
    { measure: "parametric-rmst-difference", family: "weibull", tauDays: 200 },
  ];
  const effects = {
    "hazard-ratio": ["log_hazard_ratio", "log_hazard_ratio_se"],
    "rmst-difference": ["rmst_difference", "rmst_difference_se"],
    "survival-difference": ["survival_difference", "survival_difference_se"],
    "risk-difference": ["risk_difference", "risk_difference_se"],
    "parametric-rmst-difference": ["parametric_rmst_difference", "parametric_rmst_difference_se"],
  } as Readonly<Record<string, readonly string[]>>;

  /** Estimate and standard error, with the rows of the sample taken in some order, controls as often as asked. */
  function estimate(fields: { readonly measure: string }, rows: readonly number[], copies = 1) {
    const patients = linesIn(
      rows.map((row) => arm[row]!),
      rows,
    );
    const isRate = fields.measure === "risk-difference";
    const of = (values: readonly number[]) => rows.map((row) => values[row]!);
    const data: OutcomeData = isRate ? binaryOf(of(response)) : survivalOf(of(time), of(status));
    const weights = weighted(rows.map((row) => (arm[row] === 1 ? 1 : weight[row]! / copies)));
    const covariates = { n: rows.length, columns: [covariateOf("x", of(x))] };
    return valuesOf(estimateFixture({ patients, covariates, design, weights }, data, fields), effects[fields.measure]!);
  }

  it.each(measures)("as k copies of weight 1/k say what one row says: $measure", (fields) => {
    const once = arm.map((_, i) => i);
    const thrice = once.flatMap((row) => (arm[row] === 1 ? [row] : [row, row, row]));
    const [value, se] = estimate(fields, once);
    expect(se).toBeGreaterThan(0);
    const [copied, copiedSe] = estimate(fields, thrice, 3);
    expect(copied! / value!).toBeCloseTo(1, 10);
    expect(copiedSe! / se!).toBeCloseTo(1, 9);
  });

  it.each(measures)("give the same in any order of the rows: $measure", (fields) => {
    const rows = arm.flatMap((trial, i) => (trial === 1 ? [i] : [i, i]));
    expect(estimate(fields, [...rows].reverse())).toEqual(
      estimate(fields, rows).map((value) => expect.closeTo(value!, 12)),
    );
  });

  it("are drawn together by the bootstrap", () => {
    // One of the two lines of each control responds: half of the controls' lines do in every resample that draws patients whole.
    const trial = [...Array<number>(10).fill(1), ...Array<number>(20).fill(0)];
    const patient = trial.map((_, i) => (i < 10 ? i : 10 + Math.floor((i - 10) / 2)));
    const patients = linesIn(trial, patient);
    const estimated = estimateSchema.parse({
      label: "E",
      endpoint: "e",
      design: "d",
      role: "primary",
      measure: "risk-difference",
      interval: "wald",
      variance: "bootstrap",
      bootstrap: { replicates: 100 },
    });
    const data = binaryOf(trial.map((_, i) => i % 2));
    const job = {
      design,
      name: "d",
      seed: 1,
      resample: "patients",
      patients,
      covariates: { n: 30, columns: [covariateOf("x", trial)] },
      weights: unadjusted(30),
      estimates: [{ estimate: estimated, data }],
    } as const;
    const drawn = estimateReplicates(job, 0, 50).map(([value]) => value as number);
    const shares = drawn.map((value) => Math.round((value + 0.5) * 10) / 10);
    for (const [k, value] of drawn.entries()) expect(value + 0.5).toBeCloseTo(shares[k]!, 12);
    expect(new Set(shares).size).toBeGreaterThan(3);
    const { lines: _, ...apart } = patients;
    const alone = estimateReplicates({ ...job, patients: apart }, 0, 50).map(([value]) => value as number);
    expect(alone.some((value) => Math.abs((value + 0.5) * 10 - Math.round((value + 0.5) * 10)) > 1e-6)).toBe(true);
  });
});

describe("what takes rows as independent or as pairs", () => {
  const patients = linesIn([1, 1, 1, 0, 0, 0, 0, 0], [1, 2, 3, 4, 4, 5, 6, 6]);
  const survival = survivalOf([10, 20, 30, 12, 22, 32, 42, 52], [1, 1, 0, 1, 1, 1, 0, 1]);
  const matched: DesignWeights = {
    design: "d",
    kind: "matching",
    weight: new Float64Array(8).fill(1),
    pair: Int32Array.from([0, 1, 2, 0, 1, 2, -1, -1]),
  };
  const noteOf = (weights: DesignWeights, data: OutcomeData, fields: Record<string, unknown>, effect: string) =>
    estimateFixture({ patients, design, weights }, data, fields).find(
      (record) => record.kind === "statistic" && record.statistic === effect,
    );

  it("is not estimable, and the reason says what to do", () => {
    expect(noteOf(matched, survival, { measure: "hazard-ratio" }, "hazard_ratio")).toMatchObject({
      status: "not_estimable",
      note: expect.stringMatching(/clustered both ways.*weight instead/),
    });
    const rates = binaryOf([1, 0, 1, 1, 0, 1, 0, 0]);
    expect(noteOf(unadjusted(8), rates, { measure: "risk-difference" }, "risk_difference")).toMatchObject({
      status: "not_estimable",
      note: expect.stringMatching(/miettinen-nurminen takes rows as independent.*interval wald/),
    });
    const competing = { ...survival, competing: Uint8Array.from([0, 0, 1, 0, 0, 0, 1, 0]) };
    const fields = { measure: "incidence-difference", composite: "c", timeDays: 30 };
    expect(noteOf(unadjusted(8), competing, fields, "incidence_difference")).toMatchObject({
      status: "not_estimable",
      note: expect.stringMatching(/several lines of a patient/),
    });
  });
});

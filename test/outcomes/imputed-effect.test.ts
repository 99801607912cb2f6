import { describe, expect, it } from "vitest";
import type { CompletedDesign } from "../../src/frame/completed-design.js";
import type { DesignWeights } from "../../src/frame/design-weights.js";
import type { OutcomeData } from "../../src/frame/outcome-data.js";
import type { EffectInput } from "../../src/outcomes/estimate-effect.js";
import { estimateEffect } from "../../src/outcomes/estimate-effect.js";
import { estimateImputedEffect } from "../../src/outcomes/imputed-effect.js";
import type { ResultRecord } from "../../src/results/records.js";
import { selectSeries, selectStatistic } from "../../src/results/select.js";
import { designSchema } from "../../src/spec/design.js";
import { estimateSchema } from "../../src/spec/estimate.js";
import { binaryOf, patientsIn, survivalOf } from "../support/outcome-frames.js";

const trial = [1, 1, 1, 1, 0, 0, 0, 0];
const patients = patientsIn(trial);
const words = { label: "E", endpoint: "orr", design: "d", role: "primary" } as const;
const missing = { method: "multiple-imputation", imputations: 2 } as const;
const design = designSchema.parse({ method: "weighting", label: "W", propensity: { terms: ["age"], missing } });

const weighing = (weight: readonly number[], pair: readonly number[] | null = null): CompletedDesign => ({
  covariates: { n: trial.length, columns: [] },
  weights: {
    design: "d",
    kind: pair === null ? "weighting" : "matching",
    weight: Float64Array.from(weight),
    pair: pair === null ? null : Int32Array.from(pair),
  },
});

const meanOf = (completed: readonly CompletedDesign[]): DesignWeights => ({
  ...completed[0]!.weights,
  kind: "weighting",
  pair: null,
  weight: completed[0]!.weights.weight.map(
    (_, i) => completed.reduce((total, { weights }) => total + weights.weight[i]!, 0) / completed.length,
  ),
});

function inputOf(estimate: unknown, data: OutcomeData, completed: readonly CompletedDesign[]): EffectInput {
  const parsed = estimateSchema.parse(estimate);
  return {
    variant: "main",
    name: "e",
    estimate: parsed,
    design,
    role: "primary",
    patients,
    data,
    weights: meanOf(completed),
    blocked: null,
  };
}

const run = (estimate: unknown, data: OutcomeData, completed: readonly CompletedDesign[]): ResultRecord[] =>
  estimateImputedEffect(inputOf(estimate, data, completed), completed);

const at = (records: readonly ResultRecord[], statistic: string, group: string | null = null) =>
  selectStatistic(records, { statistic, group });

describe("an effect over imputations that say next to nothing", () => {
  it("has no limit where its exponential is beyond the largest number, and says so", () => {
    const data = binaryOf([1, 0, 0, 0, 1, 0, 0, 0]);
    const completed = [weighing([1, 1, 1, 1, 1, 1e-4, 1e-4, 1e-4]), weighing([1, 1, 1, 1, 1e-4, 1, 1, 1])];
    const records = run({ ...words, measure: "odds-ratio" }, data, completed);
    expect(at(records, "odds_ratio").value).toBeGreaterThan(0);
    expect(at(records, "odds_ratio_upper")).toMatchObject({
      value: null,
      note: expect.stringMatching(/beyond the largest number that can be held/),
    });
    expect(at(records, "degrees_of_freedom").value).toBeLessThan(1);
  });
});

describe("an effect over imputations, by hand", () => {
  // Trial 3 of 4. Controls: 1 of 4 in the first imputation, 1 of 2 in the second. Variances p(1 − p)/n:
  // first 0.1875/4 + 0.1875/4 = 0.09375, second 0.046875 + 0.25/2 = 0.171875.
  const data = binaryOf([1, 1, 1, 0, 1, 0, 0, 0]);
  const completed = [weighing([1, 1, 1, 1, 1, 1, 1, 1]), weighing([1, 1, 1, 1, 1, 1, 0, 0])];
  const records = run({ ...words, measure: "risk-difference" }, data, completed);

  it("is the mean, with W + 3/2 B for its variance and patients less two for its complete-data degrees of freedom", () => {
    const within = (0.09375 + 0.171875) / 2;
    const between = 2 * 0.125 ** 2;
    expect(at(records, "risk_difference").value).toBeCloseTo(0.375, 14);
    expect(at(records, "risk_difference_se").value).toBeCloseTo(Math.sqrt(within + 1.5 * between), 14);
    const share = (1.5 * between) / (within + 1.5 * between);
    expect(at(records, "missing_variance_share").value).toBeCloseTo(share, 13);
    expect(at(records, "complete_data_degrees_of_freedom").value).toBe(4);
    const [few, observed] = [1 / share ** 2, (5 / 7) * 4 * (1 - share)];
    expect(at(records, "degrees_of_freedom").value).toBeCloseTo((few * observed) / (few + observed), 12);
    expect(at(records, "risk_difference").params.imputations).toBe(2);
  });

  it("has arms whose rates are the means, so that they differ by the effect", () => {
    expect(at(records, "proportion", "trial").value).toBe(0.75);
    expect(at(records, "proportion", "control").value).toBeCloseTo(0.375, 15);
    expect(at(records, "n", "control").value).toBe(4);
    expect(at(records, "responders", "control").value).toBe(1);
  });

  it("is a ratio on its logarithm", () => {
    const ratio = run({ ...words, measure: "risk-ratio" }, data, completed);
    expect(at(ratio, "log_risk_ratio").value).toBeCloseTo((Math.log(3) + Math.log(1.5)) / 2, 14);
    expect(at(ratio, "risk_ratio").value).toBeCloseTo(Math.sqrt(4.5), 13);
  });
});

describe("an effect over imputations", () => {
  const data = survivalOf([10, 25, 31, 60, 5, 12, 33, 41], [1, 1, 0, 1, 1, 1, 1, 0]);
  const pairs = weighing([1, 1, 1, 0, 1, 1, 1, 0], [0, 1, 2, -1, 0, 1, 2, -1]);
  const others = weighing([1, 1, 1, 0, 1, 1, 0, 1], [0, 1, 2, -1, 0, 1, -1, 2]);
  const hazards = { ...words, endpoint: "rfs", measure: "hazard-ratio" };

  it("counts events less one for a hazard ratio, and no more than matched sets less one", () => {
    const all = weighing([1, 1, 1, 1, 1, 1, 1, 1]);
    const fewer = weighing([1, 1, 1, 1, 1, 1, 1, 0.5]);
    expect(at(run(hazards, data, [all, fewer]), "complete_data_degrees_of_freedom").value).toBe(5);
    expect(at(run(hazards, data, [pairs, others]), "complete_data_degrees_of_freedom").value).toBe(2);
  });

  it("has numbers at risk that are the means over the imputations", () => {
    const records = run(hazards, data, [pairs, others]);
    const curve = selectSeries(records, { series: "kaplan_meier", group: "control" })[0]!;
    expect(curve.columns.at_risk!.values[0]).toBe(3);
    expect(at(records, "n", "control").value).toBe(4);
    expect(curve.method).toContain("each patient at the mean of the imputations' weights");
  });

  it("of equal imputations is the estimate of any one, with its standard error", () => {
    const each = [pairs, pairs, pairs];
    const one = estimateEffect({ ...inputOf(hazards, data, each), ...pairs });
    const records = run(hazards, data, each);
    for (const name of ["log_hazard_ratio", "log_hazard_ratio_se"])
      expect(at(records, name).value).toBeCloseTo(at(one, name).value!, 14);
    expect(at(records, "missing_variance_share").value).toBeCloseTo(0, 14);
  });

  it("is not estimable where one imputation is not, and says which and why", () => {
    const noEvent = weighing([0, 0, 1, 0, 1, 1, 1, 1]);
    const found = at(run(hazards, data, [weighing([1, 1, 1, 1, 1, 1, 1, 1]), noEvent]), "hazard_ratio");
    expect(found.status).toBe("not_estimable");
    expect(found.note).toMatch(/^in imputation 2 of 2: /);
  });

  it("of a blocked design says so and looks at no outcome", () => {
    const input = { ...inputOf(hazards, data, [pairs, others]), blocked: "gate not met" };
    const records = estimateImputedEffect(input, [pairs, others]);
    expect(records).toHaveLength(1);
    expect(at(records, "hazard_ratio")).toMatchObject({ status: "not_estimable", note: "gate not met" });
  });
});

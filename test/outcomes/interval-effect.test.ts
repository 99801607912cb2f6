import { describe, expect, it } from "vitest";
import type { DesignWeights } from "../../src/frame/design-weights.js";
import type { SurvivalData } from "../../src/frame/outcome-data.js";
import { takeOutcome } from "../../src/frame/take-rows.js";
import { estimateEffect } from "../../src/outcomes/estimate-effect.js";
import { estimatePointEffect } from "../../src/outcomes/point-effect.js";
import type { ResultRecord } from "../../src/results/records.js";
import { selectSeries, selectStatistic } from "../../src/results/select.js";
import { suppressSmallCells } from "../../src/results/suppress-small-cells.js";
import type { Estimate } from "../../src/spec/estimate.js";
import { fitIntervalCox } from "../../src/stats/interval-cox.js";
import { fitIntervalWeibull } from "../../src/stats/interval-weibull.js";
import { patientsIn, unadjusted } from "../support/outcome-frames.js";

/** 1 = trial; [left, right, left in the form that trusts scans alone], right 0 = still to come. */
const rows: readonly (readonly [0 | 1, number, number, number?])[] = [
  [1, 0, 43],
  [1, 43, 85],
  [1, 43, 85],
  [1, 85, 127],
  [1, 100, 100, 85],
  [1, 169, 0],
  [1, 127, 0],
  [0, 0, 85],
  [0, 0, 85],
  [0, 0, 170],
  [0, 85, 170],
  [0, 120, 120, 85],
  [0, 170, 0],
  [0, 170, 255],
];
const trial = rows.map(([arm]) => arm);
const patients = patientsIn(trial);
const n = rows.length;
const data: SurvivalData = {
  kind: "survival",
  endpoint: "pfs",
  timeDays: Int32Array.from(rows, ([, left, right]) => Math.max(left, right)),
  status: Uint8Array.from(rows, ([, , right]) => (right === 0 ? 0 : 1)),
  available: new Uint8Array(n).fill(1),
  interval: {
    left: Int32Array.from(rows, ([, left]) => left),
    right: Int32Array.from(rows, ([, , right]) => right),
    rightCensored: Uint8Array.from(rows, ([, , right]) => (right === 0 ? 1 : 0)),
    clearLeft: Int32Array.from(rows, ([, left, , clear]) => clear ?? left),
  },
};
type IntervalEstimate = Extract<Estimate, { measure: "interval-hazard-ratio" }>;
const base: IntervalEstimate = {
  measure: "interval-hazard-ratio",
  label: "HR",
  endpoint: "pfs",
  design: "d",
  role: "primary",
  level: 0.95,
  model: "semiparametric",
  deaths: "exact",
};
const at = { variant: "main", stage: "outcomes", population: "d", variable: "e" } as const;

function run(
  change: Partial<IntervalEstimate> = {},
  weights = unadjusted(n),
  own: SurvivalData = data,
): ResultRecord[] {
  const estimate = { ...base, ...change };
  return estimateEffect({
    variant: "main",
    name: "e",
    estimate,
    design: { method: "unadjusted", label: "D" },
    role: "primary",
    patients,
    data: own,
    weights,
    blocked: null,
  });
}
const value = (records: ResultRecord[], statistic: string, group?: string) =>
  selectStatistic(records, { ...at, group: group ?? null, statistic }).value;
const kernelInput = (deaths: "exact" | "interval", weight?: Float64Array) => ({
  left: deaths === "exact" ? data.interval!.left : data.interval!.clearLeft,
  right: data.interval!.right,
  rightCensored: data.interval!.rightCensored,
  X: Float64Array.from(trial),
  p: 1,
  names: ["trial arm"],
  ...(weight === undefined ? {} : { weight }),
});

describe("the hazard ratio of interval-censored progression", () => {
  it("is the model's the estimate names, with deaths as it says", () => {
    for (const deaths of ["exact", "interval"] as const) {
      const step = fitIntervalCox(kernelInput(deaths));
      const records = run({ deaths });
      expect(value(records, "hazard_ratio")).toBe(Math.exp(step.beta[0]!));
      expect(value(records, "log_hazard_ratio_se")).toBe(Math.sqrt(step.covariance[0]!));
      const power = fitIntervalWeibull(kernelInput(deaths));
      const weibull = run({ deaths, model: "weibull" });
      expect(value(weibull, "hazard_ratio")).toBe(Math.exp(power.beta[0]!));
      expect(value(weibull, "log_hazard_ratio_se")).toBe(Math.sqrt(power.covariance[8]!));
      expect(value(weibull, "weibull_shape")).toBe(Math.exp(power.logShape[0]!));
    }
    expect(value(run(), "hazard_ratio")).not.toBe(value(run({ deaths: "interval" }), "hazard_ratio"));
  });

  it("names its model, deaths and variance", () => {
    const effect = selectStatistic(run({ deaths: "interval" }), { ...at, group: null, statistic: "hazard_ratio" });
    expect(effect.method).toBe(
      "semi-parametric proportional hazards of interval-censored times (jumps in Turnbull's intervals), deaths in the interval from the last clear scan",
    );
    expect(effect.params).toMatchObject({
      model: "semiparametric",
      deaths: "interval",
      variance: "inverse of the efficient information",
    });
  });

  it("of weighted arms has the sandwich, of matched ones the sandwich by pair", () => {
    const weight = Float64Array.from(rows, (_, i) => 0.5 + (i % 4));
    const weighted: DesignWeights = { design: "d", kind: "weighting", weight, pair: null };
    const fit = fitIntervalCox({ ...kernelInput("exact", weight), robust: true });
    expect(value(run({}, weighted), "log_hazard_ratio_se")).toBe(Math.sqrt(fit.robustCovariance![0]!));
    const pair = Int32Array.from(rows, (_, i) => i % 7);
    const matched: DesignWeights = { design: "d", kind: "matching", weight: new Float64Array(n).fill(1), pair };
    const clustered = fitIntervalCox({ ...kernelInput("exact"), cluster: pair });
    expect(value(run({}, matched), "log_hazard_ratio_se")).toBe(Math.sqrt(clustered.robustCovariance![0]!));
    expect(value(run({}, weighted), "effective_sample_size", "trial")).toBeLessThan(7);
  });

  it("comes with each arm's numbers, its Turnbull curve and the interval that holds the median", () => {
    const records = run();
    for (const [statistic, expected] of [
      ["n", 7],
      ["events", 5],
      ["interval_events", 4],
      ["exact_events", 1],
      ["censored", 2],
      ["median_left", 100],
      ["median_right", 100],
    ] as const)
      expect(value(records, statistic, "trial"), statistic).toBe(expected);
    const curve = selectSeries(records, { ...at, group: "trial", series: "turnbull" })[0]!;
    expect(curve.columns.left_days!.values).toEqual([0, 43, 100]);
    expect(curve.columns.right_days!.values).toEqual([43, 85, 100]);
    const [first, second] = curve.columns.survival!.values as number[];
    expect(first).toBeCloseTo(6 / 7, 9);
    expect(second).toBeCloseTo(4 / 7, 9);
    // Known free at index: all; after the first interval's left end, and so on.
    expect(curve.columns.at_risk!.values).toEqual([7, 6, 3]);
  });

  it("under the small-cell rule the curve keeps only steps of enough patients, and counts that add up stay hidden together", () => {
    const hidden = suppressSmallCells(run(), 2);
    const curve = selectSeries(hidden, { ...at, group: "trial", series: "turnbull" })[0]!;
    expect(curve.columns.survival!.values.length).toBeLessThan(3);
    for (const name of ["mass", "at_risk"])
      expect(curve.columns[name]!.values.every((each) => each === null)).toBe(true);
    for (const statistic of ["exact_events", "interval_events"])
      expect(value(hidden, statistic, "trial"), statistic).toBeNull();
  });

  it("without events in an arm is not estimable, with the reason; the arms are still told of", () => {
    const available = Uint8Array.from(rows, ([arm, , right]) => (arm === 1 && right !== 0 ? 0 : 1));
    const records = run({}, unadjusted(n), { ...data, available });
    const effect = selectStatistic(records, { ...at, group: null, statistic: "hazard_ratio" });
    expect(effect.status).toBe("not_estimable");
    expect(effect.note).toContain('infinite coefficient of "trial arm"');
    expect(value(records, "n", "trial")).toBe(2);
  });

  it("of resampled rows is the same function: intervals go with their patients", () => {
    const twice = Int32Array.from({ length: 2 * n }, (_, k) => k >> 1);
    const taken = takeOutcome(data, twice) as SurvivalData;
    const point = estimatePointEffect(base, {
      patients: patientsIn(Array.from(twice, (row) => trial[row]!)),
      covariates: { n: 2 * n, columns: [] },
      data: taken,
      weights: unadjusted(2 * n),
      design: { method: "unadjusted", label: "D" },
    });
    expect(point).toBeCloseTo(Math.log(value(run(), "hazard_ratio")!), 9);
  });
});

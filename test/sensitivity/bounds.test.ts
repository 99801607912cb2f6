import { describe, expect, it } from "vitest";
import type { DesignWeights } from "../../src/frame/design-weights.js";
import type { BinaryData, SurvivalData } from "../../src/frame/outcome-data.js";
import type { PatientFrame } from "../../src/frame/patient-frame.js";
import { makeNotEstimable, makeStatistic } from "../../src/results/make-records.js";
import type { ResultRecord, Series, Statistic } from "../../src/results/records.js";
import { boundByCensoring } from "../../src/sensitivity/bound-censoring.js";
import { boundByConfounder, boundByEValue } from "../../src/sensitivity/bound-confounding.js";
import { boundByNotEvaluable } from "../../src/sensitivity/bound-not-evaluable.js";
import { boundByPairs } from "../../src/sensitivity/bound-pairs.js";
import { calibrateByControls, calibrateByStudies } from "../../src/sensitivity/calibrate-effect.js";
import { readMainEffect } from "../../src/sensitivity/main-effect.js";
import { lineWords } from "../../src/sensitivity/method-words.js";
import { panelPlace } from "../../src/sensitivity/panel-place.js";
import { type Bias, biasSchema } from "../../src/spec/bias.js";

const place = panelPlace("line", "pfs", "crude");
const bias = <M extends Bias["method"]>(method: M, more: object = {}) =>
  biasSchema.parse({ method, estimates: ["pfs"], ...more }) as Extract<Bias, { method: M }>;
const statistic = (records: readonly ResultRecord[], name: string, level: string | null = null): Statistic => {
  const found = records.find(
    (record): record is Statistic => record.kind === "statistic" && record.statistic === name && record.level === level,
  );
  if (found === undefined) throw new Error(`no ${name} at ${level}`);
  return found;
};
const series = (records: readonly ResultRecord[], name: string): Series =>
  records.find((record): record is Series => record.kind === "series" && record.series === name)!;

/** `trial` patients first, then `control` ones. */
function frame(trial: number, control: number): PatientFrame {
  const n = trial + control;
  return {
    n,
    patientId: Array.from({ length: n }, (_, i) => `d:${i}`),
    datasetId: Array.from({ length: n }, () => "d"),
    indexEpochDay: new Int32Array(n),
    trial: new Uint8Array(n).fill(1, 0, trial),
  };
}
const weightsOf = (n: number, pair: Int32Array | null = null): DesignWeights => ({
  design: "crude",
  kind: pair === null ? "unadjusted" : "matching",
  weight: new Float64Array(n).fill(1),
  pair,
});

describe("a line of the panel", () => {
  it("says what it varies and why, in its author's words where there are any", () => {
    expect(lineWords(bias("e-value")).varies).toContain("unmeasured confounder");
    expect(lineWords(bias("e-value", { why: "asked by reviewers" })).why).toBe("asked by reviewers");
  });

  it("starts from the effect as the records state it, or says why it cannot", () => {
    const at = { variant: "main", stage: "outcomes", population: "crude", variable: "pfs" } as const;
    const records = ["hazard_ratio", "hazard_ratio_lower", "hazard_ratio_upper", "log_hazard_ratio_se"].map((name, k) =>
      makeStatistic(at, name, [0.56, 0.46, 0.69, 0.1034][k]!),
    );
    expect(readMainEffect(records, "pfs", "hazard-ratio")).toEqual({
      effect: { estimate: 0.56, lower: 0.46, upper: 0.69, logSe: 0.1034 },
    });
    const none = readMainEffect([makeNotEstimable(at, "hazard_ratio", "gate not met")], "pfs", "hazard-ratio");
    expect(none).toEqual({ reason: "the estimate has no effect with interval: gate not met" });
  });
});

describe("bounds of confounding", () => {
  const effect = { estimate: 0.56, lower: 0.46, upper: 0.69, logSe: 0.1, measure: "hazard-ratio" } as const;

  it("are the published E-values of a hazard ratio of 0.56, rare and common", () => {
    expect(statistic(boundByEValue(place, bias("e-value", { outcome: "rare" }), effect), "e_value").value).toBeCloseTo(
      2.97,
      2,
    );
    const common = boundByEValue(place, bias("e-value"), effect);
    expect(statistic(common, "e_value").value).toBeCloseTo(2.35, 2);
    expect(statistic(common, "e_value_limit").value).toBeCloseTo(1.908, 3);
  });

  it("are a grid of corrected effects, and the confounder that explains the effect away", () => {
    const records = boundByConfounder(
      place,
      bias("unmeasured-confounder", { prevalenceTrial: [0.1, 0.4], prevalenceControl: [0.4], effects: [2] }),
      effect,
    );
    const { columns } = series(records, "confounder_grid");
    expect(columns.estimate!.values[0]).toBeCloseTo(0.56 / (1.1 / 1.4), 12);
    expect(columns.estimate!.values[1]).toBeCloseTo(0.56, 12);
    const tipping = statistic(records, "tipping_confounder_effect", "trial 0.1, control 0.4");
    expect(tipping.value).toBeCloseTo(1 + (0.56 - 1) / (0.1 - 0.56 * 0.4), 12);
    expect(statistic(records, "tipping_confounder_effect", "trial 0.4, control 0.4").status).toBe("not_estimable");
  });
});

describe("bounds of pairs", () => {
  const pairs = 20;
  const patients = frame(pairs, pairs);
  const pair = Int32Array.from({ length: 2 * pairs }, (_, i) => i % pairs);
  const responders: BinaryData = {
    kind: "binary",
    endpoint: "orr",
    // The trial patient alone responds in 14 pairs, the control alone in 2, both in 1.
    value: Uint8Array.from({ length: 2 * pairs }, (_, i) =>
      i < pairs ? (i < 14 || i === 16 ? 1 : 0) : [14, 15, 16].includes(i - pairs) ? 1 : 0,
    ),
    available: new Uint8Array(2 * pairs).fill(1),
  };

  it("count discordant pairs alone: 14 of 16", () => {
    const records = boundByPairs(place, bias("rosenbaum", { gammas: [1, 2] }), {
      patients,
      weights: weightsOf(2 * pairs, pair),
      data: responders,
    });
    const { columns } = series(records, "rosenbaum_bounds");
    expect(columns.p_upper!.values[0]).toBeCloseTo((1 + 16 + 120) / 2 ** 16, 12);
    expect(columns.p_lower!.values[0]).toBe(columns.p_upper!.values[0]);
    expect(columns.p_upper!.values[1]!).toBeGreaterThan(columns.p_upper!.values[0]!);
    expect(statistic(records, "largest_gamma").value!).toBeGreaterThan(1);
  });

  it("are not estimable for a design without pairs", () => {
    const none = boundByPairs(place, bias("rosenbaum"), { patients, weights: weightsOf(2 * pairs), data: responders });
    expect(statistic(none, "largest_gamma").note).toContain("the design makes none");
  });
});

describe("patients not evaluable", () => {
  // Trial 50: 25 respond, 15 do not, 10 not evaluable. Control 100: 20, 60, 20.
  const patients = frame(50, 100);
  const kinds = [
    ...Array(25).fill(2),
    ...Array(15).fill(1),
    ...Array(10).fill(0),
    ...Array(20).fill(2),
    ...Array(60).fill(1),
    ...Array(20).fill(0),
  ];
  const records = boundByNotEvaluable(place, bias("not-evaluable"), {
    patients,
    covariates: { n: 150, columns: [] },
    weights: weightsOf(150),
    counted: new Uint8Array(150).fill(1),
    known: Uint8Array.from(kinds, (kind) => (kind > 0 ? 1 : 0)),
    responder: Uint8Array.from(kinds, (kind) => (kind === 2 ? 1 : 0)),
    level: 0.95,
  });
  const difference = (level: string) => statistic(records, "risk_difference", level).value!;

  it("are non-responders, like the others, weighted away, or at their worst", () => {
    expect(difference("not evaluable as non-responders")).toBeCloseTo(0.5 - 0.2, 14);
    expect(difference("not evaluable like the evaluable")).toBeCloseTo(25 / 40 - 20 / 80, 14);
    expect(difference("evaluable only, inverse-probability weighted")).toBeCloseTo(25 / 40 - 20 / 80, 10);
    expect(difference("not evaluable: none of the trial's respond, all controls do")).toBeCloseTo(0.5 - 0.4, 14);
  });

  it("would turn the conclusion at a share of the controls where the lower limit is 0", () => {
    const share = statistic(records, "tipping_control_share").value!;
    const control = (20 + 20 * share) / 100;
    const squares = 20 * (1 - control) ** 2 + 60 * control ** 2 + 20 * (share - control) ** 2;
    const se = Math.sqrt((0.5 * 0.5) / 50 + squares / 100 ** 2);
    expect((0.5 - control) / se).toBeCloseTo(1.959964, 5);
    expect(series(records, "not_evaluable_grid").columns.risk_difference!.values).toHaveLength(36);
  });

  it("are weighted by a model of covariates where evaluability depends on them", () => {
    // The evaluable of the controls are mostly those with x = 1, who respond more.
    const x = Float64Array.from({ length: 150 }, (_, i) => (i < 50 ? i % 2 : i < 110 ? 1 : 0));
    const known = Uint8Array.from({ length: 150 }, (_, i) =>
      i < 50 ? 1 : i < 110 ? (i % 10 < 9 ? 1 : 0) : i % 10 < 3 ? 1 : 0,
    );
    const responder = Uint8Array.from({ length: 150 }, (_, i) =>
      i < 50 ? i % 2 : x[i] === 1 ? (i % 2 === 0 ? 1 : 0) : 0,
    );
    const covariate = {
      name: "x",
      label: "x",
      kind: "binary",
      unit: null,
      levels: [],
      value: x,
      missing: new Uint8Array(150),
    } as const;
    const of = (covariates: readonly string[]) =>
      statistic(
        boundByNotEvaluable(place, bias("not-evaluable", { covariates }), {
          patients,
          covariates: { n: 150, columns: [covariate] },
          weights: weightsOf(150),
          counted: new Uint8Array(150).fill(1),
          known,
          responder,
          level: 0.95,
        }),
        "risk_difference",
        "evaluable only, inverse-probability weighted",
      ).value!;
    // Everybody's rate of the controls is 60 % × 1/2; the trial's 1/2.
    const evaluableOnly = of([]);
    const weighted = of(["x"]);
    expect(Math.abs(weighted - 0.2)).toBeLessThan(Math.abs(evaluableOnly - 0.2));
    expect(Math.abs(weighted - 0.2)).toBeLessThan(0.04);
  });
});

describe("censoring in the trial", () => {
  const patients = frame(60, 60);
  const days = (scale: number) =>
    Array.from({ length: 60 }, (_, i) => Math.ceil(-scale * Math.log(1 - (i + 0.5) / 60)));
  const times = [...days(300), ...days(100)];
  const isCensored = (i: number) => i < 60 && i % 3 === 0;
  const data: SurvivalData = {
    kind: "survival",
    endpoint: "pfs",
    timeDays: Int32Array.from(times, (day, i) => (isCensored(i) ? Math.ceil(day / 2) : day)),
    status: Uint8Array.from(times, (_, i) => (isCensored(i) ? 0 : 1)),
    available: new Uint8Array(120).fill(1),
  };
  const outcome = {
    patients,
    weights: weightsOf(120),
    data,
    imputable: Uint8Array.from(times, (_, i) => (isCensored(i) ? 1 : 0)),
    level: 0.95,
    seed: 3,
  };
  const records = boundByCensoring(place, bias("censoring", { hazardRatios: [50, 1, 3] }), outcome);
  const ratio = (factor: number) => statistic(records, "hazard_ratio", `hazard × ${factor}`).value!;

  it("moves the effect towards the controls the worse those censored are taken to do", () => {
    expect(ratio(1)).toBeLessThan(ratio(3));
    expect(ratio(3)).toBeLessThan(ratio(50));
  });

  it("is the same for the same seed, and has no tipping factor where the interval never holds 1", () => {
    expect(boundByCensoring(place, bias("censoring", { hazardRatios: [50, 1, 3] }), outcome)).toEqual(records);
    const tipping = statistic(
      boundByCensoring(place, bias("censoring", { hazardRatios: [1] }), outcome),
      "tipping_hazard_ratio",
    );
    expect(tipping.note).toContain("holds no 1 up to a factor of 1");
    const status = new Uint8Array(120).fill(1);
    const alike = {
      ...outcome,
      data: { ...data, status, timeDays: Int32Array.from(times, (_, i) => times[i % 60]!) },
      imputable: new Uint8Array(120),
    };
    const none = boundByCensoring(place, bias("censoring", { hazardRatios: [1, 2] }), alike);
    expect(statistic(none, "tipping_hazard_ratio").note).toContain("holds 1 already at a factor of 1");
  });

  it("is not estimable where an arm is empty", () => {
    const none = boundByCensoring(place, bias("censoring", { hazardRatios: [1] }), {
      ...outcome,
      data: { ...data, available: patients.trial },
    });
    expect(statistic(none, "hazard_ratio", "hazard × 1").note).toContain("an arm has no patient");
  });
});

describe("calibration", () => {
  const effect = { estimate: 0.7, lower: 0.524, upper: 0.935, logSe: 0.148 };

  it("by reference studies takes 0.70 to 0.772 with a wider interval, and needs a standard error", () => {
    const line = bias("reference-studies", {
      set: "nsclc-incerti-2023",
      similar: "same disease, line and kind of data",
    });
    const records = calibrateByStudies(place, line, effect, 0.95);
    expect(statistic(records, "hazard_ratio").value).toBeCloseTo(0.772, 3);
    const half = 1.959964 * Math.hypot(0.148, 0.114, 0.053);
    expect(statistic(records, "hazard_ratio_upper").value).toBeCloseTo((0.7 / 0.907) * Math.exp(half), 5);
    expect(statistic(records, "hazard_ratio").params.similar).toContain("same disease");
    const without = calibrateByStudies(place, line, { ...effect, logSe: null }, 0.95);
    expect(statistic(without, "hazard_ratio").note).toContain("no standard error");
  });

  it("by negative controls takes off what they show", () => {
    const controls = [0.1, 0.2, 0.15, 0.25, 0.05].map((logHazardRatio) => ({ logHazardRatio, se: 0.1 }));
    const records = calibrateByControls(place, effect, controls, { asked: 6, level: 0.95 });
    expect(statistic(records, "null_mean").value).toBeCloseTo(0.15, 10);
    expect(statistic(records, "null_sd").value).toBe(0);
    expect(statistic(records, "hazard_ratio").value).toBeCloseTo(0.7 / Math.exp(0.15), 10);
    expect(statistic(records, "hazard_ratio").params).toMatchObject({ controls: 5, controls_asked: 6 });
  });

  it("by two negative controls is not estimable", () => {
    const records = calibrateByControls(
      place,
      effect,
      [
        { logHazardRatio: 0, se: 1 },
        { logHazardRatio: 1, se: 1 },
      ],
      { asked: 3, level: 0.95 },
    );
    expect(statistic(records, "hazard_ratio").note).toContain("at least 3 estimates; got 2");
  });
});

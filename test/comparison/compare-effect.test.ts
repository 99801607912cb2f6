import { describe, expect, it } from "vitest";
import { warnOfAscertainment } from "../../src/comparison/ascertainment-warning.js";
import { compareEffect } from "../../src/comparison/compare-effect.js";
import { correctResponse } from "../../src/comparison/correct-response.js";
import { correctSurvival } from "../../src/comparison/correct-survival.js";
import { designRows, openDesignSample } from "../../src/comparison/design-sample.js";
import { effectOf } from "../../src/comparison/effect-of.js";
import type { ImpactSet } from "../../src/comparison/impact-set.js";
import { tipAccuracy } from "../../src/comparison/tip-accuracy.js";
import type { DesignWeights } from "../../src/frame/design-weights.js";
import type { BinaryData, SurvivalData } from "../../src/frame/outcome-data.js";
import { stream } from "../../src/math/stream.js";
import {
  find,
  framesOf,
  type ProgressionPatient,
  progressionPair,
  type ResponsePatient,
  responsePair,
  times,
  unweighted,
  value,
} from "./support/make-pair.js";

const place = { variant: "main", stage: "comparison", population: "crude", variable: "orr.impact.main" } as const;

/** 100 trial patients read on scans only, 40 respond; 200 controls with both: charts call 60 responses, scans 40 of them and 5 more. */
const patients: ResponsePatient[] = [
  ...times(40, { arm: "trial", ehr: null, imaging: "PR" } as const),
  ...times(60, { arm: "trial", ehr: null, imaging: "SD" } as const),
  ...times(40, { arm: "control", ehr: "PR", imaging: "PR" } as const),
  ...times(20, { arm: "control", ehr: "PR", imaging: "SD" } as const),
  ...times(5, { arm: "control", ehr: "SD", imaging: "PR" } as const),
  ...times(135, { arm: "control", ehr: "SD", imaging: "SD" } as const),
];
const frame = framesOf(patients);
const pair = responsePair("orr", patients);
const set: ImpactSet = {
  place,
  measure: "risk-difference",
  effect: "risk_difference",
  patients: frame,
  weights: unweighted(frame.n),
  level: 0.95,
  replicates: 200,
  seed: 3,
};
const binary = (of: (patient: ResponsePatient) => string | null): BinaryData => ({
  kind: "binary",
  endpoint: "orr",
  value: Uint8Array.from(patients, (patient) => (of(patient) === "PR" ? 1 : 0)),
  available: Uint8Array.from(patients, (patient) => (of(patient) === null ? 0 : 1)),
});
const byScans = binary(({ imaging }) => imaging);
const mixed = binary(({ arm, ehr, imaging }) => (arm === "trial" ? imaging : ehr));
const byCharts = binary(({ ehr }) => ehr);

describe("impact on the effect", () => {
  const compare = (data: BinaryData, weights: DesignWeights = set.weights) =>
    compareEffect({ ...set, scenario: "s", weights, data, reference: byScans, horizonDays: null });

  it("is by hand −(60 − 45)/200 where charts stand in for scans in the control arm, and says which way", () => {
    const { records, control, effect } = compare(mixed);
    const at = (statistic: string) => value(records, { variable: "orr.impact.main", statistic });
    expect(at("effect_difference")).toBeCloseTo(-15 / 200, 14);
    expect(at("control_difference")).toBeCloseTo(15 / 200, 14);
    expect(at("effect_difference_upper")!).toBeLessThan(0);
    expect([control, effect]).toEqual(["above", "below"]);
  });

  it("is 0 and not distinguishable where the scenario is the reference", () => {
    const { records, control } = compare(byScans);
    expect(value(records, { variable: "orr.impact.main", statistic: "effect_difference" })).toBe(0);
    expect(control).toBe("not distinguishable");
  });

  it("is not estimable where the trial has no charts, with the reason", () => {
    const { records, control } = compare(byCharts);
    const found = find(records, { variable: "orr.impact.main", statistic: "effect_difference" });
    expect(found).toMatchObject({ status: "not_estimable", note: expect.stringContaining("an arm is empty") });
    // The controls' own shift is known all the same.
    expect(control).toBe("above");
  });

  it("has a point but no interval after matching with replacement", () => {
    const { records, control } = compare(mixed, { ...set.weights, kind: "matching-with-replacement" });
    const at = (statistic: string) => find(records, { variable: "orr.impact.main", statistic });
    expect(at("effect_difference").value).toBeCloseTo(-0.075, 14);
    expect(at("effect_difference_lower").note).toContain("no bootstrap of patients is valid");
    expect(control).toBe("not estimable");
  });

  it("samples matched sets whole, and leaves out a set with a member missing", () => {
    const small = framesOf(times(6, { arm: "trial" }));
    const weights: DesignWeights = {
      design: "m",
      kind: "matching",
      weight: Float64Array.of(1, 1, 1, 1, 0, 1),
      pair: Int32Array.of(0, 0, 1, 1, -1, 2),
    };
    const rows = designRows(small, weights, (row) => row !== 3);
    expect(Array.from(rows)).toEqual([0, 1, 5]);
    const sample = openDesignSample(
      small,
      weights,
      designRows(small, weights, () => true),
    )!(stream(1, "s"));
    const count = (row: number) => sample.filter((each) => each === row).length;
    expect([count(0), count(2)]).toEqual([count(1), count(3)]);
  });
});

describe("corrected response", () => {
  const records = correctResponse(pair, set);
  const at = (level: string, statistic = "risk_difference") =>
    value(records, { variable: "orr.impact.main", statistic, level });

  it("is the effect by scans where every chart is validated: the error rates are those of the same patients", () => {
    expect(at("charts corrected by sensitivity and specificity")).toBeCloseTo(0.4 - 45 / 200, 12);
  });

  it("is not estimable by category where scans have a category with nobody in it", () => {
    const byCategory = find(records, {
      variable: "orr.impact.main",
      statistic: "risk_difference",
      level: "charts corrected by category",
    });
    expect(byCategory.note).toContain("validated patients of every category");
  });

  it("goes from charts towards scans where a third of the controls is validated", () => {
    const partly = patients.map((each, i) => (each.arm === "control" && i % 3 > 0 ? { ...each, imaging: null } : each));
    const partlyPair = responsePair("orr", partly);
    const corrected = correctResponse(partlyPair, set);
    const query = { variable: "orr.impact.main", level: "charts corrected by sensitivity and specificity" };
    const estimate = value(corrected, { ...query, statistic: "risk_difference" })!;
    expect(Math.abs(estimate - 0.175)).toBeLessThan(Math.abs(0.1 - 0.175) / 2);
    expect(value(corrected, { ...query, statistic: "risk_difference_lower" })!).toBeLessThan(estimate);
  });

  it("is not estimable where no chart is validated", () => {
    const never = patients.map((each) => (each.arm === "control" ? { ...each, imaging: null } : each));
    const none = correctResponse(responsePair("orr", never), set);
    const found = find(none, {
      variable: "orr.impact.main",
      statistic: "risk_difference",
      level: "charts corrected by sensitivity and specificity",
    });
    expect(found.note).toContain("charts are not validated");
  });

  it("turns at a sensitivity below the one seen, and at no specificity where that cannot raise the rate enough", () => {
    const tipped = tipAccuracy(pair, set);
    const of = (statistic: string) => find(tipped, { variable: "orr.impact.main", statistic });
    expect(of("observed_sensitivity").value).toBeCloseTo(40 / 45, 14);
    const tipping = of("tipping_sensitivity").value!;
    expect(tipping).toBeLessThan(40 / 45);
    // There, trial less corrected controls equals 1.96 standard errors.
    const sp = 135 / 155;
    const gain = tipping + sp - 1;
    const corrected = (0.3 + sp - 1) / gain;
    const se = Math.sqrt((0.4 * 0.6) / 100 + (0.3 * 0.7) / 200 / gain ** 2);
    expect((0.4 - corrected) / se).toBeCloseTo(1.959964, 5);
  });
});

describe("corrected progression-free survival", () => {
  const draws = stream(5, "times");
  const cohort: ProgressionPatient[] = Array.from({ length: 240 }, (_, i) => {
    const day = Math.ceil(-150 * Math.log(1 - draws.uniform())) + 1;
    const late = { day: Math.ceil(day * 1.5), progressed: true };
    if (i < 120) return { arm: "trial", ehr: null, imaging: { day: day * 2, progressed: true } };
    return { arm: "control", ehr: late, imaging: i % 2 === 0 ? { day, progressed: true } : null };
  });
  const people = framesOf(cohort);
  const pfs = progressionPair("pfs", cohort);
  const survivalSet: ImpactSet = {
    ...set,
    measure: "hazard-ratio",
    effect: "hazard_ratio",
    patients: people,
    weights: unweighted(people.n),
  };
  const records = correctSurvival(pfs, survivalSet);

  it("carries late charts back by calibration: a true ratio of 1/2 that charts show as 3/4", () => {
    const naive: SurvivalData = {
      kind: "survival",
      endpoint: "pfs",
      timeDays: people.trial.reduce((days, trial, i) => {
        days[i] = trial === 1 ? pfs.imaging.timeDays[i]! : pfs.ehr.timeDays[i]!;
        return days;
      }, new Int32Array(people.n)),
      status: new Uint8Array(people.n).fill(1),
      available: new Uint8Array(people.n).fill(1),
    };
    const rows = Int32Array.from(cohort.keys());
    const charts = Math.exp(
      effectOf("hazard-ratio", naive, { rows, trial: people.trial, weight: survivalSet.weights.weight }),
    );
    const query = { variable: "orr.impact.main", level: "charts calibrated by survival regression" };
    const calibrated = value(records, { ...query, statistic: "hazard_ratio" })!;
    expect(Math.abs(Math.log(calibrated / 0.5))).toBeLessThan(Math.abs(Math.log(charts / 0.5)));
    expect(value(records, { ...query, statistic: "hazard_ratio_upper" })!).toBeGreaterThan(calibrated);
  });

  it("has interval-censored hazard ratios by scans, and none by charts the trial does not have", () => {
    const at = (level: string) => find(records, { variable: "orr.impact.main", statistic: "hazard_ratio", level });
    expect(at("scans as intervals").value!).toBeLessThan(1);
    expect(at("charts as intervals").note).toBe("an arm has no patient with this source");
  });
});

describe("the guardrail", () => {
  it("stands where an arm read centrally meets an arm from charts, and nowhere else", () => {
    const warning = warnOfAscertainment(place, "PFS", { trial: "central read", control: "charts" });
    expect(warning).toMatchObject({ code: "asymmetric_ascertainment" });
    expect(warning?.message).toContain("by central read in the trial arm and by charts in the control arm");
    expect(warnOfAscertainment(place, "PFS", { trial: "charts", control: "charts" })).toBeNull();
  });
});

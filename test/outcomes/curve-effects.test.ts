import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { CovariateMatrix } from "../../src/frame/covariate-matrix.js";
import type { DesignWeights } from "../../src/frame/design-weights.js";
import { estimateEffect } from "../../src/outcomes/estimate-effect.js";
import type { ResultRecord } from "../../src/results/records.js";
import { selectStatistic, selectStatistics } from "../../src/results/select.js";
import { type Design, designSchema } from "../../src/spec/design.js";
import { estimateSchema } from "../../src/spec/estimate.js";
import { testMaxCombo } from "../../src/stats/max-combo.js";
import { patientsIn, survivalOf, unadjusted } from "../support/outcome-frames.js";
import { relativeError } from "../support/relative-error.js";

interface Limits {
  survival: number;
  lower: number;
  upper: number;
}
interface Effect {
  estimate: number;
  trial: number;
  control: number;
  robust: number;
  clustered: number;
}
type Scale = "log" | "log-log" | "plain";
type Effects = Record<"survival" | "rmst" | "log_ratio", Effect>;
const r: Record<"time" | "status" | "trial" | "ecog" | "weight" | "set", number[]> & {
  day: number;
  tau: number;
  landmarks: Record<"unweighted" | "weighted", Record<Scale, [Limits, Limits]>>;
  unweighted: Effects;
  weighted: Effects;
  greenwood: Record<"survival" | "rmst" | "log_ratio", number>;
  cox: Record<"stratified" | "weighted", { beta: number; se: number }>;
  log_rank: Record<"plain" | "stratified" | "peto" | "stratifiedPeto", number>;
} = JSON.parse(readFileSync(new URL("../../oracles/curve-contrasts/fixture.json", import.meta.url), "utf8"));

const n = r.time.length;
const covariates: CovariateMatrix = {
  n,
  columns: [
    {
      name: "ecog",
      label: "ECOG",
      kind: "categorical",
      unit: null,
      levels: ["0", "1", "2", "3"],
      value: Float64Array.from(r.ecog),
      missing: new Uint8Array(n),
    },
  ],
};
const design = (fields: Record<string, unknown>): Design =>
  designSchema.parse({ label: "D", propensity: { terms: ["ecog"] }, ...fields });
const ways: Record<"plain" | "weighted" | "sets", { design: Design; weights: DesignWeights }> = {
  plain: { design: { method: "unadjusted", label: "D" }, weights: unadjusted(n) },
  weighted: {
    design: design({ method: "weighting" }),
    weights: { design: "d", kind: "weighting", weight: Float64Array.from(r.weight), pair: null },
  },
  sets: {
    design: design({ method: "full" }),
    weights: { design: "d", kind: "matching", weight: Float64Array.from(r.weight), pair: Int32Array.from(r.set) },
  },
};

function run(way: keyof typeof ways, fields: Record<string, unknown>): ResultRecord[] {
  const words = { label: "E", endpoint: "rfs", design: "d", role: "primary" };
  return estimateEffect({
    variant: "main",
    name: "e",
    estimate: estimateSchema.parse({ ...words, ...fields }),
    role: "primary",
    patients: patientsIn(r.trial),
    covariates,
    data: survivalOf(r.time, r.status),
    ...ways[way],
    blocked: null,
  });
}
const value = (records: readonly ResultRecord[], statistic: string, group: string | null = null) =>
  selectStatistic(records, { statistic, group, level: null }).value!;

describe("restricted means against R", () => {
  it("unadjusted, with Greenwood's variance", () => {
    const records = run("plain", { measure: "rmst-difference", tauDays: r.tau });
    const { estimate, trial, control } = r.unweighted.rmst;
    const found = [
      value(records, "rmst_difference"),
      value(records, "rmst", "trial"),
      value(records, "rmst", "control"),
      value(records, "rmst_difference_se"),
    ];
    expect(relativeError(found, [estimate, trial, control, r.greenwood.rmst])).toBeLessThan(1e-12);
    const ratio = run("plain", { measure: "rmst-ratio", tauDays: r.tau });
    expect(
      relativeError(
        [value(ratio, "log_rmst_ratio"), value(ratio, "log_rmst_ratio_se")],
        [r.unweighted.log_ratio.estimate, r.greenwood.log_ratio],
      ),
    ).toBeLessThan(1e-11);
  });

  it.each([
    ["weighted", "robust"],
    ["sets", "clustered"],
  ] as const)("%s, with %s influence", (way, kind) => {
    const difference = run(way, { measure: "rmst-difference", tauDays: r.tau });
    const ratio = run(way, { measure: "rmst-ratio", tauDays: r.tau });
    const { rmst, log_ratio } = r.weighted;
    expect(
      relativeError(
        [value(difference, "rmst_difference"), value(difference, "rmst_difference_se")],
        [rmst.estimate, rmst[kind]],
      ),
    ).toBeLessThan(1e-11);
    expect(
      relativeError(
        [value(ratio, "log_rmst_ratio"), value(ratio, "log_rmst_ratio_se")],
        [log_ratio.estimate, log_ratio[kind]],
      ),
    ).toBeLessThan(1e-11);
  });

  it("a horizon beyond the follow-up is not estimable, and curves stand all the same", () => {
    const records = run("plain", { measure: "rmst-difference", tauDays: 20_000 });
    expect(selectStatistic(records, { statistic: "rmst_difference" }).note).toContain("within the follow-up");
    expect(value(records, "median", "trial")).toBeGreaterThan(0);
  });
});

describe("survival at a day against R", () => {
  it.each(["log", "log-log", "plain"] as const)("has %s limits, weighted and not", (curve) => {
    for (const [way, kind] of [
      ["plain", "unweighted"],
      ["weighted", "weighted"],
    ] as const) {
      const records = run(way, { measure: "hazard-ratio", curve, landmarksDays: [r.day] });
      for (const [group, side] of [
        ["control", 0],
        ["trial", 1],
      ] as const) {
        const found = ["survival", "survival_lower", "survival_upper"].map(
          (statistic) => selectStatistic(records, { statistic, group, level: `${r.day}` }).value!,
        );
        const { survival, lower, upper } = r.landmarks[kind][curve][side];
        expect(relativeError(found, [survival, lower, upper])).toBeLessThan(1e-12);
      }
    }
  });

  it.each([
    ["plain", "unweighted", "greenwood"],
    ["weighted", "weighted", "robust"],
    ["sets", "weighted", "clustered"],
  ] as const)("the difference of the arms: %s", (way, kind, variance) => {
    const records = run(way, { measure: "survival-difference", timeDays: r.day });
    const { estimate, robust, clustered } = r[kind].survival;
    const se = { robust, clustered, greenwood: r.greenwood.survival }[variance];
    expect(
      relativeError([value(records, "survival_difference"), value(records, "survival_difference_se")], [estimate, se]),
    ).toBeLessThan(1e-11);
  });

  it("of an unadjusted design with robust variance is the jackknife, which without weights is Greenwood's", () => {
    const records = run("plain", { measure: "survival-difference", timeDays: r.day, variance: "robust" });
    expect(relativeError([value(records, "survival_difference_se")], [r.unweighted.survival.robust])).toBeLessThan(
      1e-11,
    );
    expect(selectStatistic(records, { statistic: "survival_difference" }).params.variance).toBe(
      "infinitesimal jackknife",
    );
  });

  it("beyond the follow-up is not estimable in its arm and in the difference", () => {
    const records = run("plain", { measure: "survival-difference", timeDays: 20_000 });
    expect(selectStatistic(records, { statistic: "survival_difference" }).note).toContain("beyond the follow-up");
    expect(selectStatistic(records, { statistic: "survival", group: "trial" }).note).toContain("beyond the follow-up");
  });
});

describe("a stratified comparison of hazards against R", () => {
  it("Cox, with and without weights", () => {
    const plain = run("plain", { measure: "hazard-ratio", strata: ["ecog"] });
    const weighted = run("weighted", { measure: "hazard-ratio", strata: ["ecog"] });
    for (const [records, expected] of [
      [plain, r.cox.stratified],
      [weighted, r.cox.weighted],
    ] as const) {
      const found = [value(records, "log_hazard_ratio"), value(records, "log_hazard_ratio_se")];
      expect(relativeError(found, [expected.beta, expected.se])).toBeLessThan(1e-9);
    }
    expect(selectStatistic(plain, { statistic: "hazard_ratio" }).method).toContain("stratified by ecog");
  });

  it("log-rank and Fleming–Harrington tests", () => {
    for (const [fields, plain, peto] of [
      [{}, r.log_rank.plain, r.log_rank.peto],
      [{ strata: ["ecog"] }, r.log_rank.stratified, r.log_rank.stratifiedPeto],
    ] as const) {
      const records = run("plain", { measure: "hazard-ratio", tests: [{ rho: 1, gamma: 0 }], ...fields });
      const fh = selectStatistic(records, { statistic: "fleming_harrington_chi_squared", level: "rho 1, gamma 0" });
      expect(relativeError([value(records, "log_rank_chi_squared"), fh.value!], [plain, peto])).toBeLessThan(1e-11);
    }
  });

  it("MaxCombo is the kernel's", () => {
    const records = run("plain", { measure: "hazard-ratio", tests: ["max-combo"] });
    const kernel = testMaxCombo({
      time: Int32Array.from(r.time),
      status: Uint8Array.from(r.status),
      group: Int32Array.from(r.trial),
    });
    expect(value(records, "max_combo_p")).toBe(kernel.p);
    expect(value(records, "max_combo_z")).toBe(kernel.maximum);
  });
});

describe("an estimate of curves that cannot be made is a result with its reason", () => {
  it.each([
    ["rmst-difference", { tauDays: 3 }],
    ["rmst-ratio", { tauDays: 3 }],
    ["survival-difference", { timeDays: 3 }],
  ] as const)("%s without an event by then", (measure, fields) => {
    const records = estimateEffect({
      variant: "main",
      name: "e",
      estimate: estimateSchema.parse({ label: "E", endpoint: "rfs", design: "d", role: "primary", measure, ...fields }),
      design: { method: "unadjusted", label: "D" },
      role: "primary",
      patients: patientsIn([1, 1, 0, 0]),
      data: survivalOf([5, 6, 7, 8], [1, 1, 1, 1]),
      weights: unadjusted(4),
      blocked: null,
    });
    for (const record of selectStatistics(records, {}))
      expect(record.value === null ? record.note : Number.isFinite(record.value)).toBeTruthy();
    expect(selectStatistics(records, { group: null }).some((record) => record.note?.includes("no variance"))).toBe(
      true,
    );
  });
});

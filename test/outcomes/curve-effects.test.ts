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

const r: Record<"time" | "status" | "trial" | "ecog" | "weight" | "set", number[]> & { day: number; tau: number } =
  JSON.parse(readFileSync(new URL("../../oracles/curve-contrasts/fixture.json", import.meta.url), "utf8"));

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

describe("restricted means", () => {
  it("a horizon beyond the follow-up is not estimable, and curves stand all the same", () => {
    const records = run("plain", { measure: "rmst-difference", tauDays: 20_000 });
    expect(selectStatistic(records, { statistic: "rmst_difference" }).note).toContain("within the follow-up");
    expect(value(records, "median", "trial")).toBeGreaterThan(0);
  });
});

describe("survival at a day", () => {
  it("of an unadjusted design with robust variance says that it is the jackknife", () => {
    const records = run("plain", { measure: "survival-difference", timeDays: r.day, variance: "robust" });
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

describe("a stratified comparison of hazards", () => {
  it("is named in the method", () => {
    const records = run("plain", { measure: "hazard-ratio", strata: ["ecog"] });
    expect(selectStatistic(records, { statistic: "hazard_ratio" }).method).toContain("stratified by ecog");
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

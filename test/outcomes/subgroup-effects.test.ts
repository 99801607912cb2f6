import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { deriveDesign } from "../../src/design/methods.js";
import type { OutcomeData } from "../../src/frame/outcome-data.js";
import { estimateSubgroup } from "../../src/outcomes/subgroup-effects.js";
import { deriveSubgroupLevels } from "../../src/outcomes/subgroup-levels.js";
import { weighLevels } from "../../src/pipeline/subgroup-designs.js";
import type { ResultRecord } from "../../src/results/records.js";
import { selectStatistic, selectStatistics } from "../../src/results/select.js";
import { designSchema } from "../../src/spec/design.js";
import { estimateSchema } from "../../src/spec/estimate.js";
import { testInteraction } from "../../src/stats/interaction-test.js";
import { binaryOf, patientsIn, survivalOf } from "../support/outcome-frames.js";

const fixture: Record<"x1" | "g" | "trial" | "time" | "status" | "y", number[]> = JSON.parse(
  readFileSync(new URL("../../oracles/subgroups/fixture.json", import.meta.url), "utf8"),
);

const patients = patientsIn(fixture.trial);
const missing = new Uint8Array(patients.n);
const age = {
  ...{ name: "age", label: "Age", kind: "continuous" as const, unit: null, levels: [] },
  ...{ value: Float64Array.from(fixture.x1), missing },
};
const site = (gaps: Uint8Array = missing) => ({
  ...{ name: "site", label: "Site", kind: "categorical" as const, unit: null, levels: ["a", "b", "c"] },
  ...{ value: Float64Array.from(fixture.g), missing: gaps },
});
const covariates = { n: patients.n, columns: [age, site()] };
const design = designSchema.parse({ method: "weighting", label: "D", propensity: { terms: ["age", "site"] } });
const { weights } = deriveDesign(design, { name: "d", patients, covariates, seed: 1 });
const survival = survivalOf(fixture.time, fixture.status);
const response = binaryOf(fixture.y);

function run(
  subgroup: Record<string, unknown>,
  data: OutcomeData = survival,
  fields: Record<string, unknown> = {},
  matrix = covariates,
): ResultRecord[] {
  const measure = data.kind === "survival" ? "hazard-ratio" : "risk-difference";
  const words = { measure, label: "E", endpoint: "e", design: "d", role: "primary", ...fields };
  const estimate = estimateSchema.parse({ ...words, subgroups: { own: subgroup } });
  const own = estimate.subgroups!.own!;
  const common = { design, weights, blocked: null };
  const input = { ...common, variant: "main", name: "e", role: "primary" as const, estimate, patients, data };
  const cohort = { patients, covariates: matrix, collected: matrix, records: [] };
  const levels = weighLevels({ ...common, cohort, name: "d", seed: 1 } as Parameters<typeof weighLevels>[0], own);
  return estimateSubgroup({ ...input, covariates: matrix }, "own", own, levels);
}

const at = (records: readonly ResultRecord[], statistic: string, level: string | null, group: string | null = null) =>
  selectStatistic(records, { variable: "e.own", statistic, level, group });

describe("the effect within levels", () => {
  it("is exploratory, has a test of two degrees of freedom and no p of its own", () => {
    const records = run({ by: "site" });
    for (const level of ["a", "b", "c"]) expect(at(records, "hazard_ratio", level).role).toBe("exploratory");
    expect(at(records, "interaction_df", null).value).toBe(2);
    expect(selectStatistics(records, { statistic: "p_value" })).toEqual([]);
  });

  it("names the table it comes from, and what became of the weights", () => {
    const records = run({ by: "site" }, response);
    expect(at(records, "risk_difference", "a").params).toMatchObject({ from_table: "e.own", weights: "kept" });
  });
});

describe("levels", () => {
  it("of a continuous covariate lie between its cuts, a value at a cut in the upper one", () => {
    const column = { ...age, value: Float64Array.of(64.9, 65, 74, 75, 80), missing: Uint8Array.of(0, 0, 0, 0, 1) };
    const levels = deriveSubgroupLevels(
      { n: 5, columns: [column] },
      { by: "age", cuts: [65, 75], weights: "kept", minimum: 10 },
    );
    expect(levels.map(({ label, inLevel }) => [label, [...inLevel]])).toEqual([
      ["below 65", [1, 0, 0, 0, 0]],
      ["65 to below 75", [0, 1, 1, 0, 0]],
      ["75 or more", [0, 0, 0, 1, 0]],
    ]);
  });

  it("with an arm below the minimum has its numbers and no effect, and the test goes on without it", () => {
    const records = run({ by: "site", minimum: 46 });
    const small = at(records, "hazard_ratio", "b");
    expect([small.status, small.note]).toEqual(["not_estimable", "an arm of this level has fewer than 46 patients"]);
    expect(at(records, "n", "b", "trial").value).toBe(45);
    expect(at(records, "interaction_df", null).value).toBe(1);
    expect(at(records, "interaction_p", null).note).toBe("1 of 3 levels have no estimate and are left out");
    const none = at(run({ by: "site", minimum: 200 }), "interaction_p", null);
    expect([none.status, none.note]).toEqual([
      "not_estimable",
      "an interaction test needs two levels with an estimate; got 0",
    ]);
  });

  it("where the design cannot be carried out anew, or nobody has an event, say so", () => {
    const separated = { ...age, value: age.value.map((x, i) => (fixture.g[i] === 0 ? fixture.trial[i]! : x)) };
    const matrix = { n: patients.n, columns: [separated, site()] };
    const records = run({ by: "site", weights: "anew" }, survival, {}, matrix);
    expect(at(records, "hazard_ratio", "a").note).toMatch(/^the design within this level: age separates/);
    expect(at(records, "hazard_ratio", "b").status).toBe("ok");
    const none = survivalOf(
      fixture.time,
      fixture.status.map((s, i) => (fixture.g[i] === 1 ? 0 : s)),
    );
    expect(at(run({ by: "site" }, none), "hazard_ratio", "b").note).toContain("at least one event");
  });

  it("count the patients who are in none", () => {
    const gaps = missing.map((_, i) => (i % 7 === 0 ? 1 : 0));
    const records = run({ by: "site" }, survival, {}, { n: patients.n, columns: [age, site(gaps)] });
    const counted = ["trial", "control"].map((group) => at(records, "n_missing", null, group).value!);
    expect(counted[0]! + counted[1]!).toBe(gaps.reduce((total, gap) => total + gap, 0));
  });

  it("of rates with a score interval are tested by the influence function", () => {
    const crude = designSchema.parse({ method: "unadjusted", label: "D" });
    const plain = deriveDesign(crude, { name: "d", patients, covariates, seed: 1 }).weights;
    const estimate = estimateSchema.parse({
      ...{ measure: "risk-difference", label: "E", endpoint: "e", design: "d", role: "primary" },
      subgroups: { own: { by: "site" } },
    });
    const own = estimate.subgroups!.own!;
    const levels = deriveSubgroupLevels(covariates, own).map((level) => ({ ...level, weights: plain, blocked: null }));
    const input = { variant: "main", name: "e", role: "primary" as const, estimate, patients, data: response };
    const records = estimateSubgroup(
      { ...input, design: crude, covariates, weights: plain, blocked: null },
      "own",
      own,
      levels,
    );
    expect(at(records, "risk_difference", "a").method).toContain("Miettinen–Nurminen");
    const rates = [0, 1, 2].map((g) => {
      const count = (arm: number) => {
        const mine = fixture.y.filter((_, i) => fixture.g[i] === g && fixture.trial[i] === arm);
        const rate = mine.reduce((a, b) => a + b, 0) / mine.length;
        return { rate, variance: (rate * (1 - rate)) / mine.length };
      };
      const [trial, control] = [count(1), count(0)];
      return { estimate: trial.rate - control.rate, se: Math.sqrt(trial.variance + control.variance) };
    });
    const expected = testInteraction(
      rates.map(({ estimate: value }) => value),
      rates.map(({ se }) => se),
    );
    expect(at(records, "interaction_p", null).value).toBeCloseTo(expected.p, 12);
  });
});

describe("the interaction test by hand", () => {
  it("of two levels is the squared difference over the summed variances", () => {
    const { chiSquared, df } = testInteraction([0.5, -0.1], [0.3, 0.4]);
    expect(chiSquared).toBeCloseTo(0.36 / 0.25, 13);
    expect(df).toBe(1);
  });

  it("of equal effects is 0 with p 1, and refuses a standard error of 0", () => {
    expect(testInteraction([0.2, 0.2, 0.2], [1, 2, 3])).toMatchObject({ chiSquared: 0, df: 2, p: 1 });
    expect(() => testInteraction([0.2, 0.3], [1, 0])).toThrow("a standard error above 0 in every level");
  });
});

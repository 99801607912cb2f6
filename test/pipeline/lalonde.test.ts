import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { analyse } from "../../src/pipeline/analyse.js";
import { openStudy } from "../../src/pipeline/open-study.js";
import type { ResultsFile } from "../../src/results/results-file.js";
import { type StatisticQuery, selectStatistic, selectStatistics } from "../../src/results/select.js";
import { writeLalonde } from "../support/lalonde-rwid.js";
import { quietEffects } from "../support/quiet-effects.js";

const root = resolve(import.meta.dirname, "../..");
const oracle = JSON.parse(readFileSync(join(root, "oracles/lalonde/fixture.json"), "utf8"));
let folder: string;
let results: ResultsFile;

const observed = (concept: string) => ({ kind: "observation", concept });
const terms = ["age", "educ", "race", "married", "nodegree", "re74", "re75"];
const gates = {
  smd: { reason: "a test of the engine" },
  unmatchedTrial: { reason: "a test of the engine" },
  weightShare: { reason: "a test of the engine" },
};

const analysis = {
  id: "lalonde",
  title: "Job training",
  question: "Does training raise employment?",
  source: { folder: "data" },
  cohort: {
    trial: { label: "Trained", dataset: "nsw", index: { rule: "day-zero", meaning: "entry" } },
    control: { label: "Surveyed", dataset: "psid", index: { rule: "day-zero", meaning: "survey" } },
  },
  covariates: {
    age: { label: "Age", type: "continuous", from: { kind: "age" } },
    educ: { label: "Education", type: "continuous", from: observed("educ") },
    race: { label: "Race", type: "categorical", levels: ["black", "hispan", "white"], from: observed("race") },
    married: { label: "Married", type: "binary", when: { equals: "yes" }, from: observed("married") },
    nodegree: { label: "No degree", type: "binary", when: { equals: "yes" }, from: observed("nodegree") },
    re74: { label: "Income 1974", type: "continuous", from: observed("re74") },
    re75: { label: "Income 1975", type: "continuous", from: observed("re75") },
  },
  endpoints: {
    employed: {
      kind: "collected-response",
      label: "Employed in 1978",
      event: "EMPLOYED78",
      definition: "income above zero",
    },
  },
  designs: {
    crude: { method: "unadjusted", label: "Crude" },
    weighted: { method: "weighting", label: "ATT", propensity: { terms }, gates },
    matched: { method: "nearest", label: "Matched", propensity: { terms }, gates },
  },
  estimates: {
    crude: { measure: "risk-difference", label: "Crude", endpoint: "employed", design: "crude", role: "primary" },
  },
  disclosure: { smallCellLimit: 0 },
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "scanarm-lalonde-"));
  writeLalonde(join(folder, "data"));
  writeFileSync(join(folder, "analysis.json"), JSON.stringify(analysis));
  results = await analyse(await openStudy({ analysis: folder, cwd: folder, effects: quietEffects() }), true);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const value = (query: StatisticQuery): number => selectStatistic(results.records, query).value!;

function expectClose(actual: number, expected: number, tolerance: number, what: string): void {
  expect(
    Math.abs(actual - expected) / Math.abs(expected),
    `${what}: ${actual} against R's ${expected}`,
  ).toBeLessThanOrEqual(tolerance);
}

describe("lalonde, re78 > 0, from CSV to results, against R", () => {
  it("has each arm's proportion with Clopper–Pearson limits", () => {
    for (const group of ["trial", "control"] as const) {
      const r = oracle[group];
      const at = { variable: "crude", group } as const;
      expect(value({ ...at, statistic: "n" })).toBe(r.n);
      expect(value({ ...at, statistic: "responders" })).toBe(r.responders);
      for (const [statistic, expected] of [
        ["proportion", r.proportion],
        ["proportion_lower", r.lower],
        ["proportion_upper", r.upper],
      ] as const) {
        expectClose(value({ ...at, statistic }), expected, 1e-12, `${group} ${statistic}`);
      }
    }
  });

  it("has the Miettinen–Nurminen difference", () => {
    expectClose(
      value({ variable: "crude", statistic: "risk_difference" }),
      oracle.risk_difference,
      1e-12,
      "difference",
    );
    // R's limits come from optimize() inside uniroot(), whose maximiser is good to about 1e-8 of the proportion.
    expectClose(value({ variable: "crude", statistic: "risk_difference_lower" }), oracle.lower, 1e-8, "lower");
    expectClose(value({ variable: "crude", statistic: "risk_difference_upper" }), oracle.upper, 1e-8, "upper");
  });

  it("has R's propensity model, ATT effective sample size, caliper and number of pairs", () => {
    const model = results.records.find(
      (record) =>
        record.kind === "listing" && record.listing === "propensity_model" && record.population === "weighted",
    );
    const coefficients = model?.kind === "listing" ? model.rows.map((row) => row[1] as number) : [];
    const expected = Object.values(oracle.coefficients as Record<string, number>);
    expect(coefficients).toHaveLength(expected.length);
    for (const [k, coefficient] of coefficients.entries())
      expectClose(coefficient, expected[k]!, 1e-8, `coefficient ${k}`);
    expectClose(
      value({ population: "weighted", group: "control", statistic: "effective_sample_size" }),
      oracle.ess,
      1e-8,
      "ESS",
    );
    expectClose(value({ population: "matched", statistic: "caliper" }), oracle.caliper, 1e-8, "caliper");
    expect(value({ population: "matched", statistic: "pairs" })).toBe(oracle.pairs);
  });

  it("makes no survival statistic of a yes/no endpoint", () => {
    expect(selectStatistics(results.records, { statistic: "median", stage: "outcomes" })).toEqual([]);
  });
});

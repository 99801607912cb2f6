import { rmSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { analyse } from "../../src/pipeline/analyse.js";
import { writeResults } from "../../src/pipeline/assemble-results.js";
import { openStudy } from "../../src/pipeline/open-study.js";
import type { ResultsFile } from "../../src/results/results-file.js";
import { selectListings, selectStatistic } from "../../src/results/select.js";
import type { Loose } from "../support/minimal-analysis.js";
import { quietEffects } from "../support/quiet-effects.js";
import { type SmallTables, smallTables, writeSmallStudy } from "../support/small-study.js";

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const set = (value: unknown): Loose => value as Loose;
const reason = "a test of imputation";
const gates = { smd: { reason }, weightShare: { reason }, unmatchedTrial: { reason } };
const missing = { method: "multiple-imputation", imputations: 5, iterations: 4 };
const role = "exploratory";
const estimates = {
  matchedHr: { label: "matchedHr", role, measure: "hazard-ratio", endpoint: "rfs", design: "matched" },
  difference: {
    label: "difference",
    role,
    measure: "risk-difference",
    interval: "wald",
    endpoint: "response",
    design: "matched",
  },
  odds: { label: "odds", role, measure: "odds-ratio", endpoint: "response", design: "weighted" },
  mean: {
    label: "mean",
    role,
    measure: "rmst-difference",
    tauDays: 300,
    endpoint: "rfs",
    design: "weighted",
    variance: "influence",
  },
  day: { label: "day", role, measure: "survival-difference", timeDays: 200, endpoint: "rfs", design: "weighted" },
};

/** Every seventh patient has no stage. */
function withoutStages(tables: SmallTables): SmallTables {
  const isLost = (id: unknown) => Number(String(id).split(":")[1]) % 7 === 0;
  tables.observation = tables.observation!.filter((row) => !(row.concept === "stage" && isLost(row.patient_id)));
  return tables;
}

async function resultsOf(tables: SmallTables, rule: unknown): Promise<ResultsFile> {
  const folder = writeSmallStudy(tables, (analysis) => {
    Object.assign(analysis.estimates as object, estimates);
    for (const name of ["weighted", "matched"]) {
      const design = analysis.designs![name]!;
      design.propensity = set({ terms: ["age", "stage"], missing: rule });
      design.gates = set(gates);
    }
  });
  folders.push(folder);
  return analyse(await openStudy({ analysis: "study", cwd: folder, effects: quietEffects() }), true);
}

const at = (results: ResultsFile, variable: string, statistic: string) =>
  selectStatistic(results.records, { variant: "main", stage: "outcomes", variable, statistic, group: null });

describe("multiple imputation in a study", () => {
  it("pools every measure by Rubin's rules, with its degrees of freedom and missing information", async () => {
    const results = await resultsOf(withoutStages(smallTables()), missing);
    const effects = {
      main: "hazard_ratio",
      matchedHr: "hazard_ratio",
      difference: "risk_difference",
      odds: "odds_ratio",
      mean: "rmst_difference",
      day: "survival_difference",
    };
    for (const [name, effect] of Object.entries(effects)) {
      const [point, lower, upper] = ["", "_lower", "_upper"].map((end) => at(results, name, `${effect}${end}`));
      expect(point!.method).toMatch(/pooled over 5 imputations by Rubin's rules, t interval/);
      expect(lower!.value!).toBeLessThan(point!.value!);
      expect(upper!.value!).toBeGreaterThan(point!.value!);
      const complete = at(results, name, "complete_data_degrees_of_freedom").value!;
      const df = at(results, name, "degrees_of_freedom").value!;
      expect(df).toBeGreaterThan(1);
      expect(df).toBeLessThan(complete);
      const share = at(results, name, "missing_information").value!;
      expect(share).toBeGreaterThan(0);
      expect(share).toBeLessThan(1);
    }
    const records = results.records;
    expect(selectListings(records, { population: "matched", listing: "imputations" })[0]!.rows.length).toBe(5);
    const trial = selectStatistic(records, {
      variant: "main",
      stage: "design",
      population: "weighted",
      group: "trial",
      variable: null,
      statistic: "n",
    });
    expect(trial.value).toBe(40);
  });

  it("with no value missing is the analysis of the data as they are", async () => {
    const [imputed, plain] = [await resultsOf(smallTables(), missing), await resultsOf(smallTables(), "refuse")];
    expect(imputed.records).toEqual(plain.records);
  });

  it("gives the same bytes whatever the order of the rows", async () => {
    const turned = withoutStages(smallTables());
    for (const rows of Object.values(turned)) rows.reverse();
    const [a, b] = [await resultsOf(withoutStages(smallTables()), missing), await resultsOf(turned, missing)];
    expect(JSON.stringify(b.records)).toBe(JSON.stringify(a.records));
    expect(writeResults(b).split('"records"')[1]).toBe(writeResults(a).split('"records"')[1]);
  });
});

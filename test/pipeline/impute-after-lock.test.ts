import { rmSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { analyse } from "../../src/pipeline/analyse.js";
import { openStudy } from "../../src/pipeline/open-study.js";
import { renderReport } from "../../src/report/render-report.js";
import type { ResultRecord, Warning } from "../../src/results/records.js";
import type { ResultsFile } from "../../src/results/results-file.js";
import { selectStatistic } from "../../src/results/select.js";
import { resolve } from "../../src/spec/resolve.js";
import { changedAnalysis, type Loose } from "../support/minimal-analysis.js";
import { quietEffects } from "../support/quiet-effects.js";
import { type SmallTables, smallTables, writeSmallStudy } from "../support/small-study.js";

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const set = (value: unknown): Loose => value as Loose;
const reason = "a test of imputation";
const missing = { method: "multiple-imputation", imputations: 4, iterations: 3 };
const blind = {
  hr: { measure: "hazard-ratio", endpoint: "rfs", design: "matched" },
  rate: { measure: "risk-difference", interval: "wald", endpoint: "response", design: "weighted" },
};
const measures = { hr: "hazard_ratio", rate: "risk_difference" } as const;

/** Every fifth patient has no stage. */
function withoutStages(tables: SmallTables): SmallTables {
  const isLost = (id: unknown) => Number(String(id).split(":")[1]) % 5 === 0;
  tables.observation = tables.observation!.filter((row) => !(row.concept === "stage" && isLost(row.patient_id)));
  return tables;
}

async function resultsOf(tables: SmallTables, isAfterLock = true): Promise<ResultsFile> {
  const folder = writeSmallStudy(tables, (analysis) => {
    for (const [name, estimate] of Object.entries(blind)) {
      const named = { ...estimate, label: name, role: "exploratory" };
      analysis.estimates![name] = set(named);
      if (isAfterLock)
        analysis.estimates![`${name}Outcome`] = set({ ...named, label: `${name} o`, imputation: "after-lock" });
    }
    for (const name of ["weighted", "matched"]) {
      const design = analysis.designs![name]!;
      design.propensity = set({ terms: ["age", "stage"], missing });
      design.gates = set({ smd: { reason }, weightShare: { reason }, unmatchedTrial: { reason } });
    }
  });
  folders.push(folder);
  return analyse(await openStudy({ analysis: "study", cwd: folder, effects: quietEffects() }), true);
}

const at = ({ records }: ResultsFile, variable: string, statistic: string) =>
  selectStatistic(records, { variant: "main", stage: "outcomes", variable, statistic, group: null });
const isWarning = (record: ResultRecord): record is Warning => record.kind === "warning";
const ofOutcome = ({ records }: ResultsFile) =>
  records.filter(isWarning).filter(({ code }) => code === "imputed_with_outcome");

describe("imputation after the lock", () => {
  it("gives an estimate of its own, named for what it is, beside the outcome-blind one, and leaves design and lock as they are", async () => {
    const [results, without] = [
      await resultsOf(withoutStages(smallTables())),
      await resultsOf(withoutStages(smallTables()), false),
    ];
    for (const [name, effect] of Object.entries(measures)) {
      const [own, other] = [at(results, `${name}Outcome`, effect), at(results, name, effect)];
      expect(own.method).toMatch(/pooled over 4 imputations, made after the lock with the outcome, by Rubin's rules/);
      expect(other.method).toMatch(/pooled over 4 imputations by Rubin's rules/);
      expect(other.value).toBe(at(without, name, effect).value);
      expect(own.value).not.toBe(other.value);
      expect(at(results, `${name}Outcome`, "degrees_of_freedom").value!).toBeGreaterThan(1);
      expect(at(results, `${name}Outcome`, "after_lock_largest_smd").value!).toBeGreaterThan(0);
    }
    expect(ofOutcome(results).map(({ variable }) => variable)).toEqual(["hrOutcome", "rateOutcome"]);
    const designs = (file: ResultsFile) => file.records.filter(({ stage }) => stage === "design");
    expect(designs(results)).toEqual(designs(without));
    expect(results.lock.designHash).toBe(without.lock.designHash);
  });

  it("is called so in the report, with a footnote, the methods and a limitation", async () => {
    const files = await renderReport(await resultsOf(withoutStages(smallTables())), { formats: ["html"] });
    const page = files.find(({ path }) => path === "report.html")!;
    const words = Buffer.from(page.content)
      .toString("utf8")
      .replace(/<[^>]*>/g, "");
    expect(words).toContain("hr o (imputed after the lock with the outcome)");
    expect(words).not.toContain("hr (imputed after the lock");
    expect(words).toContain("not outcome-blind, and not the design whose balance was checked and locked");
    expect(words).toContain("Imputed after the lock with the outcome: hr o, rate o.");
    expect(words).toContain("“hr o” was imputed after the lock with the outcome");
  });

  it("with no value missing is the estimate from the data as they are", async () => {
    const results = await resultsOf(smallTables());
    const recordsOf = (name: string) =>
      results.records.flatMap((record) => (record.variable === name ? [{ ...record, variable: null }] : []));
    for (const name of Object.keys(blind)) {
      expect(recordsOf(name).length).toBeGreaterThan(5);
      expect(recordsOf(`${name}Outcome`)).toEqual(recordsOf(name));
    }
    expect(ofOutcome(results)).toEqual([]);
  });

  it("gives the same numbers whatever the order of the rows", async () => {
    const turned = withoutStages(smallTables());
    for (const rows of Object.values(turned)) rows.reverse();
    const [a, b] = [await resultsOf(withoutStages(smallTables())), await resultsOf(turned)];
    expect(b.records).toEqual(a.records);
  });
});

describe("imputation after the lock in an analysis file", () => {
  const resolved = (change: (analysis: Loose) => void) =>
    resolve(
      changedAnalysis((analysis) => {
        analysis.designs!.weighted!.propensity!.missing = set({ ...missing });
        const estimate = { ...blind.rate, label: "r", role: "exploratory" };
        analysis.estimates!.rate = set(estimate);
        analysis.estimates!.withOutcome = set({ ...estimate, label: "o", imputation: "after-lock" });
        change(analysis);
      }),
      "a.json",
    );

  it("stands in the plan where it is written, and nowhere else", () => {
    const { estimates } = resolved(() => undefined).analysis;
    expect(estimates.withOutcome!.imputation).toBe("after-lock");
    expect(estimates.rate).not.toHaveProperty("imputation");
  });

  it("needs a design that imputes, and the outcome-blind estimate beside it", () => {
    expect(() =>
      resolved((a) => {
        a.designs!.weighted!.propensity!.missing = set("complete-case");
      }),
    ).toThrow(
      /imputation after-lock needs a design with multiple imputation; design "weighted" is weighting → estimates.withOutcome.imputation/,
    );
    expect(() =>
      resolved((a) => {
        a.estimates!.rate!.level = set(0.9);
      }),
    ).toThrow(/needs the outcome-blind estimate beside it: .*→ estimates.withOutcome.imputation/);
  });
});

import { rmSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { describeLost } from "../../src/design/describe-lost.js";
import type { CovariateMatrix } from "../../src/frame/covariate-matrix.js";
import { analyse } from "../../src/pipeline/analyse.js";
import { openStudy } from "../../src/pipeline/open-study.js";
import { selectStatistic } from "../../src/results/select.js";
import { documentOf, isPrintOf, rowOf } from "../report/support/report-input.js";
import type { Loose } from "../support/minimal-analysis.js";
import { patientsIn, unadjusted } from "../support/outcome-frames.js";
import { quietEffects } from "../support/quiet-effects.js";
import { smallTables, writeSmallStudy } from "../support/small-study.js";

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const set = (value: unknown): Loose => value as Loose;

async function results(smallCellLimit: number) {
  const tables = smallTables();
  if (smallCellLimit > 0) tables.dataset = tables.dataset!.map((row) => ({ ...row, kind: "registry" }));
  const folder = writeSmallStudy(tables, (analysis) => {
    const reason = "a test of who is left out";
    const gates = { smd: { reason }, weightShare: { reason }, unmatchedTrial: { reason } };
    analysis.designs!.weighted!.gates = set(gates);
    analysis.designs!.matched = set({ ...analysis.designs!.matched, caliper: 0.001, exact: ["stage"], gates });
    analysis.estimates!.pairs = set({ ...analysis.estimates!.crude, label: "Pairs", design: "matched" });
    analysis.disclosure = set({ smallCellLimit });
  });
  folders.push(folder);
  return analyse(await openStudy({ analysis: "study", cwd: folder, effects: quietEffects() }), true);
}

describe("the trial patients whom a design leaves out", () => {
  it("by hand: means and shares of those with a value, of the trial alone", () => {
    const column = (name: string, kind: "continuous" | "binary", value: number[], missing: number[]) => ({
      ...{ name, label: name, kind, unit: null, levels: [] },
      ...{ value: Float64Array.from(value), missing: Uint8Array.from(missing) },
    });
    const covariates: CovariateMatrix = {
      n: 6,
      columns: [
        column("age", "continuous", [50, 60, 70, 0, 99, 99], [0, 0, 0, 1, 0, 0]),
        column("female", "binary", [1, 1, 0, 0, 1, 1], [0, 0, 0, 0, 0, 0]),
      ],
    };
    const patients = patientsIn([1, 1, 1, 1, 0, 0]);
    const weights = { ...unadjusted(6), weight: Float64Array.of(1, 0, 0, 0, 0, 1) };
    const records = describeLost("main", "d", patients, covariates, weights);
    expect(selectStatistic(records, { statistic: "mean_left_out" }).value).toBe(65);
    expect(selectStatistic(records, { statistic: "proportion_left_out" }).value).toBe(1 / 3);
    expect(describeLost("main", "d", patients, covariates, unadjusted(6))).toEqual([]);
  });

  it("stand in a table beside those it keeps, with the reason", async () => {
    const made = await results(0);
    const { input, table } = documentOf(made);
    const shown = table("14.1.11");
    const trial = { variant: "main", population: "matched", group: "trial" } as const;
    const lost = input.records.getStatistic(trial, "n_unmatched").value!;
    const kept = input.records.getStatistic(trial, "n").value!;
    expect(lost).toBeGreaterThan(0);
    expect(rowOf(shown, "Patients, n", "Matched")).toEqual(["Patients, n", String(kept), String(lost)]);
    expect(rowOf(shown, "Without a match, n", "Matched")[2]).toBe(String(lost));
    const mean = (name: string) => input.records.getStatistic({ ...trial, variable: "age" }, name).value!;
    const all = input.records.getStatistic({ ...trial, population: "eligible", variable: "age" }, "mean").value!;
    expect((kept * mean("mean") + lost * mean("mean_left_out")) / (kept + lost)).toBeCloseTo(all, 10);
    expect(isPrintOf(rowOf(shown, "Age, mean", "Matched")[2]!, mean("mean_left_out"))).toBe(true);
  });

  it("are not described where the small-cell rule protects the arm", async () => {
    const made = await results(11);
    const found = made.records.filter((record) => record.kind === "statistic" && /_left_out$/.test(record.statistic));
    expect(found.length).toBeGreaterThan(0);
    expect(found.every((record) => record.kind === "statistic" && record.status === "suppressed")).toBe(true);
  });
});

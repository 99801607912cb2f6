import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { blocksOf } from "../../src/report/document/blocks-of.js";
import type { ResultsFile } from "../../src/results/results-file.js";
import { documentOf, isPrintOf, numbersIn, recordedValue, rowOf } from "../report/support/report-input.js";
import type { Loose } from "../support/minimal-analysis.js";
import { radiomicTables, withFeatures } from "../support/radiomic-study.js";
import { runCli } from "../support/run-cli.js";
import { writeSmallStudy } from "../support/small-study.js";

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** The radiomic study run by the command line; `confounded`: each arm on a scanner of its own. */
function run(confounded: boolean, change: (analysis: Loose) => void = () => undefined) {
  const tables = radiomicTables();
  if (confounded)
    tables.imaging_study = tables.imaging_study!.map((scan) => ({
      ...scan,
      model: String(scan.patient_id).startsWith("trial") ? "A" : "B",
    }));
  const folder = writeSmallStudy(tables, (analysis) => {
    withFeatures(analysis);
    const gates = { smd: { atMost: 9 }, weightShare: { atMost: 1 } };
    for (const design of ["weighted", "textured"]) Object.assign(analysis.designs![design]!, { gates });
    change(analysis);
  });
  folders.push(folder);
  const done = runCli(folder, "run", "study");
  const read = (): ResultsFile => JSON.parse(readFileSync(join(folder, "reports", "minimal", "results.json"), "utf8"));
  return { done, read };
}

describe("the report of harmonised features", () => {
  it("shows each feature's dependence on the scanner and the arms' difference, before and after", () => {
    const { done, read } = run(false);
    expect(done.stderr).not.toContain("error");
    expect(done.code).toBe(0);
    const { input, table, document } = documentOf(read());
    const row = rowOf(table("14.1.9"), "Feature RNU0", "Scanners");
    const value = (name: string, level: string) =>
      recordedValue(input, { population: "eligible", variable: "volume", level }, name);
    expect(isPrintOf(row[3]!, value("batch_eta_squared", "before"))).toBe(true);
    expect(isPrintOf(row[4]!, value("batch_eta_squared", "after"))).toBe(true);
    expect(isPrintOf(row[5]!, value("feature_smd", "before"))).toBe(true);
    expect(isPrintOf(row[6]!, value("feature_smd", "after"))).toBe(true);
    expect(isPrintOf(numbersIn(row[1]!)[0]!, value("batch_f", "before"))).toBe(true);
    expect(row[1]).toMatch(/\(<0\.0001\)$/);
    expect(JSON.stringify(blocksOf(document.sections))).toContain(
      "differences by the arm, Age and Stage are kept. It was done before any design and saw no outcome.",
    );
  });

  it("stops before outcomes where an estimate's design stands on features that cannot be harmonised", () => {
    const { done } = run(true);
    expect(done.code).toBe(5);
    expect(done.stderr).toContain(
      'designs.textured cannot be carried out: harmonisation "scanners" is not estimable: batch and arm are confounded',
    );
  });

  it("says so where no estimate needs them", () => {
    const { done, read } = run(true, (analysis) => {
      delete (analysis.estimates as Record<string, unknown>).textured;
      delete (analysis.designs as Record<string, unknown>).textured;
    });
    expect(done.code).toBe(0);
    const { document, tables } = documentOf(read());
    expect(tables.has("14.1.9")).toBe(false);
    expect(JSON.stringify(blocksOf(document.sections))).toContain("Scanners: not estimable");
  });
});

import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { analyse } from "../../src/pipeline/analyse.js";
import { openStudy } from "../../src/pipeline/open-study.js";
import type { ResultRecord, Statistic } from "../../src/results/records.js";
import type { ResultsFile } from "../../src/results/results-file.js";
import { documentOf, rowOf } from "../report/support/report-input.js";
import type { Loose } from "../support/minimal-analysis.js";
import { quietEffects } from "../support/quiet-effects.js";
import { runCli } from "../support/run-cli.js";
import { smallTables, writeSmallStudy } from "../support/small-study.js";

const set = (value: unknown): Loose => value as Loose;
const limit = 11;
const without = ["registry:3", "registry:4", "trial:5", "trial:6", "trial:7"];
let folder: string;
let plain: ResultsFile;
let shown: ResultsFile;

/** A registry of 30 of whom two have no recurrence-free survival, beside a trial of 40 of whom three have none. */
function write(smallCellLimit: number): string {
  const tables = smallTables();
  const isLeft = ({ patient_id }: { patient_id?: unknown }) =>
    !String(patient_id).startsWith("registry:") || Number(String(patient_id).split(":")[1]) <= 30;
  for (const [name, rows] of Object.entries(tables))
    if (name !== "dataset")
      tables[name] = rows.filter(
        (row) => isLeft(row) && !(row.endpoint === "RFS" && without.includes(String(row.patient_id))),
      );
  return writeSmallStudy(tables, (analysis) => {
    const reason = "a test of small cells";
    for (const design of ["weighted", "matched"])
      analysis.designs![design]!.gates = set({
        smd: { reason },
        weightShare: { reason },
        unmatchedTrial: { reason },
      });
    analysis.disclosure = set({ smallCellLimit });
  });
}

const results = async (smallCellLimit: number): Promise<ResultsFile> => {
  const at = write(smallCellLimit);
  try {
    return await analyse(await openStudy({ analysis: "study", cwd: at, effects: quietEffects() }), true);
  } finally {
    rmSync(at, { recursive: true });
  }
};

beforeAll(async () => {
  folder = write(limit);
  plain = await results(0);
  shown = await results(limit);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const isCount = (record: ResultRecord): record is Statistic =>
  record.kind === "statistic" && record.unit === "patients" && record.statistic !== "effective_sample_size";
const isPair = ({ statistic, population }: Statistic) => population === "matched" || statistic === "unmatched_trial";

describe("a registry of thirty under the small-cell rule", () => {
  it("has no number of registry patients from 1 to 10 left in results.json", () => {
    const small = (file: ResultsFile) =>
      file.records
        .filter(isCount)
        .filter(({ group, value }) => group === "control" && value !== null && value > 0 && value < limit);
    expect(small(plain).length).toBeGreaterThan(3);
    expect(small(shown)).toEqual([]);
  });

  it("keeps the trial's counts, small ones too, but for those that matching makes equal to the registry's", () => {
    const trial = (file: ResultsFile) =>
      file.records.filter(isCount).filter((record) => record.group === "trial" && !isPair(record));
    const before = trial(plain).filter(({ value }) => value !== null);
    expect(before.some(({ value }) => value! > 0 && value! < limit)).toBe(true);
    expect(trial(shown).filter(({ value }) => value !== null)).toEqual(before);
  });

  it("shows no extreme of a registry patient and no step of her curve that is of fewer than 11", () => {
    const control = shown.records.filter(({ group }) => group === "control");
    for (const record of control)
      if (record.kind === "statistic" && /^(min|max|time_min|time_max)$/.test(record.statistic))
        expect(record.status).not.toBe("ok");
    const rows = (file: ResultsFile) =>
      file.records.flatMap((record) =>
        record.kind === "series" && record.series === "kaplan_meier" && record.group === "control"
          ? [record.columns.survival!.values.length]
          : [],
      );
    expect(Math.max(...rows(plain))).toBeGreaterThan(20);
    expect(Math.max(...rows(shown))).toBeLessThanOrEqual(3);
  });

  it("leaves effects that no count follows from", () => {
    const effects = (file: ResultsFile) =>
      file.records.filter((record) => record.kind === "statistic" && record.statistic === "hazard_ratio");
    expect(effects(shown)).toEqual(effects(plain));
  });

  it("prints [s] in the report, with the rule and how much is suppressed", () => {
    const { document, tables } = documentOf(shown);
    const text = JSON.stringify(document.sections);
    const hidden = shown.records.filter(
      (record) => record.kind === "statistic" && record.status === "suppressed",
    ).length;
    expect(text).toContain(`Suppressed here: ${hidden} of `);
    expect(
      [...tables.values()].some(({ rows }) => rows.some(({ cells }) => cells.some((cell) => cell.text === "[s]"))),
    ).toBe(true);
  });

  it("shows on the terminal what results.json shows, by cohort and by design; exact numbers stay in the lock", () => {
    const cohort = runCli(folder, "cohort", "study");
    const control = cohort.stdout.slice(cohort.stdout.indexOf("control arm"));
    expect(cohort.code).toBe(0);
    expect(control).toMatch(/All patients of registry\s+30/);
    const design = JSON.parse(runCli(folder, "design", "study", "--json").stdout) as {
      gates: { indicator: string; population: string; value: number | null }[];
    };
    const gates = shown.records.filter((record) => record.kind === "indicator");
    expect(design.gates).toEqual(gates.filter(({ stage }) => stage === "design"));
    expect(readFileSync(join(folder, "study", "lock", "design.lock.json"), "utf8")).toContain('"control": 30');
  });
});

describe("the table of an estimate of which some patients lack the endpoint", () => {
  it("heads its columns with the patients analysed, and has the others in a row of their own", () => {
    const { table } = documentOf(plain);
    const main = table("14.2.2.1");
    const heading = (k: number) => main.columns[k]!.heading.join(" ");
    expect(heading(1)).toContain("(N=37)");
    expect(heading(2)).toContain("(N=28)");
    expect(rowOf(main, "In the design without the endpoint, n")).toEqual([expect.anything(), "3", "2"]);
  });
});

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import flagship from "../../analyses/nsclc-imaging/analysis.js";
import type { CommandInput } from "../../src/pipeline/command.js";
import { compare } from "../../src/pipeline/compare.js";
import { design } from "../../src/pipeline/design.js";
import { readResults } from "../../src/pipeline/read-results.js";
import { blocksOf, figuresOf, tablesOf } from "../../src/report/document/blocks-of.js";
import type { Block, Figure, Table } from "../../src/report/document/model.js";
import { formatDifference } from "../../src/report/format.js";
import { readResults as readReportInput } from "../../src/report/records/read-results.js";
import { writeComparisonDocument } from "../../src/report/write-part-document.js";
import type { ResultsFile } from "../../src/results/results-file.js";
import { selectStatistic } from "../../src/results/select.js";
import { fonts, rowOf } from "../report/support/report-input.js";
import { quietEffects } from "../support/quiet-effects.js";

const root = resolve(import.meta.dirname, "../..");
const comparison = {
  response: {
    label: "Response",
    ehr: "chartResponse",
    imaging: "confirmedResponse",
    estimates: ["responseWeighted"],
    subgroups: ["squamous"],
    replicates: 60,
  },
  progression: {
    label: "Progression-free survival",
    ehr: "chartProgressionFree",
    imaging: "progressionFree",
    estimates: ["progressionWeighted"],
    replicates: 60,
  },
};
let folder: string;
let results: ResultsFile;
let document: string;
let shown: readonly string[];

/** The flagship analysis with charts held against scans, without its variants. */
function write(change: Record<string, unknown>): CommandInput {
  const source = { folder: join(root, "data-samples/nsclc/rwid") };
  const analysis = { ...flagship, source, sensitivity: {}, comparison, ...change };
  writeFileSync(join(folder, "analysis.json"), JSON.stringify(analysis));
  return {
    effects: quietEffects(),
    cwd: folder,
    pid: 1,
    tempDirectory: null,
    host: {},
    target: "analysis.json",
    out: "out",
    reason: null,
    asOf: null,
  };
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "scanarm-test-"));
  const input = write({ disclosure: { smallCellLimit: 11 } });
  await expect(compare(input)).rejects.toThrow("there is no design lock");
  await design(input);
  shown = (await compare(input)).lines;
  results = readResults(join(folder, "out/results.json"));
  document = readFileSync(join(folder, "out/comparison.md"), "utf8");
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const find = (variable: string, statistic: string, more: Record<string, unknown> = {}) =>
  selectStatistic(results.records, { stage: "comparison", variable, statistic, ...more });
const impact = (level: string, statistic: string, group: string | null = null) =>
  find("response.impact.responseWeighted", statistic, { population: "attWeights", level, group });

describe("compare, on the synthetic lung cancer sample", () => {
  it("has the estimate by scans that the analysis reports, and none by charts the trial does not have", () => {
    expect(impact("scans", "risk_difference").status).toBe("ok");
    expect(impact("charts", "risk_difference")).toMatchObject({
      status: "not_estimable",
      note: "the trial arm has no patient with this endpoint in this design",
    });
  });

  it("tells the sign of the charts' bias with its uncertainty: controls inflated in response, which costs the trial", () => {
    const mixed = "trial on scans, controls from charts";
    expect(impact(mixed, "control_difference_lower", "control").value).toBeGreaterThan(0);
    expect(impact(mixed, "effect_difference_upper").value).toBeLessThan(0);
    const rows = results.records.flatMap((record) =>
      record.kind === "listing" && record.listing === "comparison_direction" ? record.rows : [],
    );
    expect(rows).toContainEqual([
      "Response",
      "Confirmed response, ATT-weighted",
      "attWeights",
      mixed,
      "control inflated",
      "less favourable to the trial",
    ]);
  });

  it("corrects the charts towards the scans", () => {
    const [scans, charts, corrected] = [
      "scans",
      "trial on scans, controls from charts",
      "charts corrected by sensitivity and specificity",
    ].map((level) => impact(level, "risk_difference").value!);
    expect(Math.abs(corrected! - scans!)).toBeLessThan(Math.abs(charts! - scans!));
  });

  it("shows the banner where a trial read on scans meets charts", () => {
    const warnings = results.records.filter(
      (record) => record.kind === "warning" && record.code === "asymmetric_ascertainment",
    );
    expect(warnings).toHaveLength(4);
    expect(document).toContain("> **Banner: asymmetric ascertainment");
  });

  it("makes the design again among patients evaluable by each source of their arm", () => {
    const again = { population: "attWeights.evaluable", level: "scans", group: null };
    expect(find("response.impact.responseWeighted", "risk_difference", again).value).not.toBeNull();
  });

  it("hides small cells with their partners and what is made from the table", () => {
    const cell = find("response.matrix", "n", { group: "control", level: "CR × CR" });
    expect(cell.status).toBe("suppressed");
    expect(find("response.kappa", "kappa", { group: "control", level: "unweighted" }).status).toBe("suppressed");
    expect(document).toContain("[s]");
  });

  it("holds two readers against each other, and the reasons on which charts and scans differ", () => {
    expect(
      find("response.readers.central-1.central-2.kappa", "kappa", { group: "control", level: "linear" }).status,
    ).toBe("ok");
    expect(find("progression.cause", "n", { group: "control", level: "agree" }).value).toBeGreaterThan(100);
  });

  it("is refused for an analysis that compares nothing", async () => {
    await expect(compare(write({ comparison: {} }))).rejects.toThrow("write a section comparison");
  });

  it("holds every statistic and series once, so that a report finds the one it asks for", () => {
    const keys = results.records.flatMap((record) => {
      const { variant, population, group, variable } = record;
      if (record.kind === "statistic")
        return [JSON.stringify([variant, population, group, variable, record.level, record.statistic])];
      return record.kind === "series" ? [JSON.stringify([variant, population, group, variable, record.series])] : [];
    });
    expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
  });
});

describe("the report of a comparison", () => {
  let blocks: readonly Block[];
  const table = (title: string): Table => {
    const found = blocks.find((block): block is Table => block.kind === "table" && block.title.startsWith(title));
    if (found === undefined) throw new Error(`the report has no table ${title}`);
    return found;
  };
  const figure = (title: string): Figure => {
    const found = blocks.find((block): block is Figure => block.kind === "figure" && block.title.startsWith(title));
    if (found === undefined) throw new Error(`the report has no figure ${title}`);
    return found;
  };
  /** A statistic with its limits as the tables print it; [s] where it was suppressed. */
  const printed = (variable: string, statistic: string, more: Record<string, unknown> = {}): string => {
    const [point, lower, upper] = ["", "_lower", "_upper"].map((side) => find(variable, `${statistic}${side}`, more));
    if (point?.status === "suppressed") return "[s]";
    const text = [point, lower, upper].map((each) => formatDifference(each?.value ?? Number.NaN));
    return `${text[0]} (${text[1]}, ${text[2]})`;
  };

  beforeAll(() => {
    blocks = blocksOf(writeComparisonDocument(readReportInput(results), fonts, null).sections);
  });

  it("is written in the formats of the analysis, with a file for every table and figure", () => {
    const document = writeComparisonDocument(readReportInput(results), fonts, null);
    expect(shown).toEqual(["out/report.html", "out/report.pdf", "out/comparison.md", "out/results.json"]);
    for (const format of ["html", "pdf"])
      expect(readFileSync(join(folder, `out/report.${format}`)).length).toBeGreaterThan(10_000);
    const csv = tablesOf(document.sections).map(({ file }) => `tables/${file}.csv`);
    const svg = figuresOf(document.sections).map(({ file }) => `figures/${file}.svg`);
    for (const path of [...csv, ...svg]) expect(readFileSync(join(folder, "out", path), "utf8")).not.toBe("");
  });

  it("begins with the banner of asymmetric ascertainment", () => {
    const [banner] = blocks;
    expect(banner).toMatchObject({ kind: "callout", tone: "warning", title: "Asymmetric ascertainment" });
  });

  it("states the direction of the charts' bias with its interval", () => {
    const callout = blocks.find((block) => block.kind === "callout" && block.tone === "key");
    const text = JSON.stringify(callout);
    const of = { population: "attWeights", level: "trial on scans, controls from charts" };
    expect(text).toContain(
      `control inflated, controls less scans ${printed("response.impact.responseWeighted", "control_difference", { ...of, group: "control" })}`,
    );
    expect(text).toContain(printed("response.impact.responseWeighted", "effect_difference", of));
  });

  it("has all eight outputs, of both kinds of endpoints", () => {
    const titles = blocks.flatMap((block) => (block.kind === "table" || block.kind === "figure" ? [block.title] : []));
    for (const start of [
      "Charts and scans, who can be evaluated: Response",
      "Best response by charts (rows) and by scans (columns)",
      "Best response by charts and by scans",
      "Agreement of charts with scans: Response",
      "Progression by charts and by scans",
      "Early and late discrepancies of charts against scans",
      "Days from progression by scans to progression by charts",
      "The same patients by charts and by scans",
      "The same patients by scans and by charts, Kaplan–Meier",
      "What each source would have concluded: Response",
      "What each source would have concluded: Progression-free survival",
      "The effect by source: Response",
      "Why charts and scans differ: Progression-free survival",
      "Which way charts bias the control arm and the effect",
    ])
      expect(
        titles.some((title) => title.startsWith(start)),
        start,
      ).toBe(true);
  });

  it("prints agreement, effects and corrections as the records have them", () => {
    const agreement = table("Agreement of charts with scans: Response");
    expect(find("response.kappa", "kappa", { group: "control", level: "quadratic" })?.status).toBe("suppressed");
    expect(rowOf(agreement, "Cohen's κ, quadratic weights")[2]).toBe(
      printed("response.kappa", "kappa", { group: "control", level: "quadratic" }),
    );
    expect(rowOf(agreement, "Response rate, charts less scans (Tango)")[2]).toBe(
      printed("response.rate_difference", "rate_difference", { group: "control", level: "Tango" }),
    );
    const concluded = table("What each source would have concluded: Response");
    const locked = "Confirmed response, ATT-weighted, design as locked";
    const of = (level: string) => ({ population: "attWeights", level, group: null });
    expect(rowOf(concluded, "By scans in both arms", locked)[1]).toBe(
      `RD ${printed("response.impact.responseWeighted", "risk_difference", of("scans"))}`,
    );
    const corrected = "charts corrected by sensitivity and specificity";
    expect(rowOf(concluded, `C${corrected.slice(1)}`, locked)[1]).toBe(
      `RD ${printed("response.impact.responseWeighted", "risk_difference", of(corrected))}`,
    );
    expect(rowOf(concluded, "By charts in both arms", locked)[1]).toBe("RD NE");
    expect(concluded.footnotes.join(" ")).toContain("NE: the trial arm has no patient with this endpoint");
  });

  it("drops neither NE nor missing from the matrix, and hides in the figure what the table hides", () => {
    const matrix = table("Best response by charts (rows) and by scans (columns)");
    const categories = ["CR", "PR", "SD", "PD", "NE", "Missing"];
    expect(matrix.rows.map(({ cells }) => cells[0]?.text)).toEqual(categories);
    const texts = figure("Best response by charts and by scans").data.texts?.text ?? [];
    const cells = matrix.rows.flatMap((row) => row.cells.slice(1).map(({ text }) => text));
    expect(cells).toContain("[s]");
    for (const part of cells.flatMap((cell) => cell.split(/ (?=\()/))) expect(texts).toContain(part);
  });

  it("draws both sources of the same patients and an effect for every line that has one", () => {
    const curves = figure("The same patients by scans and by charts").data.curve;
    expect(new Set(curves?.source)).toEqual(new Set(["scans", "charts"]));
    const forest = figure("The effect by source: Response").data.estimates;
    const level = (which: string) => forest?.label?.indexOf(which) ?? -1;
    const scans = impact("scans", "risk_difference")?.value ?? Number.NaN;
    expect(forest?.point?.[level("By scans in both arms")]).toBeCloseTo(scans, 4);
    expect(level("By charts in both arms")).toBe(-1);
  });
});

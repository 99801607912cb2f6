import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import flagship from "../../analyses/nsclc-imaging/analysis.js";
import { bias } from "../../src/pipeline/bias-panel-command.js";
import type { CommandInput } from "../../src/pipeline/command.js";
import { design } from "../../src/pipeline/design.js";
import { readResults } from "../../src/pipeline/read-results.js";
import { blocksOf } from "../../src/report/document/blocks-of.js";
import type { Block, Figure, Table } from "../../src/report/document/model.js";
import { readResults as readReportInput } from "../../src/report/records/read-results.js";
import { writeBiasDocument } from "../../src/report/write-part-document.js";
import type { ResultsFile } from "../../src/results/results-file.js";
import { selectStatistic } from "../../src/results/select.js";
import { fonts } from "../report/support/report-input.js";
import { quietEffects } from "../support/quiet-effects.js";

const root = resolve(import.meta.dirname, "../..");
const planned = {
  confounding: { method: "e-value", estimates: ["responseWeighted", "progressionWeighted"] },
  grid: { method: "scan-alignment", estimates: ["progressionWeighted"] },
  hidden: { method: "unmeasured-confounder", estimates: ["progressionWeighted"] },
  notEvaluable: { method: "not-evaluable", estimates: ["responseWeighted"] },
  controls: {
    method: "negative-controls",
    estimates: ["progressionWeighted"],
    events: ["NC01", "NC02", "NC03", "NC04"],
  },
};
const added = { late: { method: "e-value", estimates: ["survivalWeighted"], outcome: "rare" } };
let folder: string;
let results: ResultsFile;
let document: string;

function write(lines: Record<string, unknown>): CommandInput {
  const source = { folder: join(root, "data-samples/nsclc/rwid") };
  writeFileSync(
    join(folder, "analysis.json"),
    JSON.stringify({ ...flagship, source, sensitivity: {}, comparison: undefined, bias: lines }),
  );
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
  await design(write(planned));
  await bias(write({ ...planned, ...added }));
  results = readResults(join(folder, "out/results.json"));
  document = readFileSync(join(folder, "out/bias.md"), "utf8");
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const find = (variable: string, statistic: string, level: string | null = null) =>
  selectStatistic(results.records, { stage: "sensitivity", variable, statistic, level, group: null });

describe("the bias panel, on the synthetic lung cancer sample", () => {
  it("bounds a risk difference by the ratio of its rates, a hazard ratio by itself", () => {
    expect(find("confounding.responseWeighted", "e_value").params.measure).toBe("risk-ratio");
    expect(find("confounding.progressionWeighted", "e_value").value).toBeGreaterThan(1);
  });

  it("dates progression anew on one grid of scans, the trial's and the routine one", () => {
    const ratios = results.records.flatMap((record) =>
      record.kind === "statistic" &&
      record.variable === "grid.progressionWeighted" &&
      record.statistic === "hazard_ratio"
        ? [record]
        : [],
    );
    expect(ratios.map(({ level }) => level)).toEqual([
      expect.stringMatching(/^both arms on routine scans, every \d+ days$/),
      "both arms on the trial's scans",
    ]);
    for (const ratio of ratios) expect(ratio.value).toBeLessThan(1);
  });

  it("has the convention for patients not evaluable equal to the primary estimate", () => {
    const own = selectStatistic(results.records, {
      variant: "main",
      stage: "outcomes",
      variable: "responseWeighted",
      statistic: "risk_difference",
    });
    const line = find("notEvaluable.responseWeighted", "risk_difference", "not evaluable as non-responders");
    expect(line.value).toBeCloseTo(own.value!, 12);
  });

  it("calibrates by the negative controls that could be estimated", () => {
    expect(find("controls.progressionWeighted", "hazard_ratio").params).toMatchObject({
      controls: 4,
      controls_asked: 4,
    });
  });

  it("marks as data-driven what was added after the lock and what nobody wrote, and nothing else", () => {
    const { dataDriven } = results.lock;
    expect(dataDriven).toContain("sensitivity.bias.late");
    expect(dataDriven).toContain("sensitivity.standardProgressionFreeGrid");
    expect(dataDriven).not.toContain("sensitivity.bias.confounding");
    const line = (start: string) => document.split("\n").find((row) => row.startsWith(`| ${start}`))!;
    expect(line("E-value: OS, ATT-weighted")).toMatch(/DATA DRIVEN: added \|$/);
    expect(line("E-value: PFS, ATT-weighted")).toMatch(/before the lock \|$/);
    expect(line("Response without confirmation")).toMatch(/DATA DRIVEN: added \|$/);
  });

  it("says of every line what it varies and why", () => {
    const listing = results.records.find((record) => record.kind === "listing" && record.listing === "bias_panel");
    const rows = listing?.kind === "listing" ? listing.rows : [];
    expect(rows).toHaveLength(7);
    for (const row of rows) for (const cell of row) expect(String(cell)).toMatch(/\w/);
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

describe("the report of the bias panel", () => {
  let blocks: readonly Block[];
  let panel: Table;
  const figures = (start: string): readonly Figure[] =>
    blocks.filter((block): block is Figure => block.kind === "figure" && block.title.startsWith(start));
  const cells = (label: string): readonly string[] => {
    const row = panel.rows.find((each) => each.cells[0]?.text.startsWith(label));
    if (row === undefined) throw new Error(`the panel has no line ${label}`);
    return row.cells.map(({ text }) => text);
  };
  beforeAll(() => {
    blocks = blocksOf(writeBiasDocument(readReportInput(results), fonts, null).sections);
    panel = blocks.find((block): block is Table => block.kind === "table" && block.number === "14.2.5.2") as Table;
  });

  it("is written as pages beside its Markdown", () => {
    for (const format of ["html", "pdf"])
      expect(readFileSync(join(folder, `out/report.${format}`)).length).toBeGreaterThan(10_000);
  });

  it("names in every line what it varies, why, and when it was planned", () => {
    const lines = panel.rows.filter(({ kind }) => kind === "body");
    for (const { cells: row } of lines) {
      const [label, result, varies, , when] = row.map(({ text }) => text);
      expect(
        [label, result, varies].every((text) => text !== ""),
        label,
      ).toBe(true);
      expect(when, label).toMatch(/^(before the lock|DATA DRIVEN)/);
    }
    const from = lines.findIndex(({ cells: row }) => row[0]?.text.startsWith("E-value"));
    for (const { cells: row } of lines.slice(from)) expect(row[3]?.text, row[0]?.text).not.toBe("");
  });

  it("marks what was added after the lock in table and forest, and nothing else", () => {
    expect(cells("E-value: OS, ATT-weighted")[4]).toMatch(/^DATA DRIVEN/);
    expect(cells("E-value: Confirmed response")[4]).toBe("before the lock");
    expect(cells("New therapy ignored")[4]).toMatch(/^DATA DRIVEN/);
    const labels = figures("Sensitivity and bias panel").flatMap(({ data }) => data.estimates?.label ?? []);
    const ofNewTherapy = labels.filter((label) => String(label).startsWith("New therapy ignored"));
    expect(ofNewTherapy).toHaveLength(1);
    expect(ofNewTherapy[0]).toContain("[DATA DRIVEN");
    expect(labels).toContain("Scans on one grid: both arms on the trial's scans");
  });

  it("draws every effect of the panel where its record has it", () => {
    const drawn = figures("Sensitivity and bias panel").flatMap(({ data }) =>
      (data.estimates?.label ?? []).map((label, i) => [String(label), Number(data.estimates?.point?.[i])] as const),
    );
    const calibrated = find("controls.progressionWeighted", "hazard_ratio")?.value ?? Number.NaN;
    expect(new Map(drawn).get("Negative controls")).toBeCloseTo(calibrated, 4);
    const worst = "not evaluable: none of the trial's respond, all controls do";
    const difference = find("notEvaluable.responseWeighted", "risk_difference", worst)?.value ?? Number.NaN;
    expect(new Map(drawn).get(`Not evaluable for response: ${worst}`)).toBeCloseTo(difference, 4);
  });

  it("shows the grid of a supposed confounder and of patients not evaluable, field by field", () => {
    const [grid] = figures("The effect, had an unmeasured confounder been adjusted for");
    expect(grid?.data.fields?.x).toHaveLength(27);
    const [shares] = figures("The difference of response rates by what patients not evaluable");
    expect(shares?.data.fields?.x).toHaveLength(36);
    expect(
      blocks.some((block) => block.kind === "table" && block.title.startsWith("The effect at which an unmeasured")),
    ).toBe(true);
  });

  it("sets the negative controls between the limits of no effect, as estimated and calibrated", () => {
    const [figure] = figures("Negative controls and empirical calibration");
    expect(figure?.data.controls?.ratio).toHaveLength(4);
    const { se, lower, upper } = figure?.data.bounds ?? {};
    const last = (se?.length ?? 0) - 1;
    expect(lower?.[0]).toBe(1);
    expect(Number(upper?.[last])).toBeGreaterThan(1);
    expect(figure?.data.estimate?.ratio?.[0]).toBeCloseTo(
      results.records.flatMap((record) =>
        record.kind === "statistic" &&
        record.variant === "main" &&
        record.variable === "progressionWeighted" &&
        record.statistic === "hazard_ratio" &&
        record.group === null
          ? [record.value ?? Number.NaN]
          : [],
      )[0] ?? Number.NaN,
      4,
    );
  });
});

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import flagship from "../../analyses/nsclc-imaging/analysis.js";
import { bias } from "../../src/pipeline/bias-panel-command.js";
import type { CommandInput } from "../../src/pipeline/command.js";
import { design } from "../../src/pipeline/design.js";
import { readResults } from "../../src/pipeline/read-results.js";
import type { ResultsFile } from "../../src/results/results-file.js";
import { selectStatistic } from "../../src/results/select.js";
import { quietEffects } from "../support/quiet-effects.js";

const root = resolve(import.meta.dirname, "../..");
const planned = {
  confounding: { method: "e-value", estimates: ["responseWeighted", "progressionWeighted"] },
  grid: { method: "scan-alignment", estimates: ["progressionWeighted"] },
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
  writeFileSync(join(folder, "analysis.json"), JSON.stringify({ ...flagship, source, sensitivity: {}, bias: lines }));
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
});
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
    expect(rows).toHaveLength(6);
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

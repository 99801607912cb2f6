import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import flagship from "../../analyses/nsclc-imaging/analysis.js";
import type { CommandInput } from "../../src/pipeline/command.js";
import { compare } from "../../src/pipeline/compare.js";
import { design } from "../../src/pipeline/design.js";
import { readResults } from "../../src/pipeline/read-results.js";
import type { ResultsFile } from "../../src/results/results-file.js";
import { selectStatistic } from "../../src/results/select.js";
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
  await compare(input);
  results = readResults(join(folder, "out/results.json"));
  document = readFileSync(join(folder, "out/comparison.md"), "utf8");
});
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

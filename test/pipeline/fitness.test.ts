import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { GateError, SpecError } from "../../src/errors.js";
import { analyze } from "../../src/pipeline/analyze.js";
import type { CommandInput } from "../../src/pipeline/command.js";
import { design } from "../../src/pipeline/design.js";
import { fitness } from "../../src/pipeline/fitness.js";
import { readResults } from "../../src/pipeline/read-results.js";
import { tablesOf } from "../../src/report/document/blocks-of.js";
import { readResults as readReportInput } from "../../src/report/records/read-results.js";
import { writeDocument } from "../../src/report/write-document.js";
import type { Indicator } from "../../src/results/records.js";
import { planHashes } from "../../src/spec/plan-hashes.js";
import { resolve } from "../../src/spec/resolve.js";
import { fonts } from "../report/support/report-input.js";
import { changedAnalysis, type Loose } from "../support/minimal-analysis.js";
import { quietEffects } from "../support/quiet-effects.js";
import { smallTables, writeSmallStudy } from "../support/small-study.js";

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function studyWith(section: object | null, formats: readonly string[] = ["html"]): CommandInput {
  const tables = smallTables();
  // A second registry, as another source that might have been chosen; its patients have no stage on record.
  tables.dataset!.push({
    dataset_id: "other",
    kind: "registry",
    time_basis: "days_from_index",
    name: "Made-up other registry",
  });
  for (let k = 1; k <= 30; k += 1) {
    const patient_id = `other:${k}`;
    tables.patient!.push({ patient_id, dataset_id: "other", age_at_index: 60, sex: "female" });
    tables.observation!.push({ patient_id, observation_id: "1", concept: "ecog", observed_day: 0, value_num: 1 });
  }
  const folder = writeSmallStudy(tables, (analysis) => {
    if (section !== null) analysis.fitness = section as Loose;
    analysis.report = { formats } as unknown as Loose;
  });
  folders.push(folder);
  return {
    effects: quietEffects(),
    cwd: folder,
    pid: 1,
    tempDirectory: tmpdir(),
    host: {},
    target: "study/analysis.json",
    out: "out",
    reason: null,
    asOf: null,
  };
}

const ranked = {
  stage: { label: "Stage on record", rank: "critical", needs: { observation: "stage" }, rationale: "it decides" },
  ecog: { label: "ECOG on record", rank: "important", needs: { observation: "ecog" } },
  thin: { label: "Thin slices", rank: "nice", needs: { indicator: "R3.1" } },
};

describe("an analysis that says nothing of fitness", () => {
  it("has a plan without it, and no record of it", async () => {
    const plan = resolve(
      changedAnalysis(() => undefined),
      "x",
    );
    expect(plan.analysis).not.toHaveProperty("fitness");
    expect(Object.keys(planHashes(plan).sensitivity)).toEqual([]);
    const input = studyWith(null);
    await design(input);
    await analyze(input);
    const results = readResults(join(input.cwd, "out/results.json"));
    expect(results.records.filter(({ stage }) => stage === "fitness")).toEqual([]);
  });
});

describe("critical indicators", () => {
  // The made-up data do not say how identity was removed.
  const critical = ["R5.4"];

  it("that fall short keep analyze from going on, before any result is written", async () => {
    const input = studyWith({ critical });
    await design(input);
    await expect(analyze(input)).rejects.toThrow(GateError);
    await expect(analyze(input)).rejects.toThrow(/R5\.4 is critical and .*statement.*fitness\.reasons\["R5\.4"\]/);
    expect(existsSync(join(input.cwd, "out"))).toBe(false);
  });

  it("let it go on with a reason, which the report prints", async () => {
    const input = studyWith({ critical, reasons: { "R5.4": "no person is behind these data" }, criteria: ranked });
    await design(input);
    await analyze(input);
    const results = readResults(join(input.cwd, "out/results.json"));
    const document = writeDocument(readReportInput(results), fonts, null);
    expect(JSON.stringify(document)).toContain("no person is behind these data");
    const numbers = tablesOf(document.sections).map(({ number }) => number);
    expect(numbers.filter((number) => number.startsWith("14.1.6"))).toEqual([
      "14.1.6.1",
      "14.1.6.2",
      "14.1.6.3",
      "14.1.6.4",
    ]);
  });

  it("and thresholds that are no indicator's are refused by name", () => {
    const unknown = changedAnalysis((analysis) => {
      analysis.fitness = { reasons: { "R9.9": "x" }, designs: ["none"] } as unknown as Loose;
    });
    expect(() => resolve(unknown, "x")).toThrow(SpecError);
    expect(() => resolve(unknown, "x")).toThrow(/unknown indicator "R9\.9".*\n.*unknown design "none"/);
  });
});

describe("the command fitness", () => {
  it("writes a report before any design, locks nothing, and tells what would keep analyze from going on", async () => {
    const input = studyWith({ critical: ["R5.4"], criteria: ranked }, ["html", "pdf", "docx"]);
    const { lines, json } = await fitness(input);
    const written = readdirSync(join(input.cwd, "out")).sort();
    expect(written).toEqual(["fitness.json", "report.docx", "report.html", "report.pdf", "run.json", "tables"]);
    expect(readdirSync(join(input.cwd, "study")).sort()).toEqual(["analysis.json", "data"]);
    expect(lines.filter((line) => line.startsWith("blocks analyze: R5.4 is critical"))).toHaveLength(1);
    expect((json as { blocking: readonly string[] }).blocking).toHaveLength(1);
    const page = readFileSync(join(input.cwd, "out/report.html"), "utf8");
    expect(page).toContain("Critical, without a written reason: analyze will refuse");
    expect(page).not.toMatch(/overall (?:pass|verdict)/i);
  });

  it("holds the ranked criteria against every dataset that is no trial", async () => {
    const { json } = await fitness(studyWith({ criteria: ranked }));
    const cells = (json as { indicators: readonly Indicator[] }).indicators
      .filter(({ indicator }) => indicator === "spifd")
      .map(({ variable, population, value, status }) => [variable, population, value, status]);
    expect(cells.sort()).toEqual([
      ["ecog", "candidate:other", 1, "met"],
      ["ecog", "candidate:registry", 1, "met"],
      ["stage", "candidate:other", 0, "not met"],
      ["stage", "candidate:registry", 1, "met"],
      ["thin", "candidate:other", null, "not assessable"],
      ["thin", "candidate:registry", null, "not assessable"],
    ]);
  });
});

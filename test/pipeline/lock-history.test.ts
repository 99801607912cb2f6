import { appendFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { LockError } from "../../src/errors.js";
import { analyse, prepareDesigns } from "../../src/pipeline/analyse.js";
import { lockDesign, noteResults } from "../../src/pipeline/lock-design.js";
import { makeSeal } from "../../src/pipeline/make-lock.js";
import { openStudy, type Study } from "../../src/pipeline/open-study.js";
import type { ResultsFile } from "../../src/results/results-file.js";
import { changedAnalysis, type Loose } from "../support/minimal-analysis.js";
import { quietEffects } from "../support/quiet-effects.js";
import { smallTables, writeSmallStudy } from "../support/small-study.js";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const set = (value: unknown): Loose => value as Loose;
const at = (folder: string, ...parts: string[]): string => join(folder, "study", ...parts);
const open = (folder: string, out: string | null = null): Promise<Study> =>
  openStudy({ analysis: "study", cwd: folder, out, effects: quietEffects() });

/** A study that was locked and whose results were written. */
async function finished(): Promise<string> {
  const folder = writeSmallStudy(smallTables());
  folders.push(folder);
  await run(folder);
  return folder;
}

/** What `run` does of it: results, and their line in the ledger. */
async function run(folder: string): Promise<ResultsFile> {
  const study = await open(folder);
  const results = await analyse(study, true);
  noteResults(study);
  return results;
}

async function lock(folder: string, reason: string | null, out: string | null = null): Promise<ResultsFile["lock"]> {
  const study = await open(folder, out);
  const { source, designs } = await prepareDesigns(study);
  try {
    return lockDesign(study, designs, await makeSeal(source), reason);
  } finally {
    source.close();
  }
}

const change = (folder: string, edit: (analysis: Loose) => void): void =>
  writeFileSync(at(folder, "analysis.json"), JSON.stringify(changedAnalysis(edit), null, 2));

const bySite = (analysis: Loose): void => {
  analysis.endpoints!.rfs!.evaluator = set("site");
};

describe("a lock that is gone", () => {
  it("is made anew only for a reason once the ledger says that results were written, and then everything is data driven", async () => {
    const folder = await finished();
    rmSync(at(folder, "lock"), { recursive: true });
    await expect(run(folder)).rejects.toThrow(
      /^outcomes of this analysis were read \(ledger\.jsonl: results were written\), and there is no design lock in study\/lock: restore it, or, where that cannot be, lock anew with: scanarm design <analysis> --reason "\.\.\."$/,
    );
    await expect(lock(folder, null)).rejects.toThrow(LockError);
    await expect(lock(folder, "  ")).rejects.toThrow(LockError);
    expect(existsSync(at(folder, "lock"))).toBe(false);
    const state = await lock(folder, "the folder was lost in a move");
    expect(state).toMatchObject({
      resultsExisted: true,
      replaced: [
        {
          designHash: null,
          reason: "the folder was lost in a move",
          afterResults: true,
          changes: [{ what: "design lock", kind: "missing" }],
        },
      ],
      deviations: [{ what: "design lock", kind: "missing" }],
      dataDriven: ["design lock"],
    });
    expect((await run(folder)).lock).toMatchObject({ dataDriven: ["design lock"], resultsExisted: true });
  });

  it("is missed where results stand, though the ledger is gone too: in reports, and in the folder of --out", async () => {
    const folder = await finished();
    const results = JSON.stringify({ plan: { id: "minimal" } });
    rmSync(at(folder, "lock"), { recursive: true });
    rmSync(at(folder, "ledger.jsonl"));
    mkdirSync(join(folder, "elsewhere"));
    writeFileSync(join(folder, "elsewhere", "results.json"), results);
    await expect(lock(folder, null, "elsewhere")).rejects.toThrow("were read (elsewhere/results.json)");
    writeFileSync(join(folder, "elsewhere", "results.json"), results.replace("minimal", "other"));
    for (const name of ["minimal", "minimal-bias", "minimal-comparison"]) {
      mkdirSync(join(folder, "reports", name), { recursive: true });
      writeFileSync(join(folder, "reports", name, "results.json"), results);
      await expect(lock(folder, null), name).rejects.toThrow(`were read (reports/${name}/results.json)`);
      rmSync(join(folder, "reports", name), { recursive: true });
    }
    // Nothing on record is left: a first lock, as far as anyone can tell.
    expect(await lock(folder, null, "elsewhere")).toMatchObject({
      resultsExisted: false,
      replaced: [],
      dataDriven: [],
    });
  });

  it("is no concern of a fresh copy that holds the lock and no ledger", async () => {
    const folder = await finished();
    const fresh = writeSmallStudy(smallTables());
    folders.push(fresh);
    cpSync(at(folder, "lock"), at(fresh, "lock"), { recursive: true });
    mkdirSync(join(fresh, "reports", "minimal"), { recursive: true });
    writeFileSync(join(fresh, "reports", "minimal", "results.json"), "{}");
    const { lock: state } = await run(fresh);
    expect(state).toMatchObject({ resultsExisted: false, replaced: [], deviations: [], dataDriven: [] });
    // But its design may not be replaced without a reason: the results beside it are on record.
    rmSync(at(fresh, "ledger.jsonl"));
    change(fresh, bySite);
    await expect(lock(fresh, null)).rejects.toThrow("reports/minimal/results.json");
  });
});

describe("a lock that is replaced", () => {
  it("hands on the deviations of every earlier one that was replaced after results", async () => {
    const folder = await finished();
    change(folder, bySite);
    const deviation = { what: "endpoints.rfs", kind: "changed" };
    expect((await run(folder)).lock).toMatchObject({ deviations: [deviation], dataDriven: ["endpoints.rfs"] });
    expect(await lock(folder, "the endpoint was mistaken")).toMatchObject({
      deviations: [deviation],
      dataDriven: ["endpoints.rfs"],
    });
    change(folder, (analysis) => {
      bySite(analysis);
      delete analysis.estimates!.crude;
    });
    const second = await lock(folder, "the crude estimate misleads");
    expect(second.replaced.map(({ reason, changes }) => [reason, changes])).toEqual([
      ["the endpoint was mistaken", [deviation]],
      ["the crude estimate misleads", [{ what: "estimates.crude", kind: "dropped" }]],
    ]);
    const { lock: state } = await run(folder);
    expect(state.deviations).toEqual([deviation, { what: "estimates.crude", kind: "dropped" }]);
    expect(state.dataDriven).toEqual(["endpoints.rfs"]);
  });

  it("after results marks every estimate when the design was changed, and none when only the data were", async () => {
    const folder = await finished();
    change(folder, (analysis) => {
      analysis.designs!.weighted!.propensity!.terms = set(["age"]);
    });
    expect(await lock(folder, "stage is measured too late")).toMatchObject({
      deviations: [{ what: "design", kind: "changed" }],
      dataDriven: ["design"],
    });
    const other = await finished();
    appendFileSync(at(other, "data", "vital_status.csv"), "registry:none,,\n");
    const tables = smallTables();
    tables.vital_status!.pop();
    rmSync(at(other, "data"), { recursive: true });
    const donor = writeSmallStudy(tables);
    folders.push(donor);
    cpSync(at(donor, "data"), at(other, "data"), { recursive: true });
    expect(await lock(other, "a later data cut")).toMatchObject({
      deviations: [{ what: "data.vital_status", kind: "changed" }],
      dataDriven: [],
    });
  });
});

describe("what stands in the lock folder", () => {
  it.each([
    ["data.seal.json", "cut short", (text: string) => text.slice(0, 40), "data seal", []],
    ["data.seal.json", "of another version", (text: string) => text.replace('"1"', '"9"'), "data seal", []],
    ["design.lock.json", "cut short", (text: string) => text.slice(0, 40), "design lock", ["design lock"]],
  ])("%s that is %s: the advice to lock anew for a reason is true", async (name, _how, damage, what, dataDriven) => {
    const folder = await finished();
    const file = at(folder, "lock", name);
    writeFileSync(file, damage(readFileSync(file, "utf8")));
    const refusal =
      /is no lock that this version of the engine understands: restore it, or, .*design <analysis> --reason/;
    await expect(run(folder)).rejects.toThrow(refusal);
    await expect(lock(folder, null)).rejects.toThrow(refusal);
    const state = await lock(folder, "damaged on disk");
    expect(state).toMatchObject({ deviations: [{ what, kind: "unreadable" }], dataDriven });
    expect((await run(folder)).lock.lockHash).toBe(state.lockHash);
  });

  it("a missing seal is refused, and can be made anew for a reason", async () => {
    const folder = await finished();
    rmSync(at(folder, "lock", "data.seal.json"));
    await expect(run(folder)).rejects.toThrow(/the lock is incomplete: .*data\.seal\.json is missing/);
    expect((await lock(folder, "not committed")).deviations).toEqual([{ what: "data seal", kind: "unreadable" }]);
    await run(folder);
  });

  it("another analysis in the same folder is refused, and a renamed one is locked anew for a reason", async () => {
    const folder = await finished();
    change(folder, (analysis) => {
      analysis.id = set("second");
    });
    const refusal = /the lock in study\/lock is of analysis "minimal"; this one is "second".*a folder of its own/;
    await expect(run(folder)).rejects.toThrow(refusal);
    await expect(lock(folder, null)).rejects.toThrow(refusal);
    expect(await lock(folder, "renamed after the sponsor's protocol")).toMatchObject({
      deviations: [{ what: "analysis id", kind: "changed" }],
      dataDriven: [],
    });
    await run(folder);
  });
});

describe("a line of the ledger that is no entry", () => {
  it.each([
    ["junk", "no results, honestly\n"],
    ["cut short", '{"at":"2026-01-01T00:00:00.000Z","event":"results-wri'],
  ])(
    "%s: is noticed by every command that relies on the lock, until the design is locked anew for a reason",
    async (_how, line) => {
      const folder = await finished();
      rmSync(at(folder, "ledger.jsonl"));
      appendFileSync(at(folder, "ledger.jsonl"), line);
      const refusal = /the ledger may only grow, and line 1 of ledger\.jsonl is no entry of it .*restore it, or/;
      await expect(run(folder)).rejects.toThrow(refusal);
      await expect(lock(folder, null)).rejects.toThrow(refusal);
      expect(await lock(folder, "the disk was full")).toMatchObject({
        resultsExisted: true,
        deviations: [{ what: "ledger line 1", kind: "unreadable" }],
        dataDriven: [],
      });
      expect((await run(folder)).lock.deviations).toEqual([{ what: "ledger line 1", kind: "unreadable" }]);
    },
  );
});

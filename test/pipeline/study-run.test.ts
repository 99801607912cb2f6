import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { OutputError } from "../../src/errors.js";
import { openStudyLog } from "../../src/pipeline/study-log.js";
import { openStudyWork } from "../../src/pipeline/study-replicate.js";
import { runStudy, type StudyOutcome, type StudyRequest } from "../../src/pipeline/study-run.js";
import { scenarios } from "../../src/pipeline/study-settings.js";

/** A worker runs compiled code alone; `npm test` builds it first. */
const worker = pathToFileURL(resolve(import.meta.dirname, "../../dist/workers/study-worker.js"));
const settings = { seed: 11, trialPatients: 40, carePatients: 260, truthPatients: 200, horizonDays: 730 };
const folder = mkdtempSync(join(tmpdir(), "scanarm-study-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (name: string, change: Partial<StudyRequest> = {}): Promise<StudyOutcome> =>
  runStudy({
    settings,
    replicates: 2,
    threads: 2,
    logPath: join(folder, name, "log.jsonl"),
    truths: {},
    progress: () => undefined,
    worker,
    ...change,
  });
const linesOf = (name: string) =>
  readFileSync(join(folder, name, "log.jsonl"), "utf8")
    .trimEnd()
    .split("\n");

describe("the study of operating characteristics", () => {
  let whole: StudyOutcome;
  beforeAll(async () => {
    whole = await run("two");
  });

  it("is the same on one thread, on two and on three", async () => {
    expect(await run("one", { threads: 1 })).toEqual(whole);
    expect(await run("three", { threads: 3 })).toEqual(whole);
    expect(linesOf("three").sort()).toEqual(linesOf("one").sort());
  });

  it("gives on a thread what it gives without one", () => {
    const work = openStudyWork(settings);
    const made = work({ kind: "replicate", scenario: "measured", replicate: 2 });
    expect(made).toEqual({
      kind: "replicate",
      result: whole.results.find(({ scenario, replicate }) => scenario === "measured" && replicate === 2),
    });
  });

  it("goes on where it was stopped, and does a replicate again that was cut off while it was written", async () => {
    await run("stopped", { replicates: 1 });
    const path = join(folder, "stopped", "log.jsonl");
    const written = readFileSync(path, "utf8");
    writeFileSync(path, written.slice(0, -30));
    const shares: number[] = [];
    const outcome = await run("stopped", { truths: whole.truths, progress: (_, share) => shares.push(share) });
    expect(outcome).toEqual(whole);
    expect(shares).toHaveLength(scenarios.length + 1);
    expect(linesOf("stopped")).toHaveLength(2 * scenarios.length);
  });

  it("computes a truth anew where it is that of another world", async () => {
    const stale = { ...whole.truths.measured, world: { ...whole.truths.measured.world, horizonDays: 365 } };
    const shares: number[] = [];
    const truths = { ...whole.truths, measured: stale };
    const outcome = await run("two", { truths, progress: (_, share) => shares.push(share) });
    expect(shares).toHaveLength(1);
    expect(outcome.truths.measured).toEqual(whole.truths.measured);
  });

  it("refuses a log that holds anything else", () => {
    const path = join(folder, "broken.jsonl");
    writeFileSync(path, "{}\n");
    expect(() => openStudyLog(path)).toThrow(OutputError);
    writeFileSync(path, "not JSON\n");
    expect(() => openStudyLog(path)).toThrow("line 1 of the study's log is no replicate");
  });

  it("ends with the error of a worker", async () => {
    const missing = pathToFileURL(join(folder, "no-worker.js"));
    await expect(run("failed", { worker: missing })).rejects.toThrow("no-worker.js");
  });
});

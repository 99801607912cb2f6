import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { OutputError } from "../../src/errors.js";
import { appendLedger, readLedger } from "../../src/pipeline/ledger.js";
import { prepareOutput, repairOutput, writeOutput } from "../../src/pipeline/write-output.js";

let box: string;
let out: string;
beforeEach(() => {
  box = mkdtempSync(join(tmpdir(), "scanarm-output-"));
  out = join(box, "reports", "x");
});
afterEach(() => rmSync(box, { recursive: true, force: true }));

const files = (text: string) => [
  { path: "results.json", content: text },
  { path: "figures/a.svg", content: text },
];
const read = (name: string) => readFileSync(join(out, name), "utf8");

describe("output as one step", () => {
  it("replaces the folder whole: what an earlier run wrote and this one does not is gone", () => {
    prepareOutput(out, 1);
    writeOutput(out, [...files("1"), { path: "figures/old.svg", content: "1" }], 1);
    writeOutput(out, files("2"), 1);
    expect(read("results.json")).toBe("2");
    expect(readdirSync(join(out, "figures"))).toEqual(["a.svg"]);
    expect(readdirSync(join(box, "reports"))).toEqual(["x"]);
  });

  it("carries over what the user keeps there", () => {
    prepareOutput(out, 1);
    writeOutput(out, files("1"), 1);
    writeFileSync(join(out, "notes.txt"), "mine");
    writeOutput(out, files("2"), 1);
    expect(read("notes.txt")).toBe("mine");
  });

  it("a run killed while writing leaves the old report, and the next start removes what it left", () => {
    prepareOutput(out, 1);
    writeOutput(out, files("1"), 1);
    mkdirSync(`${out}.tmp-77`);
    writeFileSync(join(`${out}.tmp-77`, "results.json"), "half");
    expect(read("results.json")).toBe("1");
    prepareOutput(out, 2);
    expect(readdirSync(join(box, "reports"))).toEqual(["x"]);
  });

  it("a run killed between the two renames: the next start brings the old report back", () => {
    prepareOutput(out, 1);
    writeOutput(out, files("1"), 1);
    renameSync(out, `${out}.old-77`);
    repairOutput(out);
    expect(read("results.json")).toBe("1");
  });

  it("touches no folder whose name only starts alike", () => {
    mkdirSync(join(box, "reports", "xy.tmp-1"), { recursive: true });
    repairOutput(out);
    expect(existsSync(join(box, "reports", "xy.tmp-1"))).toBe(true);
  });

  it.each(["results.json", "fitness.json", "derivation.json", "qualification.json"])(
    "knows a folder of its own by %s, where run.json was not kept",
    (mark) => {
      mkdirSync(out, { recursive: true });
      writeFileSync(join(out, "index.csv"), "");
      expect(() => prepareOutput(out, 1)).toThrow(/holds files that are no report/);
      writeFileSync(join(out, mark), "{}");
      expect(() => prepareOutput(out, 1)).not.toThrow();
    },
  );

  it("refuses a folder that holds something else, and a file", () => {
    mkdirSync(out, { recursive: true });
    writeFileSync(join(out, "thesis.txt"), "precious");
    expect(() => prepareOutput(out, 1)).toThrow(OutputError);
    expect(read("thesis.txt")).toBe("precious");
    writeFileSync(join(box, "file"), "");
    expect(() => prepareOutput(join(box, "file"), 1)).toThrow(/must be a folder/);
  });
});

describe("a run that fails", () => {
  it("leaves no folder that was made for its output: not in looking whether it can be written, not in writing", () => {
    const target = join(box, "reports", "of", "study");
    prepareOutput(target, 1);
    expect(readdirSync(box)).toEqual([]);
    const missing = [{ path: "big.duckdb", from: join(box, "nowhere.duckdb") }];
    expect(() => writeOutput(target, missing, 1)).toThrow(OutputError);
    expect(readdirSync(box)).toEqual([]);
    mkdirSync(join(box, "reports"));
    expect(() => writeOutput(target, missing, 1)).toThrow(OutputError);
    expect(readdirSync(box)).toEqual(["reports"]);
  });
});

describe("the ledger", () => {
  const entry = {
    at: "2026-01-01T00:00:00.000Z",
    event: "results-written",
    planHash: "a",
    designHash: "b",
    engine: "0",
    reason: null,
  } as const;

  it("only grows, and is read back", () => {
    appendLedger(box, entry);
    appendLedger(box, { ...entry, event: "design-locked" });
    expect(readLedger(box).entries.map(({ event }) => event)).toEqual(["results-written", "design-locked"]);
  });

  it("says which lines are no entry of it, and a lock made anew for a reason settles those before it", () => {
    appendLedger(box, entry);
    writeFileSync(
      join(box, "ledger.jsonl"),
      `${readFileSync(join(box, "ledger.jsonl"), "utf8")}nothing happened\n{"at":"20`,
    );
    expect(readLedger(box)).toEqual({ entries: [entry], unreadable: [2, 3] });
    // Written after a line that was cut short, an entry stands on a line of its own.
    appendLedger(box, { ...entry, event: "design-replaced" });
    expect(readLedger(box)).toMatchObject({ entries: [entry, { event: "design-replaced" }], unreadable: [2, 3] });
    appendLedger(box, { ...entry, event: "design-replaced", reason: "disk was full" });
    expect(readLedger(box).unreadable).toEqual([]);
  });
});

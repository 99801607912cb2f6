import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asFiles, type FileContents, writeFiles } from "../support/ingest-files.js";
import { omopConcepts, plainTrialInOmop, plainTrialInSdtm } from "../support/plain-trial.js";
import { runCli } from "../support/run-cli.js";
import { rwidCsv } from "../support/write-rwid.js";

const config = (source: object) => ({
  datasets: [{ id: "t1", kind: "trial", name: "A plain trial", sources: [source] }],
});
const sdtm = plainTrialInSdtm();
const sources: Readonly<Record<string, readonly [FileContents, object]>> = {
  CSV: [asFiles.csv(sdtm), config({ kind: "sdtm" })],
  XPT: [asFiles.xpt(sdtm), config({ kind: "sdtm" })],
  "Dataset-JSON": [asFiles.json(sdtm), config({ kind: "sdtm" })],
  OMOP: [
    { ...asFiles.csv(plainTrialInOmop()), "concepts.csv": rwidCsv(omopConcepts) },
    config({ kind: "omop", concepts: "concepts.csv" }),
  ],
};
const by = { by: "imaging" } as const;
const options = {
  input: { shape: "rwid", index: { rule: "entry" } },
  imaging: { schedule: { segments: [{ everyDays: 42, untilDay: 365 }] }, readers: { rule: "single" } },
  endpoints: {
    BOR: { kind: "best-response", ...by },
    ORR: { kind: "response", ...by },
    PFS: { kind: "progression-free-survival", ...by },
    OS: { kind: "overall-survival" },
    DOR: { kind: "duration-of-response", ...by },
  },
};

/** ADRS, ADTTE and ADTR as the two commands write them, by source. */
const derived = new Map<string, Record<string, string>>();
const folders: string[] = [];
beforeAll(() => {
  for (const [name, [files, configuration]] of Object.entries(sources)) {
    const folder = writeFiles(files, configuration);
    folders.push(folder);
    writeFileSync(join(folder, "options.json"), JSON.stringify(options));
    for (const args of [
      ["ingest", ".", "--out", "rwid"],
      ["derive", "rwid", "--options", "options.json", "--out", "derived"],
    ]) {
      const { code, stderr } = runCli(folder, ...args);
      expect(code, `${name}: ${stderr}`).toBe(0);
    }
    const read = (table: string) => readFileSync(join(folder, "derived", `${table}.csv`), "utf8");
    derived.set(name, { adrs: read("adrs"), adtte: read("adtte"), adtr: read("adtr") });
  }
}, 120_000);
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe("the same trial loaded from CSV, XPT, Dataset-JSON and OMOP", () => {
  it.each(["XPT", "Dataset-JSON"])("%s gives the endpoints that CSV gives, byte for byte", (name) => {
    expect(derived.get(name)).toEqual(derived.get("CSV"));
  });

  it("OMOP gives the same endpoints; only the row that a finding stands in, within another file, is another", () => {
    const withoutSequence = (tables: Record<string, string>) => ({
      ...tables,
      adrs: tables.adrs!.replace(/(LESION_MEASUREMENT),\d+$/gm, "$1"),
    });
    expect(withoutSequence(derived.get("OMOP")!)).toEqual(withoutSequence(derived.get("CSV")!));
  });

  it("gives progression on the scan with the new lesion and on the scan of the unequivocal one, and the death", () => {
    const [head, ...rows] = derived
      .get("CSV")!
      .adtte!.trim()
      .split("\n")
      .map((line) => line.split(","));
    const column = (name: string) => head!.indexOf(name);
    const found = rows.map((row) => ["PARAMCD", "USUBJID", "AVAL", "CNSR"].map((name) => row[column(name)]).join(" "));
    // Enrolled on days 2 and 6; new lesion on day 86; unequivocal progression on day 50, death on day 90; last seen on day 300.
    expect(found.filter((row) => /^(PFS|OS) /.test(row)).sort()).toEqual([
      "OS t1:1 299 1",
      "OS t1:2 85 0",
      "PFS t1:1 85 0",
      "PFS t1:2 45 0",
    ]);
  });
});

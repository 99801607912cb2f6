import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deriveEndpoints, deriveEndpointsFromAssessments } from "../../src/index.js";
import type { CommandInput, CommandOutput } from "../../src/pipeline/command.js";
import { derive } from "../../src/pipeline/derive.js";
import { clinicTables, type PatientNote } from "../endpoints/support/clinic.js";
import { quietEffects } from "../support/quiet-effects.js";
import { type RwidRow, rwidCsv, writeRwid } from "../support/write-rwid.js";

const folder = mkdtempSync(join(tmpdir(), "scanarm-derive-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const schedule = { segments: [{ everyDays: 42, untilDay: 365 }] };
const by = { by: "imaging" } as const;
const options = {
  input: { shape: "rwid", index: { rule: "day-zero", meaning: "first dose" } },
  imaging: { schedule, readers: { rule: "order", readers: ["A", "B"] } },
  endpoints: {
    BOR: { kind: "best-response", ...by },
    ORR: { kind: "response", ...by },
    PFS: { kind: "progression-free-survival", ...by },
    RWPFS: { kind: "progression-free-survival", by: "ehr", anchors: ["physician_note"], label: "Real-world PFS" },
    OS: { kind: "overall-survival" },
    DOR: { kind: "duration-of-response", ...by },
  },
} as const;

const notes: readonly PatientNote[] = [
  {
    id: "t:1",
    died: 300,
    alive: 299,
    readings: {
      A: [
        { day: -7, findings: { T1: 50, N1: "present" } },
        { day: 42, findings: { T1: 30, N1: "present" } },
        { day: 84, findings: { T1: 25, N1: "present" } },
        { day: 126, findings: { T1: 24, N1: "unequivocal_progression" } },
      ],
      B: [
        { day: -7, findings: { T1: 52 } },
        { day: 42, findings: { T1: 40 } },
      ],
    },
    ehr: [{ day: 100, response: "PD", evidence: "physician_note" }],
  },
  { id: "t:2", alive: 100 },
];

const filled = (tables: Record<string, RwidRow[]>) =>
  Object.fromEntries(Object.entries(tables).filter(([, rows]) => rows.length > 0));

function input(more: Partial<CommandInput>): CommandInput {
  return {
    effects: quietEffects(),
    cwd: folder,
    pid: 1,
    tempDirectory: null,
    host: {},
    target: "rwid",
    out: "out",
    reason: null,
    asOf: null,
    options: "options.json",
    ...more,
  };
}

const csv = (name: string, place = "out"): string[] =>
  readFileSync(join(folder, place, `${name}.csv`), "utf8")
    .trim()
    .split("\n");

describe("derive", () => {
  let output: CommandOutput;
  beforeAll(async () => {
    writeRwid(join(folder, "rwid"), filled(clinicTables(notes)));
    writeFileSync(join(folder, "options.json"), JSON.stringify(options));
    output = await derive(input({}));
  });

  it("writes timepoints of every reader and the parameters asked for, each with rule and source", () => {
    const rows = csv("adrs").map((line) => line.split(","));
    const column = (name: string) => rows[0]!.indexOf(name);
    const take = (names: readonly string[]) =>
      rows.slice(1).map((row) => names.map((name) => row[column(name)]).join(" "));
    expect(take(["USUBJID", "PARAMCD", "ASEQ", "READER", "ACPTFL", "ADY", "AVALC", "SRCSEQ"])).toEqual([
      "t:1 OVRLRESP 1 A Y 42 PR ",
      "t:1 OVRLRESP 2 A Y 84 PR ",
      // Row 8 of lesion_measurement.csv: the non-target that progressed.
      "t:1 OVRLRESP 3 A Y 126 PD 8",
      "t:1 OVRLRESP 4 B N 42 SD ",
      "t:1 BOR 5   42 PR 1",
      "t:1 ORR 6   42 Y 1",
      "t:2 BOR 1    MISSING ",
      "t:2 ORR 2    NOT COUNTED ",
    ]);
    expect(take(["PARAMCD", "TRGRESP", "TRGRULE", "NTRGRESP", "NTRGRULE", "TABLEROW"]).slice(0, 3)).toEqual([
      "OVRLRESP PR T6 NON-CR/NON-PD N1 4",
      "OVRLRESP PR T6 NON-CR/NON-PD N1 4",
      "OVRLRESP PR T6 PD N1 8",
    ]);
  });

  it("writes times with code, reason, interval and the row they come from", () => {
    const rows = csv("adtte").map((line) => line.split(","));
    const column = (name: string) => rows[0]!.indexOf(name);
    const names = ["USUBJID", "PARAMCD", "AVAL", "CNSR", "SITUATN", "LEFTDY", "RIGHTDY", "SRCDOM", "SRCSEQ"];
    expect(rows.slice(1).map((row) => names.map((name) => row[column(name)]).join(" "))).toEqual([
      "t:1 PFS 127 0 progression 84 126 ADRS 3",
      "t:1 RWPFS 101 0 progression 0 100 EHR_ASSESSMENT 1",
      "t:1 OS 301 0 death   VITAL_STATUS ",
      "t:1 DOR 85 0 progression   ADRS 3",
      "t:2 PFS 1 3 no-baseline 0  INDEX ",
      "t:2 RWPFS 1 3 no-assessment 0  INDEX ",
      "t:2 OS 101 1 alive   VITAL_STATUS ",
    ]);
  });

  it("writes sums with baseline, nadir and depth of response, days only where there is no calendar", () => {
    const rows = csv("adtr").map((line) => line.split(","));
    const column = (name: string) => rows[0]!.indexOf(name);
    const names = ["PARAMCD", "READER", "ATPTN", "ADT", "ADY", "AVAL", "BASE", "PCHG", "NADIR", "RULEID"];
    expect(rows.slice(1).map((row) => names.map((name) => row[column(name)]).join(" "))).toEqual([
      "SDIAM A 0  -7 50 50   B6",
      "SDIAM A 1  42 30 50 -40 50 T6",
      "SDIAM A 2  84 25 50 -50 30 T6",
      "SDIAM A 3  126 24 50 -52 25 T6",
      "SDIAM B 0  -7 52 52   B6",
      `SDIAM B 1  42 40 52 ${(100 * -12) / 52} 52 T6`,
      "DEPTH A 3  126 -52  -52  C6",
      "ESHRINK A 1  42 -40  -40  C6",
      `DEPTH B 1  42 ${(100 * -12) / 52}  ${(100 * -12) / 52}  C6`,
      `ESHRINK B 1  42 ${(100 * -12) / 52}  ${(100 * -12) / 52}  C6`,
    ]);
  });

  it("tells what became of every row, leaves nothing half-written, and replaces its own output", async () => {
    const derivation = JSON.parse(readFileSync(join(folder, "out", "derivation.json"), "utf8"));
    const [head, ...rest] = derivation.lesionRows as { fate: string; rows: number }[];
    expect(rest.reduce((sum, { rows }) => sum + rows, 0)).toBe(head!.rows);
    expect(derivation.tables).toEqual({ adrs: 8, adtte: 7, adtr: 10 });
    expect(output.lines[0]).toBe("2 subjects");
    const first = csv("adrs");
    await derive(input({}));
    expect(csv("adrs")).toEqual(first);
    expect(readdirSync(folder).sort()).toEqual(["options.json", "out", "rwid"]);
  });

  it("gives the same tables from index.ts as from the command line", async () => {
    const { adrs, adtte, adtr } = await deriveEndpoints(join(folder, "rwid"), options);
    const text = (rows: readonly Readonly<Record<string, unknown>>[]) =>
      rows.map((row) =>
        Object.values(row)
          .map((value) => (value === null ? "" : String(value)))
          .join(","),
      );
    expect(text(adrs)).toEqual(csv("adrs").slice(1));
    expect(text(adtte)).toEqual(csv("adtte").slice(1));
    expect(text(adtr)).toEqual(csv("adtr").slice(1));
  });

  it("refuses options that do not fit, by place, and leaves the last output alone", async () => {
    const refused = async (change: object, message: RegExp | string) => {
      writeFileSync(join(folder, "wrong.json"), JSON.stringify({ ...options, ...change }));
      await expect(derive(input({ options: "wrong.json" }))).rejects.toThrow(message);
      rmSync(join(folder, "wrong.json"));
    };
    await refused({ input: { shape: "sas" } }, 'input.shape must be one of rwid, sdtm, assessments; got "sas"');
    await refused({ imaging: {} }, "write imaging.schedule → endpoints.PFS.progressionRule");
    await refused(
      { imaging: { schedule, readers: { rule: "single" } } },
      "one reader must have read each patient's scans",
    );
    await refused({ endpoints: { "1": { kind: "overall-survival" } } }, "must be a parameter code");
    await expect(derive(input({ options: null }))).rejects.toThrow("name a JSON file with --options");
    await expect(derive(input({ target: "nowhere" }))).rejects.toThrow("cannot read the folder");
    expect(existsSync(join(folder, "out", "adrs.csv"))).toBe(true);
    expect(readdirSync(folder).sort()).toEqual(["options.json", "out", "rwid"]);
  });
});

describe("derive on SDTM", () => {
  const tu: RwidRow[] = [
    {
      USUBJID: "S1",
      TULNKID: "T01",
      TUTESTCD: "TUMIDENT",
      TUORRES: "TARGET",
      TULOC: "LIVER",
      TUMETHOD: "CT SCAN",
      TUEVAL: "INVESTIGATOR",
    },
    {
      USUBJID: "S1",
      TULNKID: "NT1",
      TUTESTCD: "TUMIDENT",
      TUORRES: "NON-TARGET",
      TULOC: "LUNG",
      TUMETHOD: "CT SCAN",
      TUEVAL: "INVESTIGATOR",
    },
    {
      USUBJID: "S1",
      TULNKID: "NEW1",
      TUTESTCD: "TUMIDENT",
      TUORRES: "NEW",
      TULOC: "BRAIN",
      TUMETHOD: "MRI",
      TUEVAL: "INVESTIGATOR",
    },
  ];
  const result = (TRLNKID: string, TRTESTCD: string, TRDTC: string, more: RwidRow): RwidRow => ({
    USUBJID: "S1",
    TRLNKID,
    TRTESTCD,
    TRDTC,
    TREVAL: "INVESTIGATOR",
    ...more,
  });
  const tr: RwidRow[] = [
    result("T01", "LDIAM", "2020-01-10", { TRSTRESN: 40 }),
    result("NT1", "TUMSTATE", "2020-01-10", { TRSTRESC: "PRESENT" }),
    result("T01", "LDIAM", "2020-02-22", { TRSTRESN: 26 }),
    result("T01", "LPERP", "2020-02-22", { TRSTRESN: 11 }),
    result("NT1", "TUMSTATE", "2020-02-22", { TRSTRESC: "PRESENT" }),
    result("T01", "LDIAM", "2020-04", { TRSTRESN: 26 }),
    result("NT1", "TUMSTATE", "2020-04", { TRSTRESC: "PRESENT" }),
    result("NEW1", "TUMSTATE", "2020-04-16", { TRSTRESC: "UNEQUIVOCAL" }),
    result("", "SUMDIAM", "2020-04", { TRSTRESN: 26 }),
  ];
  const derived = (change: (files: { tu: RwidRow[]; tr: RwidRow[] }) => void = () => undefined, more: object = {}) => {
    const files = { tu: structuredClone(tu) as RwidRow[], tr: structuredClone(tr) as RwidRow[] };
    change(files);
    const place = mkdtempSync(join(folder, "sdtm-"));
    writeFileSync(join(place, "tu.csv"), rwidCsv(files.tu));
    writeFileSync(join(place, "tr.csv"), rwidCsv(files.tr));
    return deriveEndpoints(place, {
      input: { shape: "sdtm", ...more },
      endpoints: { BOR: { kind: "best-response", ...by } },
    }).finally(() => rmSync(place, { recursive: true }));
  };

  it("a lesion's own axis counts, a month is its 15th, a new lesion is PD, every row is accounted for", async () => {
    const { adrs, derivation } = await derived();
    expect(adrs.map((row) => `${row.USUBJID} ${row.PARAMCD} ${row.ADT ?? ""} ${row.AVALC}`)).toEqual([
      "S1 OVRLRESP 2020-02-22 PR",
      // The scan of April is its 15th; the new lesion on the 16th falls into its window and dates the PD.
      "S1 OVRLRESP 2020-04-16 PD",
      "S1 BOR 2020-02-22 SD",
    ]);
    expect(derivation.sourceRows).toEqual([
      { fate: "in", rows: 9 },
      { fate: "used", rows: 7 },
      { fate: "repeats an equal row", rows: 0 },
      { fate: "another axis, or a value beside the one used", rows: 1 },
      { fate: "of no lesion", rows: 1 },
    ]);
  });

  it.each([
    [
      "results of a lesion that TU does not list",
      (f: { tr: RwidRow[] }) => f.tr.push(result("T09", "LDIAM", "2020-02-22", { TRSTRESN: 5 })),
      "tr.csv: TRLNKID must be a lesion of the subject and evaluator in tu.csv; 1 rows name none",
    ],
    [
      "a role of another name",
      (f: { tu: RwidRow[] }) => {
        f.tu[0] = { ...f.tu[0], TUORRES: "BENIGN" };
      },
      "tu.csv: TUORRES must be TARGET, NON-TARGET or NEW; 1 lesions are none of these",
    ],
    [
      "a state of another name",
      (f: { tr: RwidRow[] }) => {
        f.tr[1] = { ...f.tr[1], TRSTRESC: "SMALLER" };
      },
      "lesion_measurement.state must be one of",
    ],
    [
      "two diameters of one lesion and scan",
      (f: { tr: RwidRow[] }) => f.tr.push({ ...f.tr[0], TRSTRESN: 44 }),
      "must be unique",
    ],
    [
      "a file without a column",
      (f: { tr: RwidRow[] }) => {
        f.tr = f.tr.map(({ TRDTC: _, ...row }) => row);
      },
      "tr.csv must have the column TRDTC; it has",
    ],
  ] as const)("%s is refused", async (_, change, message) => {
    await expect(derived(change as never)).rejects.toThrow(message);
  });

  it("an equal row that stands twice counts once", async () => {
    const { derivation } = await derived((files) => files.tr.push(files.tr[0]!));
    expect(derivation.sourceRows[2]).toEqual({ fate: "repeats an equal row", rows: 1 });
  });

  it("a file that is not there, and a start that no file gives", async () => {
    await expect(derived(undefined, { tu: "nothing.csv" })).rejects.toThrow("the folder must hold nothing.csv");
    await expect(derived(undefined, { start: "reference-start" })).rejects.toThrow(
      "RFSTDTC of DM; name the file → input.dm",
    );
  });
});

describe("derive on ready assessments in memory", () => {
  const subjects = [
    { subject: "b", start: "2020-01-01", death: "2020-05-01" },
    { subject: "a", start: "2020-01-01", lastAlive: "2020-12-31", newTherapy: "2020-03-15" },
  ];
  const assessments = [
    { subject: "a", date: "2020-04-01", response: "PD" },
    { subject: "a", date: "2020-02-15", response: "SD" },
    { subject: "b", date: "2020-02-15", response: "PR" },
  ];
  const pfs = { imaging: { schedule }, endpoints: { PFS: { kind: "progression-free-survival", ...by } } } as const;

  it("keeps the order of subjects and reads assessments by their dates", () => {
    const { adrs, adtte } = deriveEndpointsFromAssessments(subjects, assessments, pfs);
    expect(adrs.map(({ USUBJID, ADT, AVALC }) => [USUBJID, ADT, AVALC])).toEqual([
      ["b", "2020-02-15", "PR"],
      ["a", "2020-02-15", "SD"],
      ["a", "2020-04-01", "PD"],
    ]);
    expect(adtte.map(({ USUBJID, ADT, CNSR, SITUATN }) => [USUBJID, ADT, CNSR, SITUATN])).toEqual([
      ["b", "2020-05-01", 0, "death"],
      ["a", "2020-02-15", 2, "new-therapy"],
    ]);
  });

  it.each([
    [
      "a subject twice",
      [...subjects, subjects[0]!],
      assessments,
      "subjects must name each subject once; 1 stand twice",
    ],
    ["an assessment of nobody", subjects.slice(0, 1), assessments, "2 rows name none of them"],
    [
      "a response of another name",
      subjects,
      [{ ...assessments[0]!, response: "Better" }],
      "response must be one of CR, PR",
    ],
    ["two assessments of one day", subjects, [...assessments, assessments[0]!], "1 rows repeat a date"],
    ["no date", subjects, [{ ...assessments[0]!, date: "2020-04" }], "assessments.date must be a date as YYYY-MM-DD"],
  ] as const)("%s is refused", (_, people, rows, message) => {
    expect(() => deriveEndpointsFromAssessments(people, rows, pfs)).toThrow(message);
  });
});

import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { analyse, prepareDesigns } from "../../src/pipeline/analyse.js";
import { audit } from "../../src/pipeline/audit.js";
import type { AuditPage, AuditSection } from "../../src/pipeline/audit-page.js";
import type { CommandInput } from "../../src/pipeline/command.js";
import { lockDesign } from "../../src/pipeline/lock-design.js";
import { makeSeal } from "../../src/pipeline/make-lock.js";
import { openStudy } from "../../src/pipeline/open-study.js";
import { clinicTables, type PatientNote } from "../endpoints/support/clinic.js";
import { quietEffects } from "../support/quiet-effects.js";
import { type RwidRow, writeRwid } from "../support/write-rwid.js";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const patient: PatientNote = {
  id: "t:1",
  died: 300,
  alive: 299,
  readings: {
    B: [
      { day: -7, findings: { T1: 50, T2: 30, N1: "present" }, slice: 5 },
      { day: 42, findings: { T1: 30, T2: 25, N1: "present" }, slice: 5 },
      { day: 84, findings: { T1: 28, T2: 24, N1: "present", X1: "present" }, slice: 3 },
    ],
    A: [{ day: -7, findings: { T1: 52 }, slice: 5 }],
  },
  lines: [{ from: 0, to: 70, reason: "toxicity" }],
  ehr: [{ day: 90, response: "PD", evidence: "physician_note" }],
};
const others: readonly PatientNote[] = [
  {
    id: "t:2",
    alive: 100,
    readings: {
      B: [
        { day: -7, findings: { T1: 40 } },
        { day: 42, findings: { T1: 60 } },
      ],
    },
  },
  {
    id: "c:1",
    alive: 100,
    readings: {
      B: [
        { day: -7, findings: { T1: 40 } },
        { day: 42, findings: { T1: 44 } },
      ],
    },
    ehr: [{ day: 42, response: "SD", evidence: "physician_note" }],
  },
  {
    id: "c:2",
    alive: 90,
    readings: {
      B: [
        { day: -7, findings: { T1: 40 } },
        { day: 42, findings: { T1: 60 } },
      ],
    },
  },
];
const words = (label: string) => ({ label, definition: "x" });
const analysis = {
  id: "audited",
  title: "Audited",
  question: "What became of this patient?",
  source: { folder: "data" },
  cohort: {
    trial: { label: "Trial", dataset: "t", index: { rule: "entry" } },
    control: { label: "Care", dataset: "c", index: { rule: "entry" } },
  },
  covariates: { age: { label: "Age", type: "continuous", from: { kind: "age" } } },
  imaging: {
    readers: { rule: "order", readers: ["B", "A"] },
    schedule: { segments: [{ everyDays: 42, untilDay: 365 }] },
  },
  endpoints: {
    orr: { kind: "response", by: "imaging", ...words("orr") },
    pfs: { kind: "progression-free-survival", by: "imaging", ...words("pfs") },
    rwPfs: { kind: "progression-free-survival", by: "ehr", anchors: ["physician_note"], ...words("rwPfs") },
    os: { kind: "overall-survival", ...words("os") },
  },
  designs: { crude: { method: "unadjusted", label: "Crude" } },
  estimates: { pfs: { measure: "hazard-ratio", label: "PFS", endpoint: "pfs", design: "crude", role: "primary" } },
  disclosure: { smallCellLimit: 0 },
};

function study(change: (tables: Record<string, RwidRow[]>) => void = () => undefined): string {
  const folder = mkdtempSync(join(tmpdir(), "scanarm-audit-"));
  folders.push(folder);
  mkdirSync(join(folder, "study"));
  const tables = clinicTables([patient, ...others]);
  change(tables);
  const filled = Object.fromEntries(Object.entries(tables).filter(([, rows]) => rows.length > 0));
  writeRwid(join(folder, "study", "data"), filled);
  writeFileSync(join(folder, "study", "analysis.json"), JSON.stringify(analysis));
  return folder;
}

const run = (cwd: string, more: Partial<CommandInput> = {}) =>
  audit({
    effects: quietEffects(),
    cwd,
    pid: 1,
    tempDirectory: null,
    host: {},
    target: "study",
    out: null,
    reason: null,
    asOf: null,
    patient: "t:1",
    dates: false,
    ...more,
  });

const section = (page: AuditPage, heading: string): AuditSection => {
  const found = page.sections.find((each) => each.heading === heading);
  if (found === undefined) throw new Error(`no section ${heading}`);
  return found;
};

/** The calendar of trial t: its index is 2020-01-01, so that day 42 is 2020-02-12. */
function withCalendar(tables: Record<string, RwidRow[]>): void {
  const date = (day: unknown) =>
    day === undefined || day === null ? null : new Date(Date.UTC(2020, 0, 1 + Number(day))).toISOString().slice(0, 10);
  for (const [table, rows] of Object.entries(tables))
    tables[table] = rows.map((row) => {
      if (table === "dataset") return row.dataset_id === "t" ? { ...row, time_basis: "calendar" } : row;
      if (!String(row.patient_id).startsWith("t:")) return row;
      const days = Object.entries(row).filter(([name]) => name.endsWith("_day"));
      return {
        ...row,
        ...Object.fromEntries(
          days.flatMap(([name, day]) => [
            [name, null],
            [name.replace(/_day$/, "_on"), date(day)],
          ]),
        ),
      };
    });
}

describe("audit of one patient", () => {
  it("shows every scan, lesion, sum, nadir and rule, and the endpoints with what they rest on", async () => {
    const page = (await run(study())).json as AuditPage;
    expect(section(page, "Timepoints, reader B").rows).toEqual([
      ["baseline", "-7", "80", "", "", "", "", "", "", "", "", "", ""],
      ["1", "42", "55", "80", "-31.3", "-31.3", "0", "PR (T6)", "NON-CR/NON-PD (N1)", "no", "PR (N5 row 4)", "", ""],
      [
        "2",
        "84",
        "52",
        "55",
        "-35.0",
        "-5.5",
        "0",
        "PR (T6)",
        "NON-CR/NON-PD (N1)",
        "yes (N2)",
        "PD (N5 row 9)",
        "10",
        "incomparable",
      ],
    ]);
    expect(section(page, "Lesions at each timepoint, reader B").rows.slice(-4)).toEqual([
      ["2", "N1", "nonTarget", "organ N1", "visible", "", "T1", "9"],
      ["2", "T1", "target", "organ T1", "visible", "28", "T1", "7"],
      ["2", "T2", "target", "organ T2", "visible", "24", "T1", "8"],
      ["2", "X1", "new", "organ X1", "visible", "", "T1", "10"],
    ]);
    expect(section(page, "Rows of lesion_measurement, reader B").rows[0]).toEqual([
      "1",
      "-7",
      "T1",
      "CT",
      "5.0",
      "measured",
      "long",
      "50.0",
      "",
      "used: baseline",
    ]);
    expect(section(page, "Timepoints, reader A (does not count)").notes).toEqual(["baseline: valid"]);
    expect(section(page, "Endpoints").rows).toEqual([
      ["orr", "response", "RECIST by measurement", "SD: no responder", "", "42", "C2", "", "timepoint 1"],
      [
        "pfs",
        "progression-free-survival",
        "RECIST by measurement",
        "event: Disease Progression",
        "85",
        "84",
        "P2 progression",
        "(42, 84]",
        "timepoint 2",
      ],
      [
        "rwPfs",
        "progression-free-survival",
        "real-world: physician_note",
        "event: Disease Progression",
        "91",
        "90",
        "P2 progression",
        "(0, 90]",
        "ehr_assessment row 1",
      ],
      ["os", "overall-survival", "vital_status", "event: Death", "301", "300", "P5 death", "", "vital_status"],
    ]);
    expect(section(page, "Lines of therapy").rows).toEqual([["1", "0", "70", "", "", "toxicity"]]);
    expect(section(page, "Rules named above").rows.map(([rule]) => rule)).toEqual(
      expect.arrayContaining(["T6", "N1", "N2", "N5", "C2", "P2", "P5"]),
    );
  });

  it("prints the same to a terminal and writes it as one HTML file where asked", async () => {
    const folder = study();
    const output = await run(folder, { out: "page.html" });
    expect(output.lines[0]).toBe("Audit of t:1");
    expect(output.lines.some((line) => /^ {2}2 +84 +52 +55 .*PD \(N5 row 9\)/.test(line))).toBe(true);
    const html = readFileSync(join(folder, "page.html"), "utf8");
    expect(html).toContain("<h1>Audit of t:1</h1>");
    expect(html).toContain("<td>PD (N5 row 9)</td>");
    expect(html).not.toMatch(/src=|href=|<script/);
  });

  it("counts days from index, and shows dates only where they are asked for and exist", async () => {
    const dated = study(withCalendar);
    const shown = async (dates: boolean) => JSON.stringify((await run(dated, { dates })).json);
    expect(await shown(false)).not.toMatch(/\d{4}-\d{2}-\d{2}/);
    const page = (await run(dated, { dates: true })).json as AuditPage;
    expect(section(page, "Timepoints, reader B").rows.map((row) => row[1])).toEqual([
      "2019-12-25",
      "2020-02-12",
      "2020-03-25",
    ]);
    expect(section(page, "Vital status").rows[0]![0]).toBe("2020-10-27");
    await expect(run(study(), { dates: true })).rejects.toThrow(
      'dataset "t" counts days from index and holds no dates',
    );
  });

  it("says that it shows outcomes before a lock, and the ledger keeps it; after the lock it does not", async () => {
    const folder = study();
    const ledger = join(folder, "study", "ledger.jsonl");
    const before = (await run(folder)).json as AuditPage;
    expect(before.notes.join(" ")).toContain("no design is locked: this page shows outcomes before a lock");
    expect(JSON.parse(readFileSync(ledger, "utf8").trim())).toMatchObject({ event: "outcomes-shown" });
    const opened = await openStudy({ analysis: "study", cwd: folder, effects: quietEffects() });
    await expect(analyse(opened, true)).rejects.toThrow(
      /^outcomes of this analysis were read \(ledger\.jsonl: outcomes were shown\), and there is no design lock/,
    );
    const { source, designs } = await prepareDesigns(opened);
    lockDesign(opened, designs, await makeSeal(source), "one patient was looked at to check the derivation");
    source.close();
    const events = () => readFileSync(ledger, "utf8").trim().split("\n").length;
    const known = events();
    const after = (await run(folder)).json as AuditPage;
    expect(after.notes.join(" ")).not.toContain("no design is locked");
    expect(events()).toBe(known);
  });

  it("refuses an unknown patient without naming one, a patient without index, and no patient at all", async () => {
    const folder = study((tables) => {
      tables.patient![1] = { ...tables.patient![1], entered_day: null };
    });
    await expect(run(folder, { patient: "t:999" })).rejects.toThrow(
      /^the data hold no such patient; ids carry their dataset, as trial:12 → --patient$/,
    );
    await expect(run(folder, { patient: "t:2" })).rejects.toThrow(
      "the patient has no index by the rule of the trial arm",
    );
    await expect(run(folder, { patient: null })).rejects.toThrow("name one with --patient");
    expect(existsSync(join(folder, "study", "ledger.jsonl"))).toBe(false);
  });
});

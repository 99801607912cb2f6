import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stream } from "../../src/math/stream.js";
import { run } from "../../src/pipeline/run.js";
import type { ResultRecord, Statistic } from "../../src/results/records.js";
import { selectStatistic, selectStatistics } from "../../src/results/select.js";
import { clinicTables, type PatientNote, type ScanNote } from "../endpoints/support/clinic.js";
import { quietEffects } from "../support/quiet-effects.js";
import { writeRwid } from "../support/write-rwid.js";

/** A trial scanned every 6 weeks and routine care scanned every 12, half of it once more by a second reader. */
function notes(): PatientNote[] {
  const draw = stream(7, "derive-study");
  const patient = (arm: "t" | "c", k: number): PatientNote => {
    const every = arm === "t" ? 42 : 84;
    const trend = (arm === "t" ? 0.78 : 0.92) + 0.3 * draw.uniform();
    const died = draw.uniform() < 0.5 ? 100 + draw.integer(500) : undefined;
    const last = died ?? 600;
    const scans: ScanNote[] = [];
    for (let day = -10, mm = 40; day < Math.min(last, 400); day += every, mm *= trend)
      scans.push({
        day,
        findings: { T1: Math.round(mm * 10) / 10, N1: mm > 90 ? "unequivocal_progression" : "present" },
      });
    const readings = k % 2 === 0 || arm === "t" ? { central: scans } : { central: scans, site: scans.slice(0, 2) };
    const ehr = scans.slice(1).map(({ day }, i) => ({
      day: day + 5,
      response: i > 2 && trend > 1 ? "PD" : trend < 0.9 ? "PR" : "SD",
      evidence: i % 2 === 0 ? "physician_note" : "radiology_report",
    }));
    return {
      id: `${arm}:${String(k).padStart(2, "0")}`,
      readings,
      accepted: "central",
      ...(died === undefined ? { alive: 600 } : { died, alive: died - 3 }),
      lines: [{ from: 0, to: 90, reason: "progression" }, ...(trend > 1.05 ? [{ from: 200 }] : [])],
      ehr,
    };
  };
  return [
    ...Array.from({ length: 30 }, (_, k) => patient("t", k)),
    ...Array.from({ length: 40 }, (_, k) => patient("c", k)),
  ];
}

const words = (label: string) => ({ label, definition: label });
const anchors = ["physician_note", "radiology_report"];
const analysis = {
  id: "scans",
  title: "Scans",
  question: "Does it run from lesions to estimates?",
  source: { folder: "data" },
  cohort: {
    trial: { label: "Trial", dataset: "t", index: { rule: "day-zero", meaning: "first dose" } },
    control: { label: "Routine care", dataset: "c", index: { rule: "day-zero", meaning: "first dose" } },
  },
  covariates: { age: { label: "Age", type: "continuous", from: { kind: "age" } } },
  imaging: {
    readers: { rule: "order", readers: ["central", "site"] },
    schedule: { segments: [{ everyDays: 42, untilDay: 730 }], longestIntervalDays: 84 },
  },
  endpoints: {
    orr: { kind: "response", by: "imaging", ...words("Confirmed response") },
    pfs: { kind: "progression-free-survival", by: "imaging", ...words("PFS") },
    os: { kind: "overall-survival", ...words("OS") },
    dor: { kind: "duration-of-response", by: "imaging", ...words("Duration of response") },
    ttr: { kind: "time-to-response", by: "imaging", ...words("Time to response") },
    rwOrr: { kind: "response", by: "ehr", anchors, ...words("Real-world response") },
    rwPfs: { kind: "progression-free-survival", by: "ehr", anchors, ...words("Real-world PFS") },
  },
  designs: { crude: { method: "unadjusted", label: "Crude" } },
  estimates: Object.fromEntries(
    ["orr", "pfs", "os", "rwOrr", "rwPfs"].map((endpoint) => [
      endpoint,
      {
        measure: endpoint.endsWith("rr") ? "risk-difference" : "hazard-ratio",
        label: endpoint,
        endpoint,
        design: "crude",
        role: endpoint === "pfs" ? "primary" : "exploratory",
      },
    ]),
  ),
  sensitivity: {
    cap: {
      label: "Two missed",
      varies: "late progression is censored",
      why: "scans come late in routine care",
      patch: { endpoints: { pfs: { progressionRule: "missed-two-cap" } } },
      estimates: ["pfs"],
    },
    site: {
      label: "Site first",
      varies: "reader",
      why: "readers differ",
      patch: { imaging: { readers: { rule: "order", readers: ["site", "central"] } } },
      estimates: ["pfs"],
    },
  },
  disclosure: { smallCellLimit: 0 },
};

describe("an analysis of endpoints derived from scans", () => {
  const folder = mkdtempSync(join(tmpdir(), "scanarm-scans-"));
  let records: ResultRecord[];
  let pages: string[];

  beforeAll(async () => {
    mkdirSync(join(folder, "study"));
    writeRwid(join(folder, "study", "data"), withoutEmpty(clinicTables(notes())));
    writeFileSync(join(folder, "study", "analysis.json"), JSON.stringify(analysis));
    const output = await run({
      effects: quietEffects(),
      cwd: folder,
      pid: 1,
      tempDirectory: null,
      host: {},
      target: "study",
      out: null,
      reason: null,
      asOf: null,
    });
    pages = [...output.lines];
    records = JSON.parse(readFileSync(join(folder, "reports", "scans", "results.json"), "utf8")).records;
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const value = (query: Partial<Statistic>) => selectStatistic(records, { variant: "main", ...query }).value;
  const counts = (variable: string, group: string, variant = "main") =>
    Object.fromEntries(
      selectStatistics(records, { variant, stage: "endpoints", variable, group, statistic: "n" }).map((record) => [
        record.level,
        record.value,
      ]),
    );
  const total = (levels: Record<string, number | null>) =>
    Object.values(levels).reduce<number>((sum, n) => sum + n!, 0);

  it("gives every estimate and a report", () => {
    for (const name of ["pfs", "os", "rwPfs"]) {
      expect(value({ variable: name, statistic: "hazard_ratio" }), name).toBeGreaterThan(0);
      expect(value({ variable: name, statistic: "n", group: "trial" }), name).toBe(30);
      expect(value({ variable: name, statistic: "n", group: "control" }), name).toBe(40);
    }
    for (const name of ["orr", "rwOrr"])
      expect(value({ variable: name, statistic: "risk_difference" }), name).toBeGreaterThan(0);
    expect(pages.some((line) => line.endsWith("report.html"))).toBe(true);
  });

  it("counts every patient of an arm once by best response, denominator, ending, reader and baseline", () => {
    for (const [group, n] of [
      ["trial", 30],
      ["control", 40],
    ] as const)
      for (const variable of [
        "orr.best_response",
        "orr.denominator",
        "orr.confirmability",
        "orr.mode_difference",
        "pfs.situation",
        "os.situation",
        "os.death_precision",
        "rwOrr.best_response",
        "imaging.reader",
        "imaging.baseline",
        "imaging.flag.newInUnimagedRegion",
      ])
        expect(total(counts(variable, group)), `${variable} ${group}`).toBe(n);
    expect(counts("imaging.reader", "control")).toEqual({ central: 40, none: 0 });
    expect(counts("imaging.reader", "control", "site")).toEqual({ central: 20, site: 20, none: 0 });
  });

  it("accounts for every lesion row: rows in are rows used and rows set aside", () => {
    const found = records.find(
      (record) => record.kind === "listing" && record.listing === "lesion_rows" && record.variant === "main",
    );
    const rows = found?.kind === "listing" ? found.rows.map(([fate, n]) => [String(fate), Number(n)] as const) : [];
    const [head, ...rest] = rows;
    expect(head![0]).toBe("in");
    expect(rest.reduce((sum, [, n]) => sum + n, 0)).toBe(head![1]);
    expect(Object.fromEntries(rest)["by a reader who does not count"]).toBe(20 * 2 * 2);
  });

  it("tells apart how often the arms were scanned and how many responses could have been confirmed", () => {
    expect(value({ variable: "imaging.scan_interval", statistic: "median", group: "trial" })).toBe(42);
    expect(value({ variable: "imaging.scan_interval", statistic: "median", group: "control" })).toBe(84);
    for (const group of ["trial", "control"]) {
      const of = { variable: "imaging.scan_interval_weeks", group };
      const weeks = records.flatMap((record) =>
        record.kind === "statistic" && record.variable === of.variable && record.group === group ? [record.value!] : [],
      );
      const all = value({ variable: "imaging.scan_interval", statistic: "intervals", group });
      expect(weeks.reduce((sum, count) => sum + count, 0)).toBe(all);
      expect(value({ ...of, statistic: "intervals", level: group === "trial" ? "6" : "12" })).toBeGreaterThan(0);
    }
    const share = value({
      variable: "orr.confirmability",
      statistic: "proportion",
      level: "confirmable",
      group: "trial",
    });
    const levels = counts("orr.confirmability", "trial");
    expect(share).toBe(levels.confirmable! / (levels.confirmable! + levels["not confirmable"]!));
    const best = counts("orr.best_response", "trial");
    const of = (variable: string) => value({ variable, statistic: "proportion", level: "response", group: "trial" });
    expect(of("orr.best_response")).toBe((best.CR! + best.PR!) / total(best));
    expect(of("orr.confirmability")).toBe((total(levels) - levels["no response"]!) / total(levels));
    expect(of("orr.confirmability")).toBeGreaterThan(of("orr.best_response")!);
  });

  it("describes responders arm by arm, and no effect of them", () => {
    const responders = value({ variable: "orr", statistic: "responders", group: "trial" });
    expect(value({ variable: "dor", statistic: "n", group: "trial" })).toBe(responders);
    expect(value({ variable: "ttr", statistic: "median", group: "trial" })).toBeGreaterThan(0);
    expect(selectStatistics(records, { variable: "dor", statistic: "hazard_ratio" })).toEqual([]);
  });

  it("derives a sensitivity analysis of rule or reader beside the main one", () => {
    const events = (variant: string) =>
      selectStatistic(records, { variant, variable: "pfs", statistic: "events", group: "control" }).value!;
    expect(events("cap")).toBeLessThanOrEqual(events("main"));
    expect(events("site")).toBeLessThan(events("main"));
  });
});

function withoutEmpty<Row>(tables: Record<string, Row[]>): Record<string, Row[]> {
  return Object.fromEntries(Object.entries(tables).filter(([, rows]) => rows.length > 0));
}

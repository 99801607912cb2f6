import { describe, expect, it } from "vitest";
import { ISSUE, ISSUES, type IssueId } from "../../src/recist/issues.js";
import type { RwidRow } from "../support/write-rwid.js";
import type { PatientNote, ScanNote } from "./support/clinic.js";
import { bestOf, deriveClinic, timeOf } from "./support/derive-clinic.js";

const base: readonly ScanNote[] = [
  { day: -7, findings: { T1: 50, T2node: 20 } },
  { day: 42, findings: { T1: 30, T2node: 15 } },
  { day: 84, findings: { T1: 30, T2node: 15 } },
];

/** What the engine reports of one fault in an otherwise sound patient. */
async function outcomeOf(
  scans: readonly ScanNote[],
  change: (tables: Record<string, RwidRow[]>) => void = () => undefined,
  more: Partial<PatientNote> = {},
) {
  const clinic = await deriveClinic([{ id: "t:1", alive: 300, readings: { R: scans }, ...more }], { change });
  const { issues, rows } = [...clinic.derived.readings.values()][0]!;
  const met = (Object.keys(ISSUE) as IssueId[]).filter((id) => issues[ISSUE[id]]! > 0);
  const reported = met.map((id) => {
    const { table, column, rule } = ISSUES[ISSUE[id]]!;
    return `${table}.${column} ${rule} ${id} × ${issues[ISSUE[id]]}`;
  });
  const accounted = rows.otherReader + rows.undated + rows.fates.reduce((sum, n) => sum + n, 0);
  expect(accounted, "rows in = rows used + rows set aside").toBe(rows.rows);
  return { reported, best: bestOf(clinic, "orr", "t:1"), pfs: timeOf(clinic, "pfs", "t:1") };
}

const edit =
  (table: string, row: number, change: RwidRow) =>
  (tables: Record<string, RwidRow[]>): void => {
    tables[table]![row] = { ...tables[table]![row], ...change };
  };

describe("bad input: each fault is reported with table, column, rule and count, and follows its policy", () => {
  it("a sound patient has no fault, so that each one below is due to its change alone", async () => {
    expect(await outcomeOf(base)).toEqual({
      reported: [],
      best: "PR day 42 responder",
      pfs: "85 censored: no-event",
    });
  });

  it("a lesion without a baseline row leaves the sum, flagged", async () => {
    const scans = base.map((scan, i) => (i === 0 ? scan : { ...scan, findings: { ...scan.findings, T3: 40 } }));
    expect(await outcomeOf(scans)).toEqual({
      reported: ["lesion.role T1 lesionWithoutBaseline × 1"],
      best: "PR day 42 responder",
      pfs: "85 censored: no-event",
    });
  });

  it("two diameters of one lesion on one day make it not evaluable", async () => {
    const scans = [...base, { day: 42, findings: { T1: 45 }, modality: "MR" }];
    const found = await outcomeOf(scans);
    expect(found.reported).toContain("lesion_measurement.diameter_mm T1 conflictingDiameters × 1");
    // Day 42 is NE; day 84 is a PR that nothing confirms: SD by table 3.
    expect(found.best).toBe("SD day 84");
  });

  it("two diameters of one lesion and scan are refused by the contract", async () => {
    await expect(
      outcomeOf(base, (tables) => {
        tables.lesion_measurement!.push({ ...tables.lesion_measurement![2], diameter_mm: 33 });
      }),
    ).rejects.toThrow(/lesion_measurement\.study_uid, reader_id, lesion_id .*unique|must be unique/);
  });

  it("a target on ultrasound is not evaluable there", async () => {
    const scans = base.map((scan, i) => (i === 1 ? { ...scan, modality: "US" } : scan));
    const found = await outcomeOf(scans);
    expect(found.reported).toEqual(["imaging_study.modality B1 targetOnUltrasound × 2"]);
    expect(found.best).toBe("SD day 84");
  });

  it("a short axis of a lesion that is no node is not evaluable", async () => {
    const found = await outcomeOf(base, edit("lesion_measurement", 2, { axis: "short" }));
    expect(found.reported).toEqual(["lesion_measurement.axis T1 shortAxisOfNonNode × 1"]);
    expect(found.best).toBe("SD day 84");
  });

  it("a long axis of a node is not evaluable", async () => {
    const found = await outcomeOf(base, edit("lesion_measurement", 3, { axis: "long" }));
    expect(found.reported).toEqual(["lesion_measurement.axis B2 longAxisOfNode × 1"]);
    expect(found.best).toBe("SD day 84");
  });

  it("a target below the measurable size becomes non-target, flagged", async () => {
    const scans = base.map((scan) => ({ ...scan, findings: { ...scan.findings, T3: 8 } }));
    const found = await outcomeOf(scans);
    expect(found.reported).toEqual(["lesion.role B1 unmeasurableTarget × 1"]);
    expect(found.best).toBe("PR day 42 responder");
  });

  it.each([
    [
      "an unknown state",
      edit("lesion_measurement", 2, { state: "shrunken" }),
      "lesion_measurement.state must be one of",
    ],
    [
      "measured without a diameter",
      edit("lesion_measurement", 2, { diameter_mm: null }),
      "lesion_measurement.diameter_mm must be filled where state is measured",
    ],
    [
      "a measurement dated after death",
      edit("vital_status", 0, { died_day: 60, last_known_alive_day: null }),
      "vital_status.died must not lie before the patient's last scan",
    ],
    [
      "a lesion that no list names",
      edit("lesion", 0, { lesion_id: "T9" }),
      "lesion_measurement.lesion_id must be a lesion of the scan's patient",
    ],
    [
      "a negative diameter",
      edit("lesion_measurement", 2, { diameter_mm: -3 }),
      "lesion_measurement.diameter_mm must lie between",
    ],
  ] as const)("%s is refused by the contract, with its count", async (_, change, message) => {
    const refused = outcomeOf(base, change);
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toThrow(/broken in \d+ rows? \(data rows? \d/);
  });

  it("a measurement dated before birth is refused by the contract", async () => {
    await expect(
      outcomeOf(base, (tables) => {
        const dated = (rows: RwidRow[], stem: string) =>
          rows.map((row) => ({ ...row, [`${stem}_day`]: null, [`${stem}_on`]: "1949-12-31" }));
        tables.dataset = tables.dataset!.map((row) => ({ ...row, time_basis: "calendar" }));
        tables.patient = tables.patient!.map((row) => ({ ...row, entered_day: null, birth_year: 1950 }));
        tables.vital_status = [];
        tables.imaging_study = dated(tables.imaging_study!, "performed");
      }),
    ).rejects.toThrow("imaging_study.performed_on must not lie before the patient's birth_year: broken in 3 rows");
  });
});

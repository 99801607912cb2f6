import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DataError } from "../../src/errors.js";
import { type Baseline, openBaseline, type PatientIndex } from "../../src/source/baseline-view.js";
import { openSource, type Source } from "../../src/source/open-source.js";
import type { Store } from "../../src/store/store.js";
import { fullRwid } from "../support/full-rwid.js";
import { writeRwid } from "../support/write-rwid.js";

const folder = mkdtempSync(join(tmpdir(), "scanarm-test-"));
const index: PatientIndex = {
  patientId: ["cal:1", "day:1"],
  indexOn: ["2020-03-01", null],
  indexDay: new Int32Array([0, 10]),
};
let source: Source;
let baseline: Baseline;
beforeAll(async () => {
  source = await openSource({ folder: writeRwid(join(folder, "in"), fullRwid) }, { tempDirectory: join(folder, "t") });
  baseline = await openBaseline(source, index);
});
afterAll(() => {
  baseline.store.close();
  source.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The rows of a query as text, a column at a time: `a|b|∅`. */
async function rowsOf(store: Store, columns: string, from: string): Promise<string[]> {
  const parts = columns.split(", ").map((column) => `coalesce(cast(${column} as varchar), '∅')`);
  return (await store.query(`select ${parts.join(" || '|' || ")} as line from ${from}`)).text("line").map(String);
}
const baselineRows = (table: string, columns: string) => rowsOf(baseline.store, columns, `baseline.${table}`);

describe("baseline holds", () => {
  it("patients with an index, their age and year at index, entry after index emptied", async () => {
    expect(await baselineRows("patient", "patient_id, dataset_id, entered_day, age_years, index_year, sex")).toEqual([
      "cal:1|cal|0|70.0|2020|female",
      `day:1|day|-10|${61.5 + 10 / 365.25}|∅|female`,
    ]);
  });

  it("every dataset, without calendar dates", async () => {
    const dataset = await baseline.store.query("select * from baseline.dataset");
    expect(dataset.text("dataset_id")).toEqual(["cal", "day"]);
    expect(dataset.names).not.toContain("data_cutoff");
    expect(dataset.names).not.toContain("extracted_on");
  });

  it("diagnoses up to index, a later metastasis emptied", async () => {
    expect(await baselineRows("diagnosis", "patient_id, diagnosed_day, metastatic_day, stage")).toEqual([
      "cal:1|-790|∅|III",
      "day:1|-40|-40|IV",
    ]);
  });

  it("lines and drugs started up to index, a later end emptied and no word of why a line ended", async () => {
    const { names } = await baseline.store.query("select * from baseline.therapy_line");
    expect(names).not.toContain("end_reason");
    expect(await baselineRows("therapy_line", "patient_id, line_number, started_day, ended_day")).toEqual([
      "cal:1|1|0|∅",
      "day:1|1|-100|-30",
    ]);
    expect(await baselineRows("drug_exposure", "patient_id, exposure_id, started_day, ended_day")).toEqual([
      "cal:1|1|0|∅",
    ]);
  });

  it("observations up to index; undated ones are left out and counted", async () => {
    expect(await baselineRows("observation", "patient_id, observation_id, observed_day, value_num")).toEqual([
      "cal:1|1|-10|1.0",
      "day:1|1|-13|250.5",
    ]);
    expect(baseline.undated).toEqual([
      { table: "diagnosis", rows: 0 },
      { table: "therapy_line", rows: 0 },
      { table: "drug_exposure", rows: 0 },
      { table: "observation", rows: 1 },
      { table: "imaging_study", rows: 0 },
      { table: "lesion", rows: 1 },
      { table: "local_therapy", rows: 0 },
    ]);
  });

  it("scans up to index with their measurements and features", async () => {
    expect(await baselineRows("imaging_study", "study_uid, performed_day")).toEqual(["1.1|-5", "2.1|-17"]);
    expect(await baselineRows("lesion_measurement", "study_uid, lesion_id, diameter_mm")).toEqual([
      "1.1|T1|31.5",
      "1.1|T2|18.0",
      "2.1|T1|22.0",
    ]);
    expect(await baselineRows("radiomic_feature", "study_uid, lesion_id, value")).toEqual(["1.1|T1|12.25"]);
  });

  it("a scan of a known month only where that whole month lies before index", async () => {
    const studies = fullRwid.imaging_study.map((row) => {
      if (row.study_uid === "1.1") return { ...row, performed_on: "2020-02-01", performed_on_precision: "month" };
      return row.study_uid === "1.2" ? { ...row, performed_on: "2020-03-01", performed_on_precision: "month" } : row;
    });
    const tables = { ...fullRwid, imaging_study: studies };
    const other = await openSource({ folder: writeRwid(join(folder, "month"), tables) });
    const view = await openBaseline(other, index);
    expect(await rowsOf(view.store, "study_uid, performed_day", "baseline.imaging_study")).toEqual([
      "1.1|-29",
      "2.1|-17",
    ]);
    view.store.close();
    other.close();
  });

  it("lesions first seen or measured up to index; no new ones, no word of merging", async () => {
    expect(await baselineRows("lesion", "patient_id, lesion_id, role, first_seen_day")).toEqual([
      "cal:1|T1|target|-5",
      "cal:1|T2|target|∅",
      "day:1|T1|target|-17",
    ]);
    const { names } = await baseline.store.query("select * from baseline.lesion");
    expect(names).not.toContain("merged_into");
    expect(names).not.toContain("split_from");
  });

  it("local therapies up to index", async () => {
    expect(await baselineRows("local_therapy", "patient_id, kind, performed_day")).toEqual(["day:1|surgery|-50"]);
  });
});

describe("baseline cannot reach", () => {
  it("outcome tables, the full data or any other schema", async () => {
    const tables = await rowsOf(baseline.store, "schema_name, table_name", "duckdb_tables() order by all");
    expect(tables).toEqual(
      [
        "dataset",
        "diagnosis",
        "drug_exposure",
        "imaging_study",
        "lesion",
        "lesion_measurement",
        "local_therapy",
        "observation",
        "patient",
        "radiomic_feature",
        "therapy_line",
      ].map((table) => `baseline|${table}`),
    );
    for (const table of ["vital_status", "reader_assessment", "ehr_assessment", "collected_event"])
      await expect(baseline.store.query(`select * from baseline.${table}`)).rejects.toThrow("does not exist");
    await expect(baseline.store.query("select * from rwid.patient")).rejects.toThrow("does not exist");
    await expect(baseline.store.query("select * from source.rwid.patient")).rejects.toThrow("does not exist");
  });

  it("a date", async () => {
    expect(
      await rowsOf(
        baseline.store,
        "count(*)",
        "duckdb_columns() where data_type like 'DATE%' or column_name like '%\\_on' escape '\\'",
      ),
    ).toEqual(["0"]);
  });

  it("files, nor be written to", async () => {
    for (const sql of [
      `attach '${source.databasePath}' as source`,
      `attach '${source.databasePath}' as source (read_only)`,
      "select * from read_text('/etc/hostname')",
      "delete from baseline.patient",
      "set enable_external_access = true",
    ])
      await expect(baseline.store.execute(sql), sql).rejects.toThrow();
  });
});

describe("openBaseline", () => {
  it("moves all days when the index moves, and takes age_at_index of a calendar dataset as it stands", async () => {
    const later = await openBaseline(source, {
      ...index,
      indexOn: ["2020-05-01", null],
      indexDay: new Int32Array([0, 60]),
    });
    expect(await rowsOf(later.store, "study_uid, performed_day", "baseline.imaging_study")).toEqual([
      "1.1|-66",
      "1.2|-11",
      "2.1|-67",
      "2.2|-4",
    ]);
    expect(await rowsOf(later.store, "patient_id, metastatic_day", "baseline.diagnosis")).toEqual([
      "cal:1|-30",
      "day:1|-90",
    ]);
    later.store.close();
  });

  it("is empty for no patients", async () => {
    const none = await openBaseline(source, { patientId: [], indexOn: [], indexDay: new Int32Array(0) });
    expect(await rowsOf(none.store, "count(*)", "baseline.patient")).toEqual(["0"]);
    expect(none.undated.every(({ rows }) => rows === 0)).toBe(true);
    none.store.close();
  });

  it("removes its file when it is closed", async () => {
    const files = () => readdirSync(source.folder).length;
    const before = files();
    const another = await openBaseline(source, index);
    expect(files()).toBe(before + 1);
    another.store.close();
    expect(files()).toBe(before);
  });

  it("refuses an index in the wrong time basis, of a stranger, or twice", async () => {
    const one = (patientId: string, on: string | null) =>
      openBaseline(source, { patientId: [patientId], indexOn: [on], indexDay: new Int32Array(1) });
    await expect(one("cal:1", null)).rejects.toThrow(DataError);
    await expect(one("day:1", "2020-01-01")).rejects.toThrow("it is not for 1 patients");
    await expect(one("cal:9", "2020-01-01")).rejects.toThrow("that the source does not hold");
    const twice = { patientId: ["day:1", "day:1"], indexOn: [null, null], indexDay: new Int32Array(2) };
    await expect(openBaseline(source, twice)).rejects.toThrow("name each patient once");
  });
});

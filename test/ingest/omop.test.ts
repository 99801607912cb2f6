import { describe, expect, it } from "vitest";
import { asFiles, type Datasets, type Ingested, ingestFiles, refusalOf, tablesOf } from "../support/ingest-files.js";
import { omopConcepts, plainTrialInOmop, plainTrialInSdtm } from "../support/plain-trial.js";
import { rwidCsv } from "../support/write-rwid.js";

const dataset = (source: object) => ({
  datasets: [{ id: "t1", kind: "trial", name: "A plain trial", sources: [source] }],
});
const omopConfig = dataset({ kind: "omop", concepts: "concepts.csv" });

const omopFiles = (tables: Datasets = plainTrialInOmop(), concepts = omopConcepts) => ({
  ...asFiles.csv(tables),
  "concepts.csv": rwidCsv(concepts),
});

describe("OMOP CDM 5.4 with episodes and the Medical Imaging extension", () => {
  it("gives the tables that the same trial gives from SDTM in CSV, transport files and Dataset-JSON", async () => {
    const sdtm = plainTrialInSdtm();
    const loads: Ingested[] = [];
    for (const files of [asFiles.csv(sdtm), asFiles.xpt(sdtm), asFiles.json(sdtm)])
      loads.push(await ingestFiles(files, dataset({ kind: "sdtm" })));
    const omop = await ingestFiles(omopFiles(), omopConfig);
    const [csv, xpt, json] = await Promise.all(loads.map(tablesOf));
    expect([xpt, json]).toEqual([csv, csv]);
    const tables = await tablesOf(omop);
    const same = [
      "dataset",
      "imaging_study",
      "lesion",
      "lesion_measurement",
      "patient",
      "reader_assessment",
      "therapy_line",
    ];
    for (const table of same) expect(tables[table], table).toBe(csv![table]);
    // The CDM numbers exposures, and says in other words where a death is recorded.
    for (const [table, columns] of [
      ["drug_exposure", "patient_id, drug_name, started_on, ended_on, line_number"],
      ["vital_status", "patient_id, died_on, died_on_precision, last_known_alive_on"],
    ]) {
      const sql = `select ${columns} from rwid.${table} order by all`;
      const rows = await omop.rows(sql);
      expect(rows).toHaveLength(2);
      expect(rows.map(withoutDayPrecision)).toEqual((await loads[0]!.rows(sql)).map(withoutDayPrecision));
    }
    expect(Object.keys(tables).sort()).toEqual(Object.keys(csv!).sort());
    for (const load of [...loads, omop]) load.close();
  });

  it("reads acquisition parameters that point to an image", async () => {
    const loaded = await ingestFiles(omopFiles(plainTrialInOmop(5)), omopConfig);
    expect(await loaded.rows("select distinct slice_thickness_mm from rwid.imaging_study")).toEqual([
      { slice_thickness_mm: "5.0" },
    ]);
    loaded.close();
  });

  it("sets rows of concepts without an entry aside and counts them by concept, or refuses them", async () => {
    const tables = plainTrialInOmop();
    const unknown = {
      measurement_id: 900,
      person_id: 1,
      measurement_concept_id: 3000963,
      measurement_date: "2020-01-05",
      value_as_number: 13,
    };
    const files = omopFiles({ ...tables, measurement: [...tables.measurement!, unknown] });
    const loaded = await ingestFiles(files, omopConfig);
    expect(await loaded.rows("select part, reason, rows from provenance.set_aside order by 1, 2")).toEqual([
      { part: "measurement", reason: "concept 3000963 is not in the concept map", rows: "1" },
    ]);
    expect(await loaded.rows("select value from provenance.code_list where source_value = '2000000022'")).toEqual([
      { value: "LYMPH NODE" },
    ]);
    loaded.close();
    expect(await refusalOf(files, dataset({ kind: "omop", concepts: "concepts.csv", unmapped: "refuse" }))).toContain(
      "measurement.csv, column measurement_concept_id: holds a concept that the map does not know; add it to the concepts file, or set unmapped rows aside: 1 row (row 18)",
    );
    const mapped = await ingestFiles(
      {
        ...files,
        "concepts.csv": rwidCsv([...omopConcepts, { concept_id: 3000963, use: "observation", value: "haemoglobin" }]),
      },
      omopConfig,
    );
    expect(await mapped.rows("select concept, observed_on, value_num from rwid.observation")).toEqual([
      { concept: "haemoglobin", observed_on: "2020-01-05", value_num: "13.0" },
    ]);
    mapped.close();
  });

  it("refuses concepts that must be known: modality, role, response, unit of a length", async () => {
    const without = (...ids: number[]) => omopConcepts.filter((row) => !ids.includes(Number(row.concept_id)));
    expect(await refusalOf(omopFiles(plainTrialInOmop(), without(2000000013)), omopConfig)).toContain(
      "image_feature.csv, column image_finding_concept_id: holds a concept that the map does not know as lesion_role; add it to the concepts file: 1 row (row 10)",
    );
    expect(await refusalOf(omopFiles(plainTrialInOmop(), without(2000000032)), omopConfig)).toContain(
      "measurement.csv, column value_as_concept_id: holds a concept that the map does not know as response; add it to the concepts file: 1 row (row 11)",
    );
    const tables = plainTrialInOmop();
    const images = tables.image_occurrence!.map((row, i) => (i === 0 ? { ...row, modality_concept_id: 99 } : row));
    expect(await refusalOf(omopFiles({ ...tables, image_occurrence: images }), omopConfig)).toContain(
      "image_occurrence.csv, column modality_concept_id: holds a concept that the map does not know as modality",
    );
    const inches = tables.measurement!.map((row, i) => (i === 0 ? { ...row, unit_concept_id: 9327 } : row));
    expect(await refusalOf(omopFiles({ ...tables, measurement: inches }), omopConfig)).toContain(
      "measurement.csv, column unit_concept_id: must be mm or cm by the concept map where an image feature points to a length: 1 row (row 1)",
    );
    expect(await refusalOf(omopFiles(tables, [{ concept_id: 1, use: "sizes", value: "x" }]), omopConfig)).toContain(
      "SpecError: use must be one of observation, acquisition",
    );
  });
});

/** A whole date may say so or not. */
function withoutDayPrecision(row: Record<string, string | null>): Record<string, string | null> {
  return row.died_on_precision === undefined ? row : { ...row, died_on_precision: row.died_on === null ? null : "day" };
}

import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openStore } from "../../src/store/open-store.js";
import { type FileContents, ingestFiles, refusalOf, runIngest, writeFiles } from "../support/ingest-files.js";

const patients = `MRN;Geschlecht;Geburt;Tod
17;w;1950;2021-05
18;m;1961;
19;?;1940;
`;
const reads = `PID,Exam,ExamDate,Reader,Les,Size,U,Axis,Status,Site
17,E1,03/02/2020,R1,A,2.35,cm,L,final,Lung
17,E1,03/02/2020,R1,B,1.4,cm,S,final,Node
17,E2,15/04/2020,R1,A,1.005,cm,L,final,Lung
17,E2,15/04/2020,R1,B,,cm,S,draft,Node
18,E3,01/03/2020,R1,A,3.5,cm,L,final,Lung
`;

const measurement = {
  file: "reads.csv",
  to: "lesion_measurement",
  id: "Exam",
  columns: {
    study_uid: "Exam",
    reader_id: "Reader",
    lesion_id: "Les",
    diameter_mm: { from: "Size", unit: { column: "U" } },
    axis: { from: "Axis", codes: { L: "long", S: "short" } },
    state: { value: "measured" },
  },
  where: [{ column: "Status", oneOf: ["final"], reason: "not final" }],
};

const tables = [
  {
    file: "patients.csv",
    to: "patient",
    delimiter: ";",
    columns: {
      patient_id: "MRN",
      sex: { from: "Geschlecht", codes: { w: "female", m: "male", "?": null } },
      birth_year: "Geburt",
    },
  },
  {
    file: "patients.csv",
    to: "vital_status",
    delimiter: ";",
    columns: { patient_id: "MRN", died_on: "Tod" },
  },
  {
    file: "reads.csv",
    to: "imaging_study",
    distinct: true,
    columns: {
      study_uid: "Exam",
      patient_id: "PID",
      performed_on: { from: "ExamDate", date: "dd/mm/yyyy" },
      modality: { value: "CT" },
    },
  },
  {
    file: "reads.csv",
    to: "lesion",
    distinct: true,
    columns: {
      patient_id: "PID",
      reader_id: "Reader",
      lesion_id: "Les",
      role: { value: "target" },
      organ: "Site",
    },
  },
  measurement,
];

const configOf = (mapped: readonly object[]) => ({
  datasets: [{ id: "reg", kind: "registry", name: "A registry", sources: [{ kind: "tables", tables: mapped }] }],
});
const files: FileContents = { "patients.csv": patients, "reads.csv": reads };

describe("a mapping file", () => {
  it("reads any column names, with units, code lists, dates and rows set aside", async () => {
    const loaded = await ingestFiles(files, configOf(tables));
    expect(await loaded.rows("select patient_id, dataset_id, sex, birth_year from rwid.patient order by 1")).toEqual([
      { patient_id: "reg:17", dataset_id: "reg", sex: "female", birth_year: "1950" },
      { patient_id: "reg:18", dataset_id: "reg", sex: "male", birth_year: "1961" },
      { patient_id: "reg:19", dataset_id: "reg", sex: null, birth_year: "1940" },
    ]);
    expect(
      await loaded.rows(
        "select patient_id, died_on, died_on_precision from rwid.vital_status where died_on is not null",
      ),
    ).toEqual([{ patient_id: "reg:17", died_on: "2021-05-01", died_on_precision: "month" }]);
    expect(await loaded.rows("select study_uid, patient_id, performed_on from rwid.imaging_study order by 1")).toEqual([
      { study_uid: "E1", patient_id: "reg:17", performed_on: "2020-02-03" },
      { study_uid: "E2", patient_id: "reg:17", performed_on: "2020-04-15" },
      { study_uid: "E3", patient_id: "reg:18", performed_on: "2020-03-01" },
    ]);
    expect(
      await loaded.rows("select study_uid, lesion_id, axis, diameter_mm from rwid.lesion_measurement order by 1, 2"),
    ).toEqual([
      { study_uid: "E1", lesion_id: "A", axis: "long", diameter_mm: "23.5" },
      { study_uid: "E1", lesion_id: "B", axis: "short", diameter_mm: "14.0" },
      { study_uid: "E2", lesion_id: "A", axis: "long", diameter_mm: "10.05" },
      { study_uid: "E3", lesion_id: "A", axis: "long", diameter_mm: "35.0" },
    ]);
    expect(
      await loaded.rows(
        "select l.source_row, l.source_id from lineage.lesion as l join rwid.lesion as t on t.rowid = l.record order by l.source_row",
      ),
    ).toEqual([
      { source_row: "1", source_id: null },
      { source_row: "2", source_id: null },
      { source_row: "5", source_id: null },
    ]);
    expect(await loaded.rows("select part, reason, rows from provenance.set_aside")).toEqual([
      { part: "lesion_measurement", reason: "not final", rows: "1" },
    ]);
    expect(
      await loaded.rows(
        "select variables, rule from provenance.variable_origin where table_name = 'lesion_measurement' and column_name = 'diameter_mm'",
      ),
    ).toEqual([{ variables: "reads.csv:Size; reads.csv:U", rule: "in the unit of U; cm × 10" }]);
    loaded.close();
  });

  it("reads Parquet with the types it has, and writes a folder of tables that can be loaded again", async () => {
    const folder = writeFiles(files, null);
    const store = await openStore();
    for (const [name, delim] of [
      ["patients", ";"],
      ["reads", ","],
    ])
      await store.execute(
        `copy (from read_csv('${folder}/${name}.csv', delim = '${delim}', header = true, nullstr = '')) to '${folder}/${name}.parquet'`,
      );
    store.close();
    const parquet = tables.map((table) => ({
      ...JSON.parse(JSON.stringify(table).replaceAll(".csv", ".parquet")),
      ...(table.to === "imaging_study" ? { columns: { ...table.columns, performed_on: "ExamDate" } } : {}),
    }));
    const again = writeFiles(
      {
        "patients.parquet": readFileSync(join(folder, "patients.parquet")),
        "reads.parquet": readFileSync(join(folder, "reads.parquet")),
      },
      { ...configOf(parquet), output: { format: "csv" } },
    );
    await runIngest(again, "rwid");
    const { openSource } = await import("../../src/source/open-source.js");
    const source = await openSource({ folder: join(again, "rwid") });
    const found = await source.store.query(
      "select diameter_mm as mm from rwid.lesion_measurement order by study_uid, lesion_id",
    );
    expect([...found.float64("mm").values]).toEqual([23.5, 14, 10.05, 35]);
    source.close();
    expect(readFileSync(join(again, "rwid", "provenance", "set_aside.csv"), "utf8")).toContain("not final");
    expect(readFileSync(join(again, "rwid", "provenance", "report.mapping.md"), "utf8")).toContain("# Mapping report");
    await runIngest(again, "rwid");
    rmSync(folder, { recursive: true });
    rmSync(again, { recursive: true });
  });

  const refusal = (text: string, mapped: readonly object[] = tables) =>
    refusalOf({ ...files, "reads.csv": text }, configOf(mapped));

  it("refuses mixed units, unless each row is to be read in its own", async () => {
    const mixed = reads.replace("3.5,cm", "35,mm");
    expect(await refusal(mixed)).toContain(
      'reads.csv, column U: mixes units: most rows are in cm, these in mm; correct them, or say "mixed": true to convert each by its own unit: 1 row (row 5)',
    );
    const allowed = {
      ...measurement,
      columns: { ...measurement.columns, diameter_mm: { from: "Size", unit: { column: "U", mixed: true } } },
    };
    const loaded = await ingestFiles({ ...files, "reads.csv": mixed }, configOf([...tables.slice(0, 4), allowed]));
    expect(await loaded.rows("select diameter_mm from rwid.lesion_measurement where study_uid = 'E3'")).toEqual([
      { diameter_mm: "35.0" },
    ]);
    loaded.close();
  });

  it("names file, row and column of every value that does not fit", async () => {
    expect(await refusal(reads.replace("2.35,cm,L", "2.35,inch,X").replace("15/04/2020", "2020-04-15"))).toBe(
      `DataError: nothing was loaded: 3 things to correct in ingest.json:
  - reads.csv, column ExamDate: must be a date as dd/mm/yyyy: 1 row (row 3)
  - reads.csv, column U: must be mm or cm where Size is given: 1 row (row 1)
  - reads.csv, column Axis: holds a value that its code list does not know; add it to codes: 1 row (row 1)`,
    );
    expect(await refusal(reads.replace("18,E3", ",E3"))).toContain(
      "→ imaging_study.patient_id must not be empty: 1 row (row 5)",
    );
    expect(await refusal(`${reads}17,E1,03/02/2020,R1,A,2.35,cm,L,final,Lung\n`)).toContain(
      "reads.csv, column Exam or Reader or Les: → lesion_measurement.study_uid, reader_id, lesion_id must be unique: 1 row (row 6)",
    );
  });

  it("refuses a length without a unit, a code that the contract does not know, and names that do not exist", async () => {
    const change = (columns: object) => [
      ...tables.slice(0, 4),
      { ...measurement, columns: { ...measurement.columns, ...columns } },
    ];
    expect(await refusal(reads, change({ diameter_mm: "Size" }))).toBe(
      'SpecError: lesion_measurement.diameter_mm is a length; say its unit: {"from": "Size", "unit": "mm"} → datasets[0].sources[0].tables[4].columns.diameter_mm',
    );
    expect(await refusal(reads, change({ axis: { from: "Axis", codes: { L: "lang" } } }))).toContain(
      'SpecError: lesion_measurement.axis must be one of long, short; got "lang"',
    );
    expect(await refusal(reads, change({ diametre_mm: "Size" }))).toContain(
      '"diametre_mm" is no column of lesion_measurement; did you mean "diameter_mm"?',
    );
    expect(await refusal(reads, change({ reason: "Grund" }))).toContain(
      "reads.csv has no column Grund; it has PID, Exam, ExamDate",
    );
    expect(await refusal(reads, [{ ...measurement, to: "lesion_mesurement" }])).toContain(
      '"lesion_mesurement" is no table of the contract; did you mean "lesion_measurement"?',
    );
  });
});

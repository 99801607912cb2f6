import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openStore } from "../../src/store/open-store.js";
import { type FileContents, ingestFiles, refusalOf, tablesOf, writeFiles } from "../support/ingest-files.js";
import { type RwidRow, rwidCsv } from "../support/write-rwid.js";

const feature = (ibsi: string, value: number, more: RwidRow = {}): RwidRow => ({
  study: "1.1",
  lesion: "A",
  ibsi,
  filter: "original",
  value,
  bins: "fixed bin size 25 HU",
  package: "engine 3.1",
  ...more,
});
const rows = [feature("RNU0", 1520.5), feature("TU9B", 4.25), feature("TU9B", 3.5, { filter: "LoG, sigma 2 mm" })];
const others: FileContents = {
  "patients.csv": rwidCsv([{ id: "1" }]),
  "scans.csv": rwidCsv([{ study: "1.1", patient: "1", day: "2020-01-02" }]),
  "lesions.csv": rwidCsv([{ patient: "1", lesion: "A" }]),
};

const configOf = (file: string) => ({
  datasets: [
    {
      id: "m",
      kind: "ehr_imaging",
      name: "M",
      sources: [
        {
          kind: "tables",
          tables: [
            { file: "patients.csv", to: "patient", columns: { patient_id: "id" } },
            {
              file: "scans.csv",
              to: "imaging_study",
              columns: { study_uid: "study", patient_id: "patient", performed_on: "day", modality: { value: "CT" } },
            },
            {
              file: "lesions.csv",
              to: "lesion",
              columns: {
                patient_id: "patient",
                reader_id: { value: "r" },
                lesion_id: "lesion",
                role: { value: "target" },
              },
            },
            {
              file,
              to: "radiomic_feature",
              columns: {
                study_uid: "study",
                reader_id: { value: "r" },
                lesion_id: "lesion",
                ibsi_code: "ibsi",
                filter: { from: "filter", codes: { original: "none", "LoG, sigma 2 mm": "LoG, sigma 2 mm" } },
                value: "value",
                discretisation: "bins",
                resampling: { value: "1 mm, linear" },
                software: "package",
              },
            },
          ],
        },
      ],
    },
  ],
});

const toParquet = (csv: string): Promise<Uint8Array> =>
  parquetOf({ "f.csv": csv }, (folder) => `from read_csv('${folder}/f.csv', header = true)`);

async function parquetOf(files: FileContents, select: (folder: string) => string): Promise<Uint8Array> {
  const folder = writeFiles(files, null);
  const store = await openStore();
  await store.execute(`copy (${select(folder)}) to '${folder}/f.parquet'`);
  store.close();
  const bytes = readFileSync(join(folder, "f.parquet"));
  rmSync(folder, { recursive: true, force: true });
  return bytes;
}

const refused = (features: readonly RwidRow[]) =>
  refusalOf({ ...others, "features.csv": rwidCsv(features) }, configOf("features.csv"));

describe("radiomic features through a mapping", () => {
  it("come with how they were computed, the same from CSV and from Parquet", async () => {
    const csv = await ingestFiles({ ...others, "features.csv": rwidCsv(rows) }, configOf("features.csv"));
    expect(
      await csv.rows(
        "select ibsi_code, filter, value, discretisation, resampling, software from rwid.radiomic_feature",
      ),
    ).toEqual(
      [
        ["RNU0", "none", "1520.5"],
        ["TU9B", "none", "4.25"],
        ["TU9B", "LoG, sigma 2 mm", "3.5"],
      ].map(([ibsi_code, filter, value]) => ({
        ibsi_code,
        filter,
        value,
        discretisation: "fixed bin size 25 HU",
        resampling: "1 mm, linear",
        software: "engine 3.1",
      })),
    );
    const parquet = await ingestFiles(
      { ...others, "features.parquet": await toParquet(rwidCsv(rows)) },
      configOf("features.parquet"),
    );
    expect(await tablesOf(parquet)).toEqual(await tablesOf(csv));
    csv.close();
    parquet.close();
  });

  it("keep the row of their file over many row groups, read by several threads", async () => {
    const bytes = await parquetOf(
      {},
      () => `select '1.1' as study, 'A' as lesion, upper(lpad(to_base(i, 36), 4, '0')) as ibsi, 'original' as filter,
  i + 1.0 as value, 'none' as bins, 'engine 3.1' as package
from range(400000) as r(i)`,
    );
    const loaded = await ingestFiles({ ...others, "features.parquet": bytes }, configOf("features.parquet"));
    expect(
      await loaded.rows(`select
  count(*) as rows,
  count(*) filter (where f.value = l.source_row and f.rowid = l.record) as in_place,
  count(distinct l.source_row) as source_rows,
  min(p.path) as path
from rwid.radiomic_feature as f
join lineage.radiomic_feature as l on l.record = f.rowid
join provenance.source_file as p using (file_id)`),
    ).toEqual([{ rows: "400000", in_place: "400000", source_rows: "400000", path: "features.parquet" }]);
    loaded.close();
  });

  it("are refused without an IBSI code, or with what is none, by file and row", async () => {
    expect(await refused([rows[0]!, feature("", 1)])).toContain(
      "features.csv, column ibsi: → radiomic_feature.ibsi_code must not be empty: 1 row (row 2)",
    );
    expect(await refused([rows[0]!, feature("glcm_Entropy", 1)])).toContain(
      "features.csv, column ibsi: → radiomic_feature.ibsi_code must be a code of the IBSI reference manual: four capital letters or digits: 1 row (row 2)",
    );
  });

  it("are refused twice under one filter, and of a lesion that nobody follows", async () => {
    expect(await refused([rows[0]!, feature("RNU0", 7)])).toContain(
      "radiomic_feature.study_uid, reader_id, lesion_id, ibsi_code, filter must be unique: 1 row (row 2)",
    );
    expect(await refused([feature("RNU0", 7, { lesion: "B" })])).toContain(
      "must be a lesion of the scan's patient and this reader in table lesion: 1 row (row 1)",
    );
  });
});

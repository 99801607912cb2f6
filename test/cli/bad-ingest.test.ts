import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asFiles, type Datasets, datasetJson, type FileContents, writeFiles } from "../support/ingest-files.js";
import { omopConcepts, plainTrialInOmop } from "../support/plain-trial.js";
import { runCli } from "../support/run-cli.js";
import { sdtmConfig, sdtmTrial } from "../support/sdtm-trial.js";
import { type RwidRow, rwidCsv } from "../support/write-rwid.js";

const csv = asFiles.csv(sdtmTrial);
const xpt = asFiles.xpt(sdtmTrial);
const json = asFiles.json(sdtmTrial);

/** A folder with a database that a sound load wrote; each case starts from a copy. */
let sound: string;
beforeAll(() => {
  sound = writeFiles(csv, sdtmConfig);
  const { code, stderr } = runCli(sound, "ingest", ".", "--out", "out.duckdb");
  expect(code, stderr).toBe(0);
});
afterAll(() => rmSync(sound, { recursive: true, force: true }));

interface Case {
  readonly files: FileContents;
  readonly config?: object;
  /** Links to make, name → target. */
  readonly links?: Readonly<Record<string, string>>;
}

/** Puts the files of a case in the place of the sound ones, loads them over the database there, and returns what is said. */
function refuse({ files, config = sdtmConfig, links = {} }: Case): {
  readonly code: number | null;
  readonly said: string;
} {
  const folder = mkdtempSync(join(tmpdir(), "scanarm-bad-"));
  try {
    cpSync(join(sound, "out.duckdb"), join(folder, "out.duckdb"));
    const all = { ...files, "ingest.json": JSON.stringify(config) };
    for (const [name, content] of Object.entries(all)) writeFileSync(join(folder, name), content);
    for (const [name, target] of Object.entries(links)) symlinkSync(target, join(folder, name));
    const before = readFileSync(join(folder, "out.duckdb"));
    const listed = readdirSync(folder).sort();
    const { code, stdout, stderr } = runCli(folder, "ingest", ".", "--out", "out.duckdb");
    expect(stdout).toBe("");
    expect(readFileSync(join(folder, "out.duckdb")).equals(before), "the database is as it was").toBe(true);
    expect(readdirSync(folder).sort()).toEqual(listed);
    // One message, no stack, no identifier of a patient.
    expect(stderr.match(/^scanarm: /gm)).toHaveLength(1);
    expect(stderr).not.toMatch(/ {4}at |T1-[123]/);
    return { code, said: stderr };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const changed = (domain: keyof typeof sdtmTrial, i: number, change: RwidRow): Datasets => {
  const rows: readonly RwidRow[] = sdtmTrial[domain];
  return { ...sdtmTrial, [domain]: rows.map((row, k) => (k === i ? { ...row, ...change } : row)) };
};
const without = (files: FileContents, name: string): FileContents =>
  Object.fromEntries(Object.entries(files).filter(([file]) => file !== name));
const dmFrom = (file: string) => ({
  datasets: [{ ...sdtmConfig.datasets[0]!, sources: [{ kind: "sdtm", files: { DM: file } }] }],
});
const omop = {
  datasets: [{ id: "t1", kind: "trial", name: "T", sources: [{ kind: "omop", concepts: "concepts.csv" }] }],
};
const sizes = (rows: readonly RwidRow[]): FileContents => ({
  "patients.csv": rwidCsv([{ id: "1" }]),
  "scans.csv": rwidCsv([{ study: "1.1", patient: "1", day: "2020-01-02", modality: "CT" }]),
  "lesions.csv": rwidCsv(["A", "B", "C"].map((lesion) => ({ patient: "1", lesion, role: "target" }))),
  "sizes.csv": rwidCsv(rows),
});
const mapping = {
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
              columns: { study_uid: "study", patient_id: "patient", performed_on: "day", modality: "modality" },
            },
            {
              file: "lesions.csv",
              to: "lesion",
              columns: { patient_id: "patient", reader_id: { value: "r" }, lesion_id: "lesion", role: "role" },
            },
            {
              file: "sizes.csv",
              to: "lesion_measurement",
              columns: {
                study_uid: "study",
                reader_id: { value: "r" },
                lesion_id: "lesion",
                diameter_mm: { from: "size", unit: { column: "unit" } },
                state: { value: "measured" },
              },
            },
          ],
        },
      ],
    },
  ],
};
const size = (lesion: string, value: number, unit: string) => ({ study: "1.1", lesion, size: value, unit });
const trXpt = xpt["tr.xpt"] as Buffer;
const latinDm = Buffer.from(
  rwidCsv([{ ...sdtmTrial.DM[0], RACE: "WEISS" }, ...sdtmTrial.DM.slice(1)]).replace("WEISS", "WEIß"),
  "latin1",
);
const concepts = { "concepts.csv": rwidCsv(omopConcepts) };

describe("bad files given to the command line end in one message with file, row and column, and change nothing", () => {
  it.each<[string, () => Case, number, readonly string[]]>([
    [
      "a truncated transport file",
      () => ({ files: { ...xpt, "tr.xpt": trXpt.subarray(0, trXpt.length - 160) } }),
      3,
      ["tr.xpt is truncated: it ends within row "],
    ],
    [
      "text in another encoding",
      () => ({ files: { ...csv, "dm.csv": latinDm } }),
      3,
      ["dm.csv has lines that cannot be read: text that is not utf-8; say which encoding it is: 1 row (row 1)"],
    ],
    [
      "text in another encoding, in a transport file",
      () => ({ files: { ...xpt, ...asFiles.xpt({ DM: [{ ...sdtmTrial.DM[0], RACE: "WEIß" }] }) } }),
      3,
      ["dm.xpt, column RACE: holds text that is not utf-8; say which encoding it is: 1 row (row 1)"],
    ],
    [
      "Dataset-JSON of another version",
      () => ({ files: { ...json, "tr.json": datasetJson("TR", sdtmTrial.TR, "1.0.0") } }),
      3,
      ["tr.json must be Dataset-JSON 1.1; it says 1.0.0: convert it"],
    ],
    [
      "mixed units in a standard column",
      () => ({ files: asFiles.csv(changed("TR", 1, { TRSTRESU: "cm", TRSTRESN: 2 })) }),
      3,
      ["tr.csv, column TRSTRESU: must be one unit throughout", "1 row (row 2)"],
    ],
    [
      "mixed units in a mapped column",
      () => ({ files: sizes([size("A", 20, "mm"), size("B", 2, "cm"), size("C", 14, "mm")]), config: mapping }),
      3,
      ["sizes.csv, column unit: mixes units: most rows are in mm, these in cm", "1 row (row 2)"],
    ],
    [
      "an unknown concept",
      () => {
        const tables = plainTrialInOmop();
        const images = tables.image_occurrence!.map((row, i) => (i === 0 ? { ...row, modality_concept_id: 99 } : row));
        return { files: { ...asFiles.csv({ ...tables, image_occurrence: images }), ...concepts }, config: omop };
      },
      3,
      [
        "image_occurrence.csv, column modality_concept_id: holds a concept that the map does not know as modality",
        "row 1",
      ],
    ],
    [
      "a partial date where a day is needed",
      () => ({ files: asFiles.csv(changed("EX", 3, { EXSTDTC: "2020-01" })) }),
      3,
      ["ex.csv, column EXSTDTC: must be a whole date; it is known to the month or year only", "1 row (row 4)"],
    ],
    [
      "a patient twice in one file",
      () => ({ files: asFiles.csv({ ...sdtmTrial, DM: [...sdtmTrial.DM, sdtmTrial.DM[0]!] }) }),
      3,
      ["dm.csv names a patient again that an earlier row names", "1 row (row 4)"],
    ],
    [
      "a measurement twice in a mapped file",
      () => ({ files: sizes([size("A", 20, "mm"), size("B", 11, "mm"), size("A", 21, "mm")]), config: mapping }),
      3,
      [
        "sizes.csv, column study or lesion: → lesion_measurement.study_uid, reader_id, lesion_id must be unique: 1 row (row 3)",
      ],
    ],
    [
      "a patient in two files with different sex",
      () => ({
        files: { ...csv, ...asFiles.csv({ ADSL: [{ USUBJID: "T1-2", SEX: "F" }] }) },
        config: { datasets: [{ ...sdtmConfig.datasets[0]!, sources: [{ kind: "sdtm" }, { kind: "adam" }] }] },
      }),
      3,
      ["adsl.csv gives a patient another sex than dm.csv does (there in row 2)", "1 row (row 1)"],
    ],
    [
      "a zip bomb",
      () => ({ files: { ...without(csv, "dm.csv"), "dm.csv.gz": gzipSync(Buffer.alloc(101_000_000)) } }),
      3,
      ["dm.csv.gz grows beyond 100 MB when it is unpacked"],
    ],
    [
      "an archive",
      () => ({ files: { ...csv, "dm.zip": "PK" }, config: dmFrom("dm.zip") }),
      3,
      ["dm.zip is an archive; unpack it"],
    ],
    [
      "a path out of the folder",
      () => ({ files: csv, config: dmFrom("../dm.csv") }),
      3,
      ["files must lie in the configuration's folder, named relative to it; got ../dm.csv"],
    ],
    [
      "a link out of the folder",
      () => ({ files: without(csv, "dm.csv"), links: { "dm.csv": join(sound, "dm.csv") } }),
      3,
      ["files must lie in the configuration's folder; the link dm.csv leads out of it"],
    ],
    [
      "a configuration that asks for what there is not",
      () => ({ files: csv, config: { datasets: [{ ...sdtmConfig.datasets[0]!, kind: "trail" }] } }),
      2,
      ['datasets[0].kind must be one of trial, registry, ehr_imaging; got "trail"'],
    ],
  ])("%s", (_, make, code, parts) => {
    const answer = refuse(make());
    expect(answer.code).toBe(code);
    for (const part of parts) expect(answer.said).toContain(part);
  });
});

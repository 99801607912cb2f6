import { existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { asFiles, type Datasets, datasetJson, refusalOf, runIngest, writeFiles } from "../support/ingest-files.js";
import { sdtmConfig, sdtmTrial } from "../support/sdtm-trial.js";
import { type RwidRow, rwidCsv } from "../support/write-rwid.js";

const csv = asFiles.csv(sdtmTrial);
const xpt = asFiles.xpt(sdtmTrial);
const json = asFiles.json(sdtmTrial);

/** The trial with row i of one domain changed. */
function changed(domain: keyof typeof sdtmTrial, i: number, change: RwidRow): Datasets {
  const rows: readonly RwidRow[] = sdtmTrial[domain];
  return { ...sdtmTrial, [domain]: rows.map((row, k) => (k === i ? { ...row, ...change } : row)) };
}

const refused = (datasets: Datasets) => refusalOf(asFiles.csv(datasets), sdtmConfig);

describe("a configuration that asks for what is not read", () => {
  it("is one of another kind", async () => {
    const config = { datasets: [{ id: "t", kind: "trial", name: "T", sources: [{ kind: "fhir" }] }] };
    expect(await refusalOf({}, config)).toMatch(
      /^SpecError: datasets\[0\]\.sources\[0\]\.kind must be one of sdtm, adam, omop, tables, dicom; got "fhir"/,
    );
  });
});

describe("a file that cannot be read", () => {
  it("is a transport file that ends within a row", async () => {
    const bytes = xpt["tr.xpt"] as Buffer;
    expect(await refusalOf({ ...xpt, "tr.xpt": bytes.subarray(0, bytes.length - 160) }, sdtmConfig)).toMatch(
      /^DataError: tr.xpt is truncated: it ends within row \d+$/,
    );
  });

  it("is a transport file that ends within its header, or is none", async () => {
    const bytes = xpt["tr.xpt"] as Buffer;
    expect(await refusalOf({ ...xpt, "tr.xpt": bytes.subarray(0, 900) }, sdtmConfig)).toBe(
      "DataError: tr.xpt ends within its header, or its header is damaged; get it again",
    );
    expect(await refusalOf({ ...xpt, "tr.xpt": "hello" }, sdtmConfig)).toBe(
      "DataError: tr.xpt is no SAS transport file of version 5",
    );
    const v8 = Buffer.from(bytes);
    v8.write("HEADER RECORD*******LIBV8   HEADER RECORD!!!!!!!", 0, "latin1");
    expect(await refusalOf({ ...xpt, "tr.xpt": v8 }, sdtmConfig)).toBe(
      "DataError: tr.xpt is a SAS transport file of version 8; write it as version 5 (XPORT)",
    );
  });

  it("is a transport file of two datasets", async () => {
    const two = Buffer.concat([xpt["tr.xpt"] as Buffer, (xpt["tu.xpt"] as Buffer).subarray(240)]);
    expect(await refusalOf({ ...xpt, "tr.xpt": two }, sdtmConfig)).toBe(
      "DataError: tr.xpt holds 2 datasets; write each into a file of its own",
    );
  });

  it("is Dataset-JSON of another version, of none, truncated, or with other rows than announced", async () => {
    const old = { ...json, "tr.json": datasetJson("TR", sdtmTrial.TR, "1.0.0") };
    expect(await refusalOf(old, sdtmConfig)).toBe(
      "DataError: tr.json must be Dataset-JSON 1.1; it says 1.0.0: convert it",
    );
    expect(await refusalOf({ ...json, "tr.json": "{}" }, sdtmConfig)).toBe(
      "DataError: tr.json is no Dataset-JSON: it names no datasetJSONVersion",
    );
    const text = json["tr.json"] as string;
    for (const cut of [0.3, 0.8])
      expect(await refusalOf({ ...json, "tr.json": text.slice(0, text.length * cut) }, sdtmConfig)).toMatch(
        /^DataError: tr.json is (no valid JSON: it is truncated or damaged; get it again|truncated or altered)/,
      );
    const fewer = text.replace(`"records":${sdtmTrial.TR.length}`, '"records":99');
    expect(await refusalOf({ ...json, "tr.json": fewer }, sdtmConfig)).toBe(
      "DataError: tr.json is truncated or altered: it announces 99 rows and holds 15",
    );
  });

  it("is in another encoding: CSV, transport file and JSON, each with its row", async () => {
    const rows = [{ ...sdtmTrial.DM[0], RACE: "WEISS" }, sdtmTrial.DM[1]!];
    const latin = Buffer.from(rwidCsv(rows).replace("WEISS", "WEIß"), "latin1");
    expect(await refusalOf({ ...csv, "dm.csv": latin }, sdtmConfig)).toContain(
      "dm.csv has lines that cannot be read: text that is not utf-8; say which encoding it is: 1 row (row 1)",
    );
    const text = asFiles.xpt({ DM: [{ ...sdtmTrial.DM[0], RACE: "WEIß" }] });
    expect(await refusalOf({ ...xpt, ...text }, sdtmConfig)).toContain(
      "dm.xpt, column RACE: holds text that is not utf-8; say which encoding it is: 1 row (row 1)",
    );
    const bytes = Buffer.from((json["dm.json"] as string).replace("WHITE", "WEIß"), "latin1");
    expect(await refusalOf({ ...json, "dm.json": bytes }, sdtmConfig)).toContain(
      "dm.json, column RACE: holds text that is not UTF-8, the encoding of Dataset-JSON: 1 row (row 1)",
    );
  });

  it("is a CSV file with ragged lines or a header that names a column twice", async () => {
    expect(await refusalOf({ ...csv, "ss.csv": `${csv["ss.csv"]}a,b,c,d,e,f,g,h\n` }, sdtmConfig)).toContain(
      "ss.csv has lines that cannot be read: more fields than the header has columns (fields are separated by ,): 1 row (row 3)",
    );
    expect(await refusalOf({ ...csv, "ss.csv": "USUBJID,usubjid,SSTESTCD,SSSTRESC\n" }, sdtmConfig)).toContain(
      "ss.csv, column usubjid: must stand once in the header; it stands twice",
    );
  });

  it("is an archive, damaged gzip, or gzip that grows beyond all measure", async () => {
    const files = { datasets: [{ ...sdtmConfig.datasets[0]!, sources: [{ kind: "sdtm", files: { DM: "dm.zip" } }] }] };
    expect(await refusalOf({ ...csv, "dm.zip": "PK" }, files)).toBe(
      "DataError: dm.zip is an archive; unpack it and name the files, or compress each file alone (.gz)",
    );
    const { "dm.csv": dm, ...others } = csv;
    const packed = gzipSync(dm as string);
    expect(await refusalOf({ ...others, "dm.csv.gz": packed }, sdtmConfig)).toBeNull();
    expect(await refusalOf({ ...others, "dm.csv.gz": packed.subarray(0, 60) }, sdtmConfig)).toBe(
      "DataError: dm.csv.gz cannot be unpacked; it is no gzip file, or it is truncated",
    );
    const bomb = gzipSync(Buffer.alloc(3_000_000));
    expect(await refusalOf({ ...others, "dm.csv.gz": bomb }, { ...sdtmConfig, limits: { expandedMegabytes: 1 } })).toBe(
      "DataError: dm.csv.gz grows beyond 1 MB when it is unpacked; if it is meant to, raise limits in the configuration",
    );
  });

  it("is named CSV and is gzip, a workbook or UTF-16: it is told what it is", async () => {
    const dm = csv["dm.csv"] as string;
    const told = async (bytes: Uint8Array) => refusalOf({ ...csv, "dm.csv": bytes }, sdtmConfig);
    expect(await told(gzipSync(dm))).toBe(
      "DataError: dm.csv is no CSV in utf-8: it is compressed with gzip; name it .csv.gz, or unpack it",
    );
    expect(await told(Buffer.from("PK\u0003\u0004 and more\n"))).toBe(
      "DataError: dm.csv is no CSV in utf-8: it is a ZIP archive or a workbook; unpack it, or save the sheet as CSV",
    );
    expect(await told(Buffer.from(`\ufeff${dm}`, "utf16le"))).toMatch(
      /^DataError: dm.csv is no CSV in utf-8: it is in UTF-16; write it as UTF-8/,
    );
  });

  it("lies outside the configuration's folder, by its path or by a link", async () => {
    const outside = (file: string) => ({
      datasets: [{ ...sdtmConfig.datasets[0]!, sources: [{ kind: "sdtm", files: { DM: file } }] }],
    });
    expect(await refusalOf(csv, outside("../dm.csv"))).toBe(
      "DataError: files must lie in the configuration's folder, named relative to it; got ../dm.csv",
    );
    expect(await refusalOf(csv, outside("dn.csv"))).toBe(
      "DataError: there is no file dn.csv in the configuration's folder; correct its name",
    );
    const { "dm.csv": dm, ...others } = csv;
    const away = writeFiles({ "dm.csv": dm! }, null);
    const folder = writeFiles(others, sdtmConfig);
    symlinkSync(join(away, "dm.csv"), join(folder, "dm.csv"));
    await expect(runIngest(folder)).rejects.toThrow(
      "files must lie in the configuration's folder; the link dm.csv leads out of it",
    );
    rmSync(folder, { recursive: true });
    rmSync(away, { recursive: true });
  });
});

describe("rows that cannot be right", () => {
  it.each([
    [
      "a unit that is no length",
      changed("TR", 0, { TRSTRESU: "in" }),
      "tr.csv, column TRSTRESU: must be mm or cm where a diameter is given: 1 row (row 1)",
    ],
    [
      "two units in one standard column",
      changed("TR", 1, { TRSTRESU: "cm", TRSTRESN: 2 }),
      "tr.csv, column TRSTRESU: must be one unit throughout (it is the standard unit); these rows stand in another one than most: 1 row (row 2)",
    ],
    [
      "a word where a diameter must be",
      changed("TR", 0, { TRSTRESC: "large", TRSTRESN: null }),
      "tr.csv, column TRSTRESC: must be a number or a word of code list size_words where the test is a diameter: 1 row (row 1)",
    ],
    [
      "a value outside its code list",
      changed("DM", 0, { SEX: "W" }),
      "dm.csv, column SEX: holds a value that code list sex does not know; add it under codeLists.sex: 1 row (row 1)",
    ],
    [
      "an unknown modality",
      changed("TU", 4, { TUMETHOD: "THERMOGRAPHY" }),
      "tu.csv, column TUMETHOD: holds a value that code list modality does not know; add it under codeLists.modality: 1 row (row 5)",
    ],
    [
      "a partial date where a day is needed",
      changed("EX", 3, { EXSTDTC: "2020-01" }),
      "ex.csv, column EXSTDTC: must be a whole date; it is known to the month or year only: say where to place it (partialDates): 1 row (row 4)",
    ],
    [
      "a date that is none",
      changed("RS", 3, { RSDTC: "2020-02-30" }),
      "rs.csv, column RSDTC: must be a date as YYYY-MM-DD: 1 row (row 4)",
    ],
    [
      "a scan known to the year",
      changed("TR", 0, { TRDTC: "2019" }),
      "tr.csv, column TRDTC: must be a date as YYYY-MM-DD or YYYY-MM: a scan is known to the month at least: 1 row (row 1)",
    ],
    [
      "a death without a day",
      changed("DM", 1, { DTHDTC: null }),
      "dm.csv, column DTHFL: says that the subject died, and neither DTHDTC nor DS dates the death: it would be lost: 1 row (row 2)",
    ],
    [
      "a new lesion without a day",
      changed("TU", 3, { TUDTC: null, VISITNUM: 9 }),
      "tu.csv, column TUDTC: must be filled for a new lesion that no row of TR measures: its progression would have no day: 1 row (row 4)",
    ],
    [
      "a lesion in two roles",
      { ...sdtmTrial, TU: [...sdtmTrial.TU, { ...sdtmTrial.TU[0], TUSEQ: 9, TUSTRESC: "NON-TARGET" }] },
      "tu.csv, column TUSTRESC: gives a lesion of one reader another role than an earlier row does: 1 row (row 6)",
    ],
    [
      "a response given twice",
      { ...sdtmTrial, RS: [...sdtmTrial.RS, { ...sdtmTrial.RS[3], RSSEQ: 9 }] },
      "rs.csv, column RSTESTCD: must stand once for a subject, reader and visit: 1 row (row 6)",
    ],
    [
      "a subject twice",
      { ...sdtmTrial, DM: [...sdtmTrial.DM, sdtmTrial.DM[0]] },
      "dm.csv names a patient again that an earlier row names (patient holds one row a patient): 1 row (row 4)",
    ],
    [
      "a measured lesion that TU does not name",
      changed("TR", 14, { TRLNKID: "T09" }),
      "tr.csv, column TRLNKID: → lesion_measurement.lesion_id must be a lesion of the scan's patient and this reader in table lesion: 1 row (row 15)",
    ],
    [
      "a diameter beyond any lesion",
      changed("TR", 0, { TRSTRESN: 4000 }),
      "tr.csv, column TRSTRESN or TRSTRESU: → lesion_measurement.diameter_mm must lie between 0 and 300 mm: 1 row (row 1)",
    ],
    [
      "death before the last scan",
      changed("DM", 1, { DTHDTC: "2019-03" }),
      "dm.csv, column DTHDTC: → vital_status.died must not lie before the patient's last scan: 1 row (row 2)",
    ],
    [
      "two days of death",
      {
        ...sdtmTrial,
        DM: changed("DM", 1, { DTHDTC: "2020-03-04" }).DM!,
        DS: [...sdtmTrial.DS, { USUBJID: "T1-2", DSSEQ: 9, DSDECOD: "DEATH", DSSTDTC: "2020-03-05" }],
      },
      "ds.csv gives a patient another died_on than dm.csv does (there in row 2); one of them is wrong, or they are two people: 1 row (row 5)",
    ],
  ] as [string, Datasets, string][])("%s", async (_, datasets, line) => {
    expect(await refused(datasets)).toBe(
      `DataError: nothing was loaded: 1 thing to correct in ingest.json:\n  - ${line}`,
    );
  });

  it("are told all at once, with their files", async () => {
    const answer = await refused({ ...changed("DM", 0, { SEX: "W" }), EX: changed("EX", 3, { EXSTDTC: "x" }).EX! });
    expect(answer).toContain("2 things to correct in ingest.json:");
  });

  it("is a patient of two files with different sex: both files and rows are named", async () => {
    const config = { datasets: [{ ...sdtmConfig.datasets[0]!, sources: [{ kind: "sdtm" }, { kind: "adam" }] }] };
    const files = { ...csv, ...asFiles.csv({ ADSL: [{ USUBJID: "T1-2", SEX: "F" }] }) };
    expect(await refusalOf(files, config)).toBe(
      "DataError: nothing was loaded: 1 thing to correct in ingest.json:\n  - adsl.csv gives a patient another sex than dm.csv does (there in row 2); one of them is wrong, or they are two people: 1 row (row 1)",
    );
    expect(await refusalOf({ ...csv, ...asFiles.csv({ ADSL: [{ USUBJID: "T1-2", SEX: "M" }] }) }, config)).toBeNull();
  });

  it("lacks a column that must be there", async () => {
    const without = sdtmTrial.TR.map(({ TRDTC: _, ...row }: RwidRow) => row);
    expect(await refused({ ...sdtmTrial, TR: without })).toContain("tr.csv, column TRDTC: is missing from the file");
  });

  it("never quotes a patient's value or id", async () => {
    const answer = (await refused(changed("DM", 0, { SEX: "SECRETVALUE", USUBJID: "SECRETID" }))) ?? "";
    expect(answer).not.toMatch(/SECRET/);
  });
});

describe("a load that fails", () => {
  it("leaves the earlier load and the folder as they were", async () => {
    const folder = writeFiles(csv, sdtmConfig);
    await runIngest(folder, "out.duckdb");
    const before = readFileSync(join(folder, "out.duckdb"));
    const listed = readdirSync(folder);
    writeFileSync(join(folder, "dm.csv"), rwidCsv(changed("DM", 0, { SEX: "W" }).DM!));
    await expect(runIngest(folder, "out.duckdb")).rejects.toThrow("nothing was loaded");
    expect(readFileSync(join(folder, "out.duckdb")).equals(before)).toBe(true);
    expect(readdirSync(folder)).toEqual(listed);
    await expect(runIngest(folder, "new.duckdb")).rejects.toThrow("nothing was loaded");
    expect(existsSync(join(folder, "new.duckdb"))).toBe(false);
    rmSync(folder, { recursive: true });
  });

  it("is refused before any work where the output is a folder of other files", async () => {
    const folder = writeFiles({ ...csv, "mine/notes.txt": "keep" }, sdtmConfig);
    await expect(runIngest(folder, "mine")).rejects.toThrow(
      "mine holds files that no load wrote; choose another folder",
    );
    rmSync(folder, { recursive: true });
  });

  it("says what a configuration must be", async () => {
    expect(
      await refusalOf(csv, { datasets: [{ id: "a b", kind: "trail", name: "x", sources: [{ kind: "sdtm" }] }] }),
    ).toBe(
      `SpecError: 2 things to correct in ingest.json:
  - datasets[0].id must be letters, digits, dots, hyphens or underscores; got "a b"
  - datasets[0].kind must be one of trial, registry, ehr_imaging; got "trail"`,
    );
    expect(await refusalOf({ "notes.txt": "x" }, null)).toContain(
      "SpecError: folder . holds no ingest.json, and no files",
    );
  });
});

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { DataError, OutputError } from "../../src/errors.js";
import { tableNames } from "../../src/source/contract.js";
import { readDatasets } from "../../src/source/datasets.js";
import { fingerprintTables } from "../../src/source/fingerprint.js";
import { openSource, type SourceInput } from "../../src/source/open-source.js";
import { openStore } from "../../src/store/open-store.js";
import { quoteText } from "../../src/store/quote-text.js";
import { fullRwid } from "../support/full-rwid.js";
import { writeRwid } from "../support/write-rwid.js";

const folder = mkdtempSync(join(tmpdir(), "scanarm-test-"));
const tempDirectory = join(folder, "temporary");
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const csvFolder = writeRwid(join(folder, "csv"), fullRwid);

const open = (input: SourceInput) => openSource(input, { tempDirectory });

/** The tables of the CSV folder as Parquet files and as a DuckDB file, with the engine's guess of their types. */
async function convert(schema: string): Promise<{ parquet: string; duckdb: string }> {
  const parquet = join(folder, `parquet-${schema}`);
  const duckdb = join(folder, `in-${schema}.duckdb`);
  rmSync(duckdb, { force: true });
  mkdirSync(parquet, { recursive: true });
  const store = await openStore({ path: duckdb });
  await store.execute(`create schema if not exists ${schema}`);
  for (const table of tableNames) {
    await store.execute(
      `create table ${schema}.${table} as select * from read_csv(${quoteText(join(csvFolder, `${table}.csv`))})`,
    );
    await store.execute(`copy ${schema}.${table} to ${quoteText(join(parquet, `${table}.parquet`))}`);
  }
  store.close();
  return { parquet, duckdb };
}

describe("openSource", () => {
  it("loads a folder of CSV into typed tables, rows in their order", async () => {
    const source = await open({ folder: csvFolder });
    const line = await source.store.query("select rowid, * from rwid.therapy_line");
    expect(line.names).toContain("started_day");
    expect(line.int32("rowid").values).toEqual(new Int32Array([0, 1, 2]));
    expect(line.text("started_on")).toEqual(["2020-03-01", "2020-07-01", null]);
    expect(line.int32("started_day")).toMatchObject({
      values: new Int32Array([0, 0, -90]),
      missing: new Uint8Array([1, 1, 0]),
    });
    const lesion = await source.store.query("select is_lymph_node from rwid.lesion");
    expect(lesion.boolean("is_lymph_node").values).toEqual(new Uint8Array([0, 1, 0, 0, 0]));
    source.close();
  });

  it("makes every table of the contract, absent ones empty and absent columns NULL", async () => {
    const few = writeRwid(join(folder, "few"), { dataset: fullRwid.dataset, patient: fullRwid.patient });
    const source = await open({ folder: few });
    for (const table of tableNames.slice(2))
      expect((await source.store.query(`select count(*) as n from rwid.${table}`)).int32("n").values[0], table).toBe(0);
    const race = await source.store.query("select race from rwid.patient");
    expect(race.text("race")).toEqual([null, null, null]);
    source.close();
  });

  it("reads Parquet and DuckDB files to the same tables as CSV", async () => {
    const expected = await open({ folder: csvFolder });
    const fingerprints = await fingerprintTables(expected.store);
    expected.close();
    const { parquet, duckdb } = await convert("rwid");
    const inMain = await convert("main");
    for (const input of [{ folder: parquet }, { duckdb }, { duckdb: inMain.duckdb }]) {
      const source = await open(input);
      expect(await fingerprintTables(source.store)).toEqual(fingerprints);
      source.close();
    }
  });

  it("leaves the user's DuckDB file as it was", async () => {
    const { duckdb } = await convert("rwid");
    const hash = () => createHash("sha256").update(readFileSync(duckdb)).digest("hex");
    const before = hash();
    (await open({ duckdb })).close();
    expect(hash()).toBe(before);
    expect(existsSync(`${duckdb}.wal`)).toBe(false);
  });

  it("hands over a store that cannot write, read files or leave that state", async () => {
    const source = await open({ folder: csvFolder });
    for (const sql of [
      "delete from rwid.patient",
      "create table rwid.x as select 1",
      "select * from read_text('/etc/hostname')",
      "copy rwid.patient to 'leak.csv'",
      "set enable_external_access = true",
    ])
      await expect(source.store.execute(sql), sql).rejects.toThrow();
    source.close();
  });

  it("removes its working copy when it is closed and when the data are refused", async () => {
    const source = await open({ folder: csvFolder });
    expect(readdirSync(tempDirectory)).toHaveLength(1);
    source.close();
    expect(readdirSync(tempDirectory)).toEqual([]);
    await expect(open({ folder: writeRwid(join(folder, "none"), {}) })).rejects.toThrow(DataError);
    expect(readdirSync(tempDirectory)).toEqual([]);
  });

  it("reads a folder whose name holds quotes and spaces", async () => {
    const source = await open({ folder: writeRwid(join(folder, "it's a folder"), fullRwid) });
    source.close();
  });
});

describe("openSource refuses", () => {
  it("a folder that cannot be read", async () => {
    const missing = join(folder, "missing");
    await expect(open({ folder: missing })).rejects.toThrow(DataError);
    await expect(open({ folder: missing })).rejects.toThrow(`cannot read the folder ${missing}`);
    await expect(open({ folder: join(csvFolder, "patient.csv") })).rejects.toThrow("cannot read the folder");
  });

  it("a database file that is missing, none at all, or damaged", async () => {
    const text = join(folder, "text.duckdb");
    writeFileSync(text, "patient_id\n");
    await expect(open({ duckdb: join(folder, "no.duckdb") })).rejects.toThrow("no database file at");
    await expect(open({ duckdb: text })).rejects.toThrow("is not a DuckDB database file");
    await expect(open({ duckdb: csvFolder })).rejects.toThrow("is a folder");
    const { duckdb } = await convert("rwid");
    const damaged = join(folder, "damaged.duckdb");
    const bytes = readFileSync(duckdb);
    bytes.fill(7, 13_000, bytes.length - 1000);
    writeFileSync(damaged, bytes);
    await expect(open({ duckdb: damaged })).rejects.toThrow(DataError);
    expect(readdirSync(tempDirectory)).toEqual([]);
  });

  it("a Parquet file that is none, or damaged", async () => {
    const { parquet } = await convert("rwid");
    const path = join(parquet, "patient.parquet");
    const bytes = readFileSync(path);
    writeFileSync(path, "patient_id\ncal:1\n");
    await expect(open({ folder: parquet })).rejects.toThrow("patient.parquet is not a Parquet file");
    bytes.fill(7, 4, 200);
    writeFileSync(path, bytes);
    await expect(open({ folder: parquet })).rejects.toThrow(DataError);
  });

  it("a temporary folder that cannot be made", async () => {
    const blocked = openSource({ folder: csvFolder }, { tempDirectory: join(csvFolder, "patient.csv", "x") });
    await expect(blocked).rejects.toThrow(OutputError);
  });
});

describe("readDatasets", () => {
  it("describes each dataset, in code-unit order", async () => {
    const source = await open({ folder: csvFolder });
    const datasets = await readDatasets(source.store);
    source.close();
    expect(datasets.map(({ datasetId, timeBasis, patients }) => [datasetId, timeBasis, patients])).toEqual([
      ["cal", "calendar", 2],
      ["day", "days_from_index", 1],
    ]);
    expect(datasets[0]).toMatchObject({
      kind: "trial",
      extractedOn: "2022-02-01",
      dataCutoff: "2021-12-31",
      licence: "none",
    });
    expect(datasets[1]).toMatchObject({ version: null, extractedOn: null, provenance: null });
  });
});

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { DataError, OutputError } from "../../src/errors.js";
import { openStore } from "../../src/store/open-store.js";
import { writeTable } from "../../src/store/write-table.js";

const folder = mkdtempSync(join(tmpdir(), "scanarm-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function databaseFile(name: string): Promise<string> {
  const path = join(folder, name);
  const store = await openStore({ path });
  await store.execute("create table t as select i, i / 3.0 as third from range(300000) r(i)");
  store.close();
  return path;
}

describe("openStore", () => {
  it("opens a database in memory and closes twice without harm", async () => {
    const store = await openStore();
    expect((await store.query("select 1 as one")).int32("one").values).toEqual(new Int32Array([1]));
    store.close();
    store.close();
    await expect(store.query("select 1")).rejects.toThrow("the store is closed");
  });

  it("says that a database file is missing, and makes none", async () => {
    const path = join(folder, "absent.duckdb");
    await expect(openStore({ path, readOnly: true })).rejects.toThrow(DataError);
    await expect(openStore({ path, readOnly: true })).rejects.toThrow(`no database file at ${path}`);
    expect(existsSync(path)).toBe(false);
  });

  it("says that a file is no DuckDB database", async () => {
    const path = join(folder, "text.duckdb");
    writeFileSync(path, "patient_id,dataset_id\n");
    await expect(openStore({ path, readOnly: true })).rejects.toThrow(DataError);
    await expect(openStore({ path, readOnly: true })).rejects.toThrow("is not a DuckDB database file");
  });

  it("says that a database file was cut short", async () => {
    const path = await databaseFile("cut.duckdb");
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.subarray(0, bytes.length >> 1));
    await expect(openStore({ path, readOnly: true })).rejects.toThrow(DataError);
    await expect(openStore({ path, readOnly: true })).rejects.toThrow("is damaged");
  });

  it("says that a database file is damaged inside when a query meets the damage", async () => {
    const path = await databaseFile("damaged.duckdb");
    const bytes = readFileSync(path);
    bytes.fill(7, 13_000, bytes.length >> 1);
    writeFileSync(path, bytes);
    const read = async () => {
      const store = await openStore({ path, readOnly: true });
      try {
        await store.query("select sum(third) from t");
      } finally {
        store.close();
      }
    };
    await expect(read()).rejects.toThrow(DataError);
  });

  it("says that a file is open for writing in another program", async () => {
    const path = await databaseFile("busy.duckdb");
    const hold = `const { DuckDBInstance } = require("@duckdb/node-api");
      DuckDBInstance.create(${JSON.stringify(path)}).then((held) => { console.log("held"); setInterval(() => held, 1000); });`;
    const other = spawn(process.execPath, ["-e", hold], { stdio: ["ignore", "pipe", "inherit"] });
    try {
      await once(other.stdout, "data");
      await expect(openStore({ path, readOnly: true })).rejects.toThrow(DataError);
      await expect(openStore({ path, readOnly: true })).rejects.toThrow("is open for writing in another program");
    } finally {
      other.kill();
    }
  });

  it("takes a folder for what it is", async () => {
    const path = join(folder, "sub");
    mkdirSync(path);
    await expect(openStore({ path, readOnly: true })).rejects.toThrow("is a folder, not a DuckDB file");
  });

  it("says that a new file cannot be made", async () => {
    const path = join(folder, "no", "such", "folder.duckdb");
    await expect(openStore({ path })).rejects.toThrow(OutputError);
  });

  it("reads time stamps in UTC, whatever the machine's zone", async () => {
    const store = await openStore();
    const row = await store.query("select cast(timestamptz '2020-07-01 00:00:00+00' as varchar) as t");
    expect(row.text("t")).toEqual(["2020-07-01 00:00:00+00"]);
    store.close();
  });
});

describe("Store.lockDown", () => {
  it("shuts files, attaching and the way back", async () => {
    const store = await openStore();
    await writeTable(store, { name: "t" }, [{ name: "x", type: "integer", values: new Int32Array([1, 2]) }]);
    await store.lockDown();
    expect((await store.query("select count(*) as n from t")).int32("n").values[0]).toBe(2);
    const target = join(folder, "leak.csv");
    const attempts = [
      "select * from read_text('/etc/hostname')",
      "select * from read_csv('/etc/passwd')",
      "select * from '/etc/passwd'",
      "select * from glob('/etc/*')",
      `copy t to '${target}'`,
      `attach '${join(folder, "leak.duckdb")}'`,
      `export database '${join(folder, "leak")}'`,
      "install httpfs",
      "load httpfs",
      "set enable_external_access = true",
      "set lock_configuration = false",
      "set temp_directory = '/tmp'",
    ];
    for (const sql of attempts) await expect(store.execute(sql), sql).rejects.toThrow();
    expect(existsSync(target)).toBe(false);
    expect(existsSync(join(folder, "leak.duckdb"))).toBe(false);
    store.close();
  });

  it("holds for the connection a stream opens for itself", async () => {
    const store = await openStore();
    await store.lockDown();
    const read = async () => {
      for await (const chunk of store.streamChunks("select content from read_text('/etc/hostname')"))
        chunk.text("content");
    };
    await expect(read()).rejects.toThrow("disabled by configuration");
    store.close();
  });

  it("lets a query spill to the temporary folder set before", async () => {
    const sort = `select count(*) as n
      from (select row_number() over (order by md5(cast(i as varchar))) as k from range(1500000) r(i)) where k > 0`;
    const open = async (tempDirectory?: string) => {
      const store = await openStore({ threads: 2, ...(tempDirectory === undefined ? {} : { tempDirectory }) });
      await store.execute("set memory_limit = '64MB'");
      await store.lockDown();
      return store;
    };
    const spilling = await open(join(folder, "spill"));
    expect((await spilling.query(sort)).int32("n").values[0]).toBe(1_500_000);
    spilling.close();
    const bound = await open();
    await expect(bound.query(sort)).rejects.toThrow(OutputError);
    bound.close();
  });
});

describe("memory", () => {
  const limitOf = async (options: Parameters<typeof openStore>[0]) => {
    const store = await openStore(options);
    const { text } = await store.query("select current_setting('memory_limit') as memory");
    store.close();
    return text("memory")[0];
  };

  it("is held to 1600 MB where the rest can be spilled, and to what the caller says", async () => {
    const tempDirectory = join(folder, "spill");
    expect(await limitOf({ tempDirectory })).toBe(await limitOf({ memoryMb: 1600 }));
    expect(await limitOf({ tempDirectory, memoryMb: 300 })).toBe(await limitOf({ memoryMb: 300 }));
    expect(await limitOf({ memoryMb: 300 })).not.toBe(await limitOf({ memoryMb: 1600 }));
    expect(await limitOf({})).not.toBe(await limitOf({ tempDirectory }));
  });
});

describe("errors of a query", () => {
  it("name no value of the data", async () => {
    const store = await openStore();
    await store.execute("create table t as select 'secret-id' as x");
    const failing = store.query("select cast(x as integer) as n from t");
    await expect(failing).rejects.toThrow(DataError);
    await expect(store.query("select cast(x as integer) as n from t")).rejects.not.toThrow("secret");
    store.close();
  });

  it("keep the engine's words where they speak of names alone", async () => {
    const store = await openStore();
    await expect(store.query("select nothing from nowhere")).rejects.toThrow("nowhere does not exist");
    store.close();
  });
});

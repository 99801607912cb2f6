import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { OutputError } from "../../src/errors.js";
import { openStore } from "../../src/store/open-store.js";
import { quoteIdentifier } from "../../src/store/quote-identifier.js";
import { quoteText } from "../../src/store/quote-text.js";
import type { Store } from "../../src/store/store.js";
import type { TableColumns } from "../../src/store/table-columns.js";
import { writeCsv } from "../../src/store/write-csv.js";
import { writeParquet } from "../../src/store/write-parquet.js";
import { writeTable } from "../../src/store/write-table.js";

const folder = mkdtempSync(join(tmpdir(), "scanarm-test-"));
const missing = new Uint8Array([0, 1]);
const columns: TableColumns = [
  { name: "id", type: "text", values: ['a,"b"', null] },
  { name: "n", type: "integer", values: new Int32Array([-5, 0]), missing },
  { name: "x", type: "number", values: new Float64Array([0.1, 0]), missing },
  { name: "yes", type: "boolean", values: new Uint8Array([1, 0]) },
  { name: "on", type: "date", values: new Int32Array([18_321, 0]), missing },
];
let store: Store;
beforeAll(async () => {
  store = await openStore();
  await writeTable(store, { schema: "rwid", name: "t" }, columns);
});
afterAll(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("writeTable", () => {
  it("keeps types, values and missing values", async () => {
    const read = await store.query("select * from rwid.t");
    expect(read.text("id")).toEqual(['a,"b"', null]);
    expect(read.int32("n")).toMatchObject({ values: new Int32Array([-5, 0]), missing });
    expect(read.float64("x")).toMatchObject({ values: new Float64Array([0.1, 0]), missing });
    expect(read.boolean("yes").values).toEqual(new Uint8Array([1, 0]));
    expect(read.text("on")).toEqual(["2020-02-29", null]);
  });

  it("takes more rows than one chunk, and further batches", async () => {
    const values = Int32Array.from({ length: 5000 }, (_, i) => i);
    await writeTable(store, { name: "long" }, [{ name: "i", type: "integer", values }]);
    await store.append({ schema: "main", name: "long" }, [
      { name: "i", type: "integer", values: values.subarray(0, 10) },
    ]);
    const read = await store.query("select i from long");
    expect([...read.int32("i").values]).toEqual([...values, ...values.subarray(0, 10)]);
  });

  it("refuses columns of unequal length", async () => {
    const ragged: TableColumns = [
      { name: "a", type: "integer", values: new Int32Array(2) },
      { name: "b", type: "integer", values: new Int32Array(3) },
    ];
    await expect(writeTable(store, { name: "ragged" }, ragged)).rejects.toThrow("column b is not as long as a");
  });
});

describe("writeCsv and writeParquet", () => {
  it("write quoted CSV with empty fields for what is missing", async () => {
    const path = join(folder, "it's.csv");
    await writeCsv(store, "select * from rwid.t", path);
    expect(readFileSync(path, "utf8")).toBe('id,n,x,yes,on\n"a,""b""",-5,0.1,true,2020-02-29\n,,,false,\n');
  });

  it("write Parquet that reads back equal", async () => {
    const path = join(folder, "t.parquet");
    await writeParquet(store, "select * from rwid.t", path);
    const difference = await store.query(
      `select count(*) as n from (select * from rwid.t except select * from read_parquet(${quoteText(path)}))`,
    );
    expect(difference.int32("n").values[0]).toBe(0);
  });

  it("say that a file cannot be written", async () => {
    await expect(writeCsv(store, "select 1", join(folder, "no", "t.csv"))).rejects.toThrow(OutputError);
  });
});

describe("quoting", () => {
  it("keeps any name one identifier and any text one literal", async () => {
    const name = 'a"; drop table t; --';
    const read = await store.query(`select ${quoteText("x' or 'y")} as ${quoteIdentifier(name)}`);
    expect(read.names).toEqual([name]);
    expect(read.text(name)).toEqual(["x' or 'y"]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStore } from "../../src/store/open-store.js";
import type { Store } from "../../src/store/store.js";

let store: Store;
beforeAll(async () => {
  store = await openStore({ threads: 2 });
});
afterAll(() => store.close());

describe("Columns", () => {
  it("hands over each type with its missing values", async () => {
    const columns = await store.query(`
      select * from (values
        ('a', date '2020-02-29', 1::tinyint, 2::bigint, 1.5::double, 2.25::decimal(5, 2), true),
        (null, null, null, null, null, null, null),
        ('é', date '0999-01-01', -7::tinyint, -3::bigint, -0.5::double, 0.75::decimal(5, 2), false)
      ) v(text, date, small, big, real, decimal, yes)`);
    expect(columns.rowCount).toBe(3);
    expect(columns.names).toEqual(["text", "date", "small", "big", "real", "decimal", "yes"]);
    expect(columns.text("text")).toEqual(["a", null, "é"]);
    expect(columns.text("date")).toEqual(["2020-02-29", null, "0999-01-01"]);
    const missing = new Uint8Array([0, 1, 0]);
    expect(columns.int32("small")).toMatchObject({ values: new Int32Array([1, 0, -7]), missing });
    expect(columns.int32("big")).toMatchObject({ values: new Int32Array([2, 0, -3]), missing });
    expect(columns.float64("big")).toMatchObject({ values: new Float64Array([2, 0, -3]), missing });
    expect(columns.float64("real")).toMatchObject({ values: new Float64Array([1.5, 0, -0.5]), missing });
    expect(columns.float64("decimal")).toMatchObject({ values: new Float64Array([2.25, 0, 0.75]), missing });
    expect(columns.boolean("yes")).toMatchObject({ values: new Uint8Array([1, 0, 0]), missing });
  });

  it("turns counts and sums of integers, BigInt in the engine, into numbers", async () => {
    const columns = await store.query("select count(*) as n, sum(i) as total from range(5000) r(i)");
    expect(columns.int32("n").values[0]).toBe(5000);
    expect(columns.float64("total").values[0]).toBe(12_497_500);
  });

  it("keeps rows in order over many chunks", async () => {
    const columns = await store.query("select i, cast(i as varchar) as label from range(10000) r(i) order by i");
    expect(columns.int32("i").values).toEqual(Int32Array.from({ length: 10_000 }, (_, i) => i));
    expect(columns.text("label")[9999]).toBe("9999");
  });

  it("refuses a number that does not fit, a wrong type and a wrong name", async () => {
    const columns = await store.query("select 3000000000 as big, 1.5::double as real, 'x' as text");
    expect(() => columns.int32("big")).toThrow("beyond 32 bits");
    expect(() => columns.int32("real")).toThrow("not an integer");
    expect(() => columns.float64("text")).toThrow("is text, not a number");
    expect(() => columns.text("nope")).toThrow("no column nope");
    await expect(store.query("select 9007199254740993 as big")).rejects.toThrow("beyond 2^53");
    await expect(store.query("select [1, 2] as list")).rejects.toThrow("cannot be handed over");
  });

  it("binds values, whole numbers as INTEGER so that they move a date", async () => {
    const columns = await store.query(
      "select date '2020-01-31' + ? as later, ? as text, ? as yes, ? as real, ?::varchar as none",
      [1, "it's", true, 0.5, null],
    );
    expect(columns.text("later")).toEqual(["2020-02-01"]);
    expect(columns.text("text")).toEqual(["it's"]);
    expect(columns.boolean("yes").values).toEqual(new Uint8Array([1]));
    expect(columns.float64("real").values).toEqual(new Float64Array([0.5]));
    expect(columns.text("none")).toEqual([null]);
  });
});

describe("Store.streamChunks", () => {
  it("yields every row in order, and copies outlive the stream", async () => {
    const chunks = [];
    for await (const chunk of store.streamChunks("select i from range(7000) r(i) where i >= ? order by i", [1000]))
      chunks.push(chunk.int32("i").values);
    expect(chunks.length).toBeGreaterThan(1);
    expect(chunks.flatMap((values) => [...values])).toEqual(Array.from({ length: 6000 }, (_, i) => i + 1000));
  });

  it("lets other queries run meanwhile, and may be left early", async () => {
    let seen = 0;
    for await (const chunk of store.streamChunks("select i from range(100000) r(i)")) {
      expect((await store.query("select 1 as one")).rowCount).toBe(1);
      seen += chunk.rowCount;
      if (seen > 5000) break;
    }
    expect((await store.query("select 2 as two")).int32("two").values[0]).toBe(2);
  });
});

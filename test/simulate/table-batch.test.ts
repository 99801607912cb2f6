import { describe, expect, it } from "vitest";
import { collectRows } from "../../src/simulate/table-batch.js";

describe("rows on their way into a batch", () => {
  it("come out as typed columns, missing cells marked, and only once", () => {
    const rows = collectRows("t", { id: "text", day: "date", size: "number", is: "boolean" });
    rows.add("a", 10, 1.5, true);
    rows.add(null, null, null, null);
    expect(rows.take()).toEqual({
      table: "t",
      rowCount: 2,
      columns: [
        { name: "id", type: "text", values: ["a", null] },
        { name: "day", type: "date", values: Int32Array.of(10, 0), missing: Uint8Array.of(0, 1) },
        { name: "size", type: "number", values: Float64Array.of(1.5, 0), missing: Uint8Array.of(0, 1) },
        { name: "is", type: "boolean", values: Uint8Array.of(1, 0), missing: Uint8Array.of(0, 1) },
      ],
    });
    expect(rows.take().rowCount).toBe(0);
  });

  it("keep every row beyond the room they began with, and what was taken stays as it was", () => {
    const rows = collectRows("t", { i: "integer" });
    for (let i = 0; i < 5000; i += 1) rows.add(i);
    const { columns, rowCount } = rows.take();
    rows.add(-1);
    expect(rowCount).toBe(5000);
    expect([...(columns[0]?.values ?? [])]).toEqual(Array.from({ length: 5000 }, (_, i) => i));
  });

  it("refuse a row of another length", () => {
    const rows = collectRows("t", { a: "text", b: "text" });
    expect(() => rows.add("x")).toThrow("a row of t has 2 cells; got 1");
  });
});

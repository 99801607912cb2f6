import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { writeReport } from "../../src/pipeline/write-report.js";
import { describeArd } from "../../src/report/ard/describe-ard.js";
import { openStore } from "../../src/store/open-store.js";
import { quoteText } from "../../src/store/quote-text.js";
import { makeResults } from "../report/support/make-results.js";

const box = mkdtempSync(join(tmpdir(), "scanarm-report-"));
afterAll(() => rmSync(box, { recursive: true }));
const results = makeResults();
const write = (name: string): Promise<void> =>
  writeReport({ folder: join(box, name), results, record: "{}", rendered: [], pid: 1 });

describe("the output folder of a report", () => {
  it("holds the flat table as Parquet with the same values and types as the CSV, and nothing is left beside it", async () => {
    await write("first");
    expect(readdirSync(join(box, "first")).sort()).toEqual(["ard.parquet", "results.json", "run.json"]);
    expect(readdirSync(box)).toEqual(["first"]);
    const store = await openStore();
    const rows = await store.query(`select * from ${quoteText(join(box, "first", "ard.parquet"))}`);
    store.close();
    const columns = describeArd(results);
    expect(rows.names).toEqual(columns.map(({ name }) => name));
    for (const column of columns) {
      if (column.type === "text") expect(rows.text(column.name), column.name).toEqual(column.values);
      else {
        const { values, missing } = rows.float64(column.name);
        expect(Array.from(values, (value, i) => (missing[i] === 1 ? null : value))).toEqual(column.values);
      }
    }
  });

  it("gets the same bytes when it is written again", async () => {
    await write("again");
    expect(
      readFileSync(join(box, "again", "ard.parquet")).equals(readFileSync(join(box, "first", "ard.parquet"))),
    ).toBe(true);
  });
});

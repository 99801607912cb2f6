import { beforeAll, describe, expect, it } from "vitest";
import { renderIndex } from "../../src/report/csv/render-index.js";
import { type RenderedFile, renderReport } from "../../src/report/render-report.js";
import { makeResults } from "./support/make-results.js";
import { documentOf } from "./support/report-input.js";

const results = makeResults();
const tables = [...documentOf(results).tables.values()];
let files: readonly RenderedFile[] = [];
beforeAll(async () => {
  files = await renderReport(results, { formats: [] });
}, 60_000);

describe("the tables as files", () => {
  it("are one for each table of the report, named by its number", () => {
    const paths = files.map(({ path }) => path).filter((path) => /^tables\/t/.test(path));
    expect(paths).toEqual(tables.map(({ file }) => `tables/${file}.csv`));
    for (const { number, file } of tables)
      expect(file.startsWith(`t${number.replaceAll(".", "-").toLowerCase()}-`), file).toBe(true);
  });

  it("are listed in an index with number, title, population and file, in the report's order", () => {
    const index = String(files.find(({ path }) => path === "tables/index.csv")?.content);
    const lines = index.split("\r\n").slice(0, -1);
    expect(lines[0]).toBe("number,title,population,file");
    expect(lines.length).toBe(tables.length + 1);
    for (const [i, { number, file }] of tables.entries()) {
      expect(lines[i + 1]!.startsWith(`${number},`)).toBe(true);
      expect(lines[i + 1]!.endsWith(`,${file}.csv`)).toBe(true);
    }
  });

  it("have titles in the index that neither break a row nor act as a formula", () => {
    const [table] = tables;
    const index = renderIndex([{ ...table!, number: "1", title: '=a, "b"', population: "All", file: "t1-a" }]);
    expect(index.split("\r\n")[1]).toBe(`1,"'=a, ""b""",All,t1-a.csv`);
  });
});

import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { compareGolden } from "../support/compare-golden.js";

const golden: Readonly<Record<string, string>> = {
  "results.json": JSON.stringify({ records: [{ value: 0.7006820551234, n: 246 }] }),
  "figures/f1.vl.json": JSON.stringify({ mark: "line", data: [1.5, 2.25] }),
  "figures/f1.svg": '<svg><path d="M0.5,1.25L2,3"/></svg>',
  "tables/t1.csv": "Statistic,Value\r\nHR,0.701\r\n",
  "report.html":
    '<meta content="script-src \'sha256-abc\'"><p>The hazard ratio is 0.701</p><script>program()</script><script type="application/json">{"x":[0.12345678901]}</script>',
};

let folder: string;
const write = (path: string, text: string): void => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
};
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "scanarm-golden-"));
  for (const [path, text] of Object.entries(golden)) write(path, text);
  write("run.json", "{}");
});
afterEach(() => rmSync(folder, { recursive: true }));

const compare = (change: Readonly<Record<string, string>>): string[] =>
  compareGolden(folder, new Map(Object.entries({ ...golden, ...change })));

describe("files held against committed ones", () => {
  it("are the same where they are, to 10 significant digits, whatever program a page carries", () => {
    expect(compare({})).toEqual([]);
    const results = golden["results.json"]!.replace("0.7006820551234", "0.7006820551239");
    const page = golden["report.html"]!.replace("program()", "another()").replace("sha256-abc", "sha256-def");
    expect(compare({ "results.json": results, "report.html": page.replace("678901", "67890123") })).toEqual([]);
  });

  it.each([
    ["a number of the results", "results.json", "0.7006820551", "0.7006820561", "results-changed.json"],
    ["a count", "results.json", "246", "247", "results-changed.json"],
    ["a figure's specification", "figures/f1.vl.json", "line", "area", "figures/f1-changed.vl.json"],
    ["a figure's drawing", "figures/f1.svg", "1.25", "1.26", "figures/f1-changed.svg"],
    ["a cell", "tables/t1.csv", "0.701", "0.702", "tables/t1-changed.csv"],
    ["a word", "report.html", "hazard ratio is", "hazard ratio was", "report-changed.html"],
    ["a point that a page draws", "report.html", "0.1234567", "0.1234568", "report-changed.html"],
  ])("differ by %s, which is left beside", (_, path, from, to, changed) => {
    const text = golden[path]!.replace(from, to);
    const [difference, ...others] = compare({ [path]: text });
    expect(difference).toContain(`${path}: line`);
    expect(others).toEqual([]);
    expect(readFileSync(join(folder, changed), "utf8")).toBe(text);
    expect(compare({})).toEqual([]);
    expect(existsSync(join(folder, changed))).toBe(false);
  });

  it("differ by a file that is new, and by one that is no longer written", () => {
    expect(compare({ "tables/t2.csv": "" })).toEqual(["tables/t2.csv: is new"]);
    const { "tables/t1.csv": _, ...rest } = golden;
    expect(compareGolden(folder, new Map(Object.entries(rest)))).toEqual(["tables/t1.csv: is no longer written"]);
  });
});

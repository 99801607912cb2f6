import { describe, expect, it } from "vitest";
import { describeArd } from "../../src/report/ard/describe-ard.js";
import { renderArd } from "../../src/report/ard/render-ard.js";
import type { Statistic } from "../../src/results/records.js";
import { makeResults } from "./support/make-results.js";

const results = makeResults();
const statistics = results.records.filter((record): record is Statistic => record.kind === "statistic");

/** Fields of a CSV text by RFC 4180, an own reader: a quoted field may hold commas, line ends and doubled quotes. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, field = "", end] of text.matchAll(/("(?:[^"]|"")*"|[^,\r\n]*)(,|\r\n)/g)) {
    rows.at(-1)!.push(field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field);
    if (end === "\r\n") rows.push([]);
  }
  return rows.slice(0, -1);
}

describe("results as the flat table of R's cards", () => {
  it("have the columns of an ARD first, ours behind them", () => {
    expect(describeArd(results).map(({ name, type }) => (type === "text" ? name : `${name}:number`))).toEqual(
      "group1,group1_level,group2,group2_level,group3,group3_level,variable,variable_level,context,stat_name,stat_label,stat:number,warning,error,method,unit,role,status,params".split(
        ",",
      ),
    );
  });

  it("hold every statistic in the file's order, its value bit for bit after a trip through CSV", () => {
    const [head = [], ...rows] = readCsv(renderArd(describeArd(results)));
    expect(rows.length).toBe(statistics.length);
    const at = (name: string): number => head.indexOf(name);
    for (const [i, row] of rows.entries()) {
      const { group, population, variant, variable, statistic, value, params } = statistics[i]!;
      expect(row.length).toBe(head.length);
      expect([row[at("group1_level")], row[at("group2_level")], row[at("group3_level")]]).toEqual([
        group ?? "",
        population,
        variant,
      ]);
      expect([row[at("variable")], row[at("stat_name")]]).toEqual([variable ?? "", statistic]);
      expect(row[at("stat")] === "" ? null : Number(row[at("stat")])).toBe(value);
      expect(JSON.parse(row[at("params")]!)).toEqual(params);
    }
  });

  it("give the reason of a number that does not exist as error, and a remark on one that does as warning", () => {
    const base = statistics[0]!;
    const records: Statistic[] = [
      { ...base, status: "not_estimable", value: null, note: "no events" },
      { ...base, status: "ok", value: -1.5e-9, note: "a remark" },
      { ...base, status: "suppressed", value: null, note: "fewer than 11" },
    ];
    const columns = new Map(describeArd({ ...results, records }).map(({ name, values }) => [name, values]));
    expect(columns.get("error")).toEqual(["no events", null, null]);
    expect(columns.get("warning")).toEqual([null, "a remark", "fewer than 11"]);
    expect(columns.get("stat")).toEqual([null, -1.5e-9, null]);
    expect(renderArd(describeArd({ ...results, records }))).toContain(",-1.5e-9,a remark,");
  });

  it("take the sting out of a text that a spreadsheet would compute", () => {
    const records: Statistic[] = [{ ...statistics[0]!, level: "=1+1" }];
    expect(renderArd(describeArd({ ...results, records }))).toContain(",'=1+1,");
  });
});

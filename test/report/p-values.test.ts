import { describe, expect, it } from "vitest";
import { pValueRule } from "../../src/report/estimate-text.js";
import { selectEstimates } from "../../src/report/records/estimate-results.js";
import { makeResults } from "./support/make-results.js";
import { documentOf } from "./support/report-input.js";

const study = documentOf(makeResults());
const byLabel = new Map(selectEstimates(study.input).map((result) => [result.label, result]));

describe("the rule that says which p-values are printed", () => {
  it("stands under the table of all estimates, in the methods and among the conventions", () => {
    expect(study.table("14.2.5.1").footnotes).toContain(`${pValueRule}.`);
    expect(JSON.stringify(study.document).split(pValueRule)).toHaveLength(4);
  });

  it("is kept by every table and figure of an estimate: its own p for two roles, that of proportional hazards for all", () => {
    const roles = new Set<string>();
    for (const [number, table] of study.tables) {
      const result = byLabel.get(table.title.replace(/^[^:]*: /, ""));
      if (!/^14\.2\.2\./.test(number) || result === undefined) continue;
      const isTested = ["primary", "key-secondary"].includes(result.role);
      roles.add(result.role);
      const rows = table.rows.map(({ cells }) => cells[0]?.text ?? "");
      expect(
        rows.some((row) => /^p \(/.test(row)),
        table.title,
      ).toBe(isTested);
      expect(rows.some((row) => row.startsWith("Log-rank")) && !isTested, table.title).toBe(false);
      expect(
        rows.filter((row) => row === "Proportional hazards, χ²; p"),
        table.title,
      ).toHaveLength(1);
      const figure = study.figure(number);
      expect(/, p [=<]/.test(String(figure.data.texts?.text)), figure.title).toBe(isTested);
    }
    expect([...roles].sort()).toEqual(["context", "primary", "sensitivity"]);
  });
});

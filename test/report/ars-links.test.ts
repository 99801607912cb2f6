import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import type { ArsOrderedItem } from "../../src/report/ars/model.js";
import { writeReportingEvent } from "../../src/report/ars/write-reporting-event.js";
import { documentOf, isPrintOf } from "./support/report-input.js";

const file = resolve(import.meta.dirname, "../../reports/nsclc-imaging/results.json");
const { input, document, tables } = documentOf(JSON.parse(readFileSync(file, "utf8")));
const event = writeReportingEvent(input, document);
const analyses = new Map(event.analyses.map((analysis) => [analysis.id, analysis]));
const listed = event.mainListOfContents.contentsList.listItems[0]?.sublist?.listItems ?? [];
const linksOf = ({ sublist }: ArsOrderedItem): readonly string[] =>
  (sublist?.listItems ?? []).map(({ analysisId = "" }) => analysisId);
/** Every value of the analyses that an output lists. */
const valuesOf = (item: ArsOrderedItem): readonly number[] =>
  linksOf(item).flatMap((id) =>
    (analyses.get(id)?.results ?? []).flatMap(({ rawValue }) => (rawValue === undefined ? [] : [Number(rawValue)])),
  );

const itemOf = (id: string): ArsOrderedItem => {
  const found = listed.find(({ outputId }) => outputId === id);
  if (found === undefined) throw new Error(`no output ${id} in the list of contents`);
  return found;
};

describe("the analyses that the list of contents has under each output", () => {
  it("are outputs in the order of the report, each analysis defined and once", () => {
    expect(listed.map(({ outputId }) => outputId)).toEqual(event.outputs.map(({ id }) => id));
    for (const item of listed) {
      const ids = linksOf(item);
      expect(new Set(ids).size).toBe(ids.length);
      for (const id of ids) expect(analyses.has(id), `${item.name}: ${id}`).toBe(true);
    }
  });

  it("hold every number with decimals that a table of outcomes, designs or comparisons prints", () => {
    let checked = 0;
    for (const table of tables.values()) {
      const values = valuesOf(itemOf(table.id));
      if (!/^14\.[12]/.test(table.number) || madeOfSeries.has(table.number) || values.length === 0) continue;
      const prints = (number: string): boolean =>
        values.some((value) => [value, 100 * value, value / daysOfMonth].some((each) => isPrintOf(number, each)));
      for (const { cells } of table.rows.filter(({ kind }) => kind === "body"))
        for (const { text } of cells.slice(1)) {
          if (text.includes("over the grid")) continue;
          // Of a count with its share, the count is the result.
          const numbers = /^\d+ \(\d+\.\d%\)$/.exec(text) ? [/^\d+/.exec(text)?.[0] ?? ""] : decimalsIn(text);
          for (const number of numbers) expect(prints(number), `${table.number}: ${number} of “${text}”`).toBe(true);
          checked += numbers.length;
        }
    }
    expect(checked).toBeGreaterThan(1500);
  });

  it("are those of its own estimate and no other", () => {
    const variablesOf = (number: string): readonly (string | undefined)[] => [
      ...new Set(linksOf(itemOf(tables.get(number)?.id ?? "")).map((id) => analyses.get(id)?.variable)),
    ];
    expect(variablesOf("14.2.2.1")).toEqual(["progressionWeighted"]);
    expect(variablesOf("14.2.2.3")).toEqual(["progressionMatched"]);
    expect(variablesOf("14.1.7")).toEqual([]);
    expect(variablesOf("H10")).toEqual([]);
    const levels = listed.flatMap(({ sublist }) => (sublist?.listItems ?? []).map(({ level }) => level));
    expect(new Set(levels)).toEqual(new Set([3]));
  });
});

const daysOfMonth = 30.4375;
/** Tables of series, which are no analyses of the standard. */
const madeOfSeries = new Set(["14.2.5.4"]);
const decimalsIn = (text: string): readonly string[] => text.match(/(?<![\d.<])-?\d+\.\d+/g) ?? [];

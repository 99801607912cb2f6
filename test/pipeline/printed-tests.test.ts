import { rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { analyse } from "../../src/pipeline/analyse.js";
import { openStudy } from "../../src/pipeline/open-study.js";
import type { ResultsFile } from "../../src/results/results-file.js";
import { documentOf, numbersIn, recordedValue, rowOf } from "../report/support/report-input.js";
import type { Loose } from "../support/minimal-analysis.js";
import { quietEffects } from "../support/quiet-effects.js";
import { smallTables, writeSmallStudy } from "../support/small-study.js";

let folder: string;
let made: ResultsFile;
const set = (value: unknown): Loose => value as Loose;

/** The small study with every test an estimate can name, in a role that prints p-values and in one that does not. */
beforeAll(async () => {
  folder = writeSmallStudy(smallTables(), (analysis) => {
    const tests = ["max-combo", { rho: 0, gamma: 1 }];
    const hazards = { measure: "hazard-ratio", endpoint: "rfs", design: "crude", tests };
    const rates = { measure: "risk-difference", endpoint: "response", design: "crude", strata: ["stage"] };
    analysis.estimates = set({
      hazards: { ...hazards, label: "Hazards", role: "primary" },
      rates: { ...rates, label: "Rates", role: "key-secondary" },
      otherHazards: { ...hazards, label: "Other hazards", role: "sensitivity" },
      otherRates: { ...rates, label: "Other rates", role: "exploratory" },
    });
  });
  made = await analyse(await openStudy({ analysis: "study", cwd: folder, effects: quietEffects() }), true);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const titled = (title: string) => {
  const found = [...documentOf(made).tables.values()].find((table) => table.title === title);
  if (found === undefined) throw new Error(`no table ${title}`);
  return found;
};

describe("the tests that an estimate names", () => {
  const rows = [
    ["Hazards", "MaxCombo test, largest |z|; p", "max_combo_z", undefined],
    ["Hazards", "Fleming–Harrington test (rho 0, gamma 1), χ²; p", "fleming_harrington_chi_squared", "rho 0, gamma 1"],
    ["Rates", "Cochran–Mantel–Haenszel test, χ²; p", "cmh_chi_squared", undefined],
  ] as const;

  it.each(rows)("of %s: %s is printed as recorded", (label, row, statistic, level) => {
    const table = titled(`${label === "Hazards" ? "RFS" : "Response"}: ${label}`);
    const { input } = documentOf(made);
    const place = { population: "crude", variable: label.toLowerCase(), ...(level === undefined ? {} : { level }) };
    const [printed] = numbersIn(rowOf(table, row)[1]!);
    expect(printed).toBe(recordedValue(input, place, statistic).toFixed(3));
  });

  it("are printed of no sensitivity or exploratory estimate, nor is their effect's p-value", () => {
    for (const title of ["RFS: Other hazards", "Response: Other rates"]) {
      const labels = titled(title).rows.map(({ cells }) => cells[0]?.text ?? "");
      expect(labels.some((label) => /MaxCombo|Fleming|Cochran|Log-rank|^p\b/.test(label))).toBe(false);
    }
    expect(titled("Response: Rates").rows.map(({ cells }) => cells[0]?.text)).toContain("p");
  });
});

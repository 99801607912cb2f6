import { rmSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { analyse } from "../../src/pipeline/analyse.js";
import { openStudy } from "../../src/pipeline/open-study.js";
import { selectStatistics } from "../../src/results/select.js";
import { measures } from "../../src/spec/measures.js";
import { quietEffects } from "../support/quiet-effects.js";
import { type SmallTables, smallTables, writeSmallStudy } from "../support/small-study.js";

const gates = Object.fromEntries(["smd", "weightShare", "unmatchedTrial"].map((gate) => [gate, { reason: "a test" }]));
const propensity = { terms: ["age"] };
const designs = {
  crude: { method: "unadjusted", label: "Crude" },
  weighted: { method: "weighting", label: "Weighted", propensity, gates },
  matched: { method: "nearest", label: "Matched", propensity, gates },
};
const asked = {
  "hazard-ratio": { endpoint: "rfs" },
  "rmst-difference": { endpoint: "rfs", tauDays: 300 },
  "rmst-ratio": { endpoint: "rfs", tauDays: 300 },
  "parametric-rmst-difference": { endpoint: "rfs", tauDays: 300, family: "weibull" },
  "survival-difference": { endpoint: "rfs", timeDays: 300 },
  "risk-difference": { endpoint: "response" },
  "risk-ratio": { endpoint: "response" },
  "odds-ratio": { endpoint: "response" },
} as const;
const estimates = Object.fromEntries(
  Object.keys(designs).flatMap((design) =>
    Object.entries(asked).map(([measure, fields]) => [
      `${design}${measure.replace(/-./g, (pair) => pair[1]!.toUpperCase()).replace(/^./, (first) => first.toUpperCase())}`,
      { measure, label: `${measure}, ${design}`, design, role: "exploratory", ...fields },
    ]),
  ),
);

async function analyseTables(change: (tables: SmallTables) => void) {
  const tables = smallTables();
  change(tables);
  const folder = writeSmallStudy(tables, (analysis) => {
    Object.assign(analysis, { designs, estimates });
  });
  try {
    const study = await openStudy({ analysis: "study", cwd: folder, effects: quietEffects() });
    return (await analyse(study, true)).records;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const isTrial = (row: Record<string, unknown>) => String(row.patient_id).startsWith("trial:");
const events = (tables: SmallTables, endpoint: string) =>
  tables.collected_event!.filter((row) => row.endpoint === endpoint);

describe("a whole analysis of an outcome that breaks estimates ends with records, each with a number or a reason", () => {
  it.each<[string, (tables: SmallTables) => void, RegExp]>([
    [
      "no event in the trial arm",
      (tables) => {
        for (const row of tables.collected_event!) if (isTrial(row)) Object.assign(row, { event: false });
      },
      /event|rate|nobody|infinite/,
    ],
    [
      "no event at all",
      (tables) => {
        for (const row of tables.collected_event!) Object.assign(row, { event: false });
      },
      /event|rate|nobody|variance/,
    ],
    [
      "everybody has the event on one day",
      (tables) => {
        for (const row of events(tables, "RFS")) Object.assign(row, { event: true, time_days: 100 });
        for (const row of events(tables, "RESP")) Object.assign(row, { event: true });
      },
      /./,
    ],
    [
      "follow-up ends before τ",
      (tables) => {
        for (const row of events(tables, "RFS")) Object.assign(row, { event: false, time_days: 10 });
      },
      /follow-up|event/,
    ],
  ])("%s", async (_, change, reason) => {
    const records = await analyseTables(change);
    const statistics = selectStatistics(records, { variant: "main", stage: "outcomes" });
    for (const { statistic, value, status, note } of statistics)
      expect(value === null ? (note ?? "").length > 10 : Number.isFinite(value), `${statistic} ${status}`).toBe(true);
    const effects = Object.entries(estimates).flatMap(([variable, { measure }]) =>
      statistics.filter(
        (each) =>
          each.variable === variable &&
          each.group === null &&
          each.statistic === measures[measure as keyof typeof asked].effect,
      ),
    );
    expect(effects).toHaveLength(Object.keys(estimates).length);
    const refused = effects.filter(({ status }) => status === "not_estimable");
    expect(refused.length).toBeGreaterThan(2);
    for (const { note } of refused) expect(note).toMatch(reason);
  });
});

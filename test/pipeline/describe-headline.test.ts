import { describe, expect, it } from "vitest";
import { describeHeadline } from "../../src/pipeline/describe-headline.js";
import type { Statistic } from "../../src/results/records.js";
import type { ResultsFile } from "../../src/results/results-file.js";
import { makeResults } from "../report/support/make-results.js";

const results = makeResults();
const effects = results.records.filter(
  (record): record is Statistic =>
    record.kind === "statistic" &&
    record.variant === "main" &&
    record.group === null &&
    record.statistic.startsWith("hazard_ratio"),
);
const name = effects[0]!.variable!;
const reason = "no variance: the outcome is the same for everybody in each arm";

/** The line of one estimate, some of its statistics without a value. */
function lineWithout(statistics: readonly string[]): string {
  const records = results.records.map((record) =>
    record.kind === "statistic" &&
    record.variant === "main" &&
    record.variable === name &&
    statistics.includes(record.statistic)
      ? ({ ...record, value: null, status: "not_estimable", note: reason } as const)
      : record,
  );
  const changed: ResultsFile = { ...results, records };
  const label = results.plan.estimates as Readonly<Record<string, { readonly label: string }>>;
  return describeHeadline(changed).find((line) => line.startsWith(`  ${label[name]!.label} (`))!;
}

describe("the headline of a run, for the terminal", () => {
  it("has the estimate with its interval", () => {
    expect(lineWithout([])).toMatch(/: hazard ratio \d\.\d{3}, 95% CI \(\d\.\d{3}, \d\.\d{3}\)$/);
  });

  it("has an estimate without an interval for what it is, with the reason", () => {
    const limits = ["hazard_ratio_lower", "hazard_ratio_upper"];
    expect(lineWithout(limits)).toMatch(/: hazard ratio \d\.\d{3}, no CI: no variance: the outcome is the same/);
  });

  it("says what is not estimable, and why", () => {
    expect(lineWithout(["hazard_ratio", "hazard_ratio_lower", "hazard_ratio_upper"])).toMatch(
      /: not estimable, no variance/,
    );
  });
});

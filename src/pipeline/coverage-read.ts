import { linearNames } from "../outcomes/effect.js";
import type { ResultRecord, Statistic } from "../results/records.js";
import type { Estimate } from "../spec/estimate.js";
import { measures } from "../spec/measures.js";
import type { CoverageMethod } from "./coverage-method.js";

/** What one run gave: the linear estimate (of a test its p-value) and its standard error (null of an interval without one), and whether the interval holds the truth (of a test: whether it does not reject at 5 %). */
export interface CoverageResult {
  readonly linear: number | null;
  readonly se: number | null;
  readonly covers: boolean;
}

/** Reads from the records of an estimate what the method is about. */
export function readCoverage(
  records: readonly ResultRecord[],
  method: CoverageMethod,
  { measure }: Estimate,
): CoverageResult {
  const { arm, truth, hasSe, test, subgroupLevel } = method;
  if (test !== undefined) return readTest(records, test);
  const { effect } = measures[measure];
  const names = linearNames(measures[measure]);
  const value = (statistic: string): number | null =>
    records.find(
      (record): record is Statistic =>
        record.kind === "statistic" &&
        record.group === (arm?.group ?? null) &&
        record.level === (arm?.level ?? subgroupLevel ?? null) &&
        record.statistic === statistic,
    )?.value ?? null;
  const main = arm?.statistic ?? effect;
  const [lower, upper] = [value(`${main}_lower`), value(`${main}_upper`)];
  const covers = lower !== null && upper !== null && lower <= truth && truth <= upper;
  const linear = arm === undefined && hasSe ? value(names.value ?? effect) : value(main);
  return { linear, se: hasSe ? value(names.se) : null, covers };
}

function readTest(records: readonly ResultRecord[], test: string): CoverageResult {
  const found = records.find((record): record is Statistic => record.kind === "statistic" && record.statistic === test);
  const p = found?.value ?? null;
  return { linear: p, se: null, covers: p !== null && p >= 0.05 };
}

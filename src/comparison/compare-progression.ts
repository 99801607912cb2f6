import { CHART_EVIDENCE, NO_DAY } from "../frame/endpoint-view.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import { quantileOfSorted } from "../math/quantile.js";
import { makeNotEstimable } from "../results/make-records.js";
import type { ResultRecord } from "../results/records.js";
import { estimateBlandAltman } from "../stats/bland-altman.js";
import { estimateDiscrepancyRates } from "../stats/discrepancy-rates.js";
import { estimateNewcombeDifference } from "../stats/newcombe.js";
import {
  classifyProgression,
  PROGRESSION_CLASSES,
  type ProgressionPair,
  progressionCalls,
} from "./classify-progression.js";
import { countLevels } from "./compare-availability.js";
import { type ArmName, arms, comparisonPlace, rowsOf } from "./comparison-place.js";
import { estimateRecords, limitValues, withLimits } from "./estimate-records.js";
import { isEvaluableByBoth } from "./evaluability.js";
import { shareRecords } from "./share-records.js";

export interface ProgressionComparison {
  readonly pair: ProgressionPair;
  readonly patients: PatientFrame;
  /** Each gives a table: dates at most this far apart are the same. */
  readonly toleranceDays: readonly number[];
  readonly level: number;
}

/**
 * Output 3, per arm, of patients assessed by both: who called progression and when, days between the two dates, early and late
 * discrepancy rates and their difference between the arms, and what the chart's date rests on.
 */
export function compareProgression(input: ProgressionComparison): ResultRecord[] {
  const { pair, patients, toleranceDays } = input;
  const rowsOfArm = arms.map(([, side]) => rowsOf(patients, side, (row) => isEvaluableByBoth(pair, row)));
  const records = arms.flatMap(([group], k) => {
    const rows = rowsOfArm[k]!;
    if (rows.length === 0) {
      const reason = "no patient of this arm was assessed by both charts and scans";
      return [makeNotEstimable(comparisonPlace(pair.name, "early_discrepancy", group), "proportion", reason)];
    }
    return [
      ...toleranceDays.flatMap((days) => eventTable(input, group, rows, days)),
      ...dateDifference(input, group, rows),
      ...toleranceDays.flatMap((days) => discrepancy(input, group, rows, days)),
      ...evidence(pair, group, rows),
    ];
  });
  return [...records, ...toleranceDays.flatMap((days) => discrepancyDifference(input, rowsOfArm, days))];
}

function eventTable({ pair }: ProgressionComparison, group: ArmName, rows: Int32Array, days: number): ResultRecord[] {
  const place = comparisonPlace(pair.name, `events.within_${days}_days`, group);
  return countLevels(place, PROGRESSION_CLASSES, rows, (row) => classifyProgression(pair, row, days));
}

/** Charts less scans, of patients for whom both called progression. */
function dateDifference({ pair, level }: ProgressionComparison, group: ArmName, rows: Int32Array): ResultRecord[] {
  const { ehr, imaging } = pair;
  const both = rows.filter((row) => ehr.progressionDay[row] !== NO_DAY && imaging.progressionDay[row] !== NO_DAY);
  const difference = Float64Array.from(both, (row) => ehr.progressionDay[row]! - imaging.progressionDay[row]!).sort();
  const place = comparisonPlace(pair.name, "date_difference", group);
  const detail = { unit: "days", params: { level }, method: "charts less scans, where both called progression" };
  const quantiles = ["median", "q1", "q3"];
  const limits = ["bias", "lower_limit", "upper_limit"];
  return [
    ...estimateRecords(place, quantiles, detail, () => {
      const at = (p: number) => (difference.length === 0 ? null : quantileOfSorted(difference, p));
      return {
        values: { median: at(0.5), q1: at(0.25), q3: at(0.75) },
        reason: "no patient progressed by both sources",
      };
    }),
    ...estimateRecords(
      place,
      [...limits.flatMap(withLimits), "sd"],
      { ...detail, method: "Bland–Altman limits of agreement (mean ± 1.96 SD)" },
      () => {
        const { bias, lowerLimit, upperLimit, sd } = estimateBlandAltman(difference, level);
        return {
          values: {
            ...limitValues("bias", bias),
            ...limitValues("lower_limit", lowerLimit),
            ...limitValues("upper_limit", upperLimit),
            sd,
          },
        };
      },
    ),
  ];
}

const rates = [
  ["early", "early_discrepancy", "nobody progressed by charts"],
  ["late", "late_discrepancy", "the sources differ for nobody"],
] as const;

function discrepancy({ pair, level }: ProgressionComparison, group: ArmName, rows: Int32Array, days: number) {
  const found = estimateDiscrepancyRates({ ...progressionCalls(pair, rows, days), level });
  return rates.flatMap(([which, what, reason]) =>
    shareRecords(comparisonPlace(pair.name, `${what}.within_${days}_days`, group), found[which], reason, {
      from_table: `${pair.name}.events.within_${days}_days`,
      level,
    }),
  );
}

/** Trial less control: charts that are early in one arm and late in the other bias the comparison. */
function discrepancyDifference(
  { pair, level }: ProgressionComparison,
  rowsOfArm: readonly Int32Array[],
  days: number,
): ResultRecord[] {
  const [trial, control] = rowsOfArm.map((rows) => estimateDiscrepancyRates(progressionCalls(pair, rows, days)));
  return rates.flatMap(([which, what]) => {
    const [one, zero] = [trial![which], control![which]];
    const place = comparisonPlace(pair.name, `${what}.within_${days}_days`);
    const detail = { params: { level }, method: "Newcombe" };
    const names = withLimits("rate_difference");
    if (one === null || zero === null)
      return names.map((name) => makeNotEstimable(place, name, "an arm has no such rate", detail));
    const counts = { events1: one.events, n1: one.n, events0: zero.events, n0: zero.n, level };
    return estimateRecords(place, names, detail, () => ({
      values: limitValues("rate_difference", estimateNewcombeDifference(counts)),
    }));
  });
}

/** What the date of a chart's progression rests on. */
function evidence({ name, facts, ehr }: ProgressionPair, group: ArmName, rows: Int32Array): ResultRecord[] {
  const called = rows.filter((row) => ehr.progressionDay[row] !== NO_DAY);
  return countLevels(
    comparisonPlace(name, "chart_evidence", group),
    CHART_EVIDENCE,
    called,
    (row) => facts.chartEvidence[row]!,
  );
}

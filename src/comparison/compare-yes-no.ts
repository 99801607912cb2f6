import type { Stream } from "../math/stream.js";
import { crossLevel } from "../results/cross-level.js";
import { makeStatistic } from "../results/make-records.js";
import type { ResultRecord } from "../results/records.js";
import { estimateDiagnosticAccuracy } from "../stats/diagnostic-accuracy.js";
import { testMcNemar } from "../stats/mcnemar.js";
import { estimatePairedNewcombeDifference } from "../stats/newcombe-paired.js";
import { estimateTangoDifference } from "../stats/tango.js";
import type { ResponseComparison } from "./compare-response.js";
import { type ArmName, comparisonPlace } from "./comparison-place.js";
import { describeAgreement } from "./describe-agreement.js";
import { estimateRecords, limitValues, withLimits } from "./estimate-records.js";
import { shareRecords } from "./share-records.js";

/**
 * Response as yes or no by both sources, of the patients of one arm whom both count: the table, agreement, the difference of the two
 * rates in the same patients, and how far the charts' answer can be trusted.
 */
export function compareYesNo(
  { pair, level, replicates }: ResponseComparison,
  {
    group,
    rows: all,
    openStream,
  }: { readonly group: ArmName; readonly rows: Int32Array; readonly openStream: () => Stream },
): ResultRecord[] {
  const { ehr, imaging } = pair;
  const rows = all.filter((row) => ehr.counted[row] === 1 && imaging.counted[row] === 1);
  const count = (chart: number, scan: number) =>
    rows.filter((row) => ehr.isResponder[row] === chart && imaging.isResponder[row] === scan).length;
  const [both, chartsOnly, scansOnly, neither] = [count(1, 1), count(1, 0), count(0, 1), count(0, 0)];
  const table = comparisonPlace(pair.name, "responders", group);
  const cells = [
    ["yes", "yes", both],
    ["yes", "no", chartsOnly],
    ["no", "yes", scansOnly],
    ["no", "no", neither],
  ] as const;
  return [
    ...cells.map(([chart, scan, n]) =>
      makeStatistic(table, "n", n, { level: crossLevel(chart, scan), unit: "patients" }),
    ),
    ...describeAgreement({
      place: (what) => comparisonPlace(pair.name, `yes_no_${what}`, group),
      categories: ["response", "no response"],
      counts: [both, chartsOnly, scansOnly, neither],
      table: `${pair.name}.responders`,
      level,
      replicates,
      openStream,
    }),
    ...differenceRecords(pair.name, group, { both, chartsOnly, scansOnly, neither, level }),
    ...accuracyRecords(pair.name, group, { both, chartsOnly, scansOnly, neither, level }),
  ];
}

interface YesNoTable {
  readonly both: number;
  readonly chartsOnly: number;
  readonly scansOnly: number;
  readonly neither: number;
  readonly level: number;
}

/** Response rate by charts less that by scans of the same patients, with two intervals, and McNemar's tests. */
function differenceRecords(name: string, group: ArmName, table: YesNoTable): ResultRecord[] {
  const { both, chartsOnly, scansOnly, neither, level } = table;
  const pairs = { both, onlyTrial: chartsOnly, onlyControl: scansOnly, neither, level };
  const place = comparisonPlace(name, "rate_difference", group);
  const params = { from_table: `${name}.responders`, level };
  const difference = (
    method: string,
    estimate: typeof estimateTangoDifference | typeof estimatePairedNewcombeDifference,
  ) =>
    estimateRecords(place, withLimits("rate_difference"), { level: method, params, method }, () => ({
      values: limitValues("rate_difference", estimate(pairs)),
    }));
  const test = comparisonPlace(name, "mcnemar", group);
  const names = ["chi_squared", "p_value", "exact_p", "mid_p"];
  return [
    ...difference("Tango", estimateTangoDifference),
    ...difference("Newcombe", estimatePairedNewcombeDifference),
    ...estimateRecords(
      test,
      names,
      { params, method: "McNemar's test, without continuity correction; exact; mid-p" },
      () => {
        const { chiSquared, p, exactP, midP } = testMcNemar(chartsOnly, scansOnly);
        return { values: { chi_squared: chiSquared, p_value: p, exact_p: exactP, mid_p: midP } };
      },
    ),
  ];
}

/** How far a chart's response can be trusted, taking scans as the truth. */
function accuracyRecords(name: string, group: ArmName, table: YesNoTable): ResultRecord[] {
  const accuracy = estimateDiagnosticAccuracy({
    truePositive: table.both,
    falsePositive: table.chartsOnly,
    falseNegative: table.scansOnly,
    trueNegative: table.neither,
    level: table.level,
  });
  const lines = [
    ["sensitivity", accuracy.sensitivity, "nobody responds by scans"],
    ["specificity", accuracy.specificity, "everybody responds by scans"],
    ["positive_predictive_value", accuracy.positivePredictiveValue, "nobody responds by charts"],
    ["negative_predictive_value", accuracy.negativePredictiveValue, "everybody responds by charts"],
  ] as const;
  return lines.flatMap(([what, share, reason]) =>
    shareRecords(comparisonPlace(name, what, group), share, reason, {
      from_table: `${name}.responders`,
      level: table.level,
    }),
  );
}

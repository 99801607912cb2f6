import type { PatientFrame } from "../frame/patient-frame.js";
import { quantileOfSorted } from "../math/quantile.js";
import { crossLevel } from "../results/cross-level.js";
import { makeStatistic } from "../results/make-records.js";
import type { ResultRecord } from "../results/records.js";
import type { Schedule } from "../spec/schedule.js";
import { countByArm, endpointPlace } from "./arm-counts.js";
import { bandOf, changeBands, shrinkageOfBand } from "./change-bands.js";
import type { SumChanges } from "./change-log.js";
import { quantileProbabilities } from "./quantile-probabilities.js";
import type { ResponseTable } from "./response-table.js";

export interface ChangeContext {
  readonly patients: PatientFrame;
  readonly changes: SumChanges;
  readonly schedule: Schedule | undefined;
}

/**
 * Best change of the target sum of everyone eligible, per arm: by band and best overall response (`<endpoint>.best_change`), and whether it reaches the −30 % of a
 * response (`<endpoint>.shrinkage`). Levels of nobody in either arm are left out.
 */
export function describeBestChange(
  variant: string,
  name: string,
  table: ResponseTable,
  labels: readonly string[],
  { patients, changes }: ChangeContext,
): ResultRecord[] {
  const depthOf = (p: number): number | null => (changes.hasDepth[p] === 1 ? changes.depth[p]! : null);
  const codes = [...new Set(table.best)].sort((a, b) => a - b);
  const levels = changeBands.flatMap((band) => codes.map((code) => crossLevel(band, labels[code]!)));
  const cells = countByArm(
    endpointPlace(variant, `${name}.best_change`),
    patients,
    levels,
    (p) => bandOf(depthOf(p)) * codes.length + codes.indexOf(table.best[p]!),
  );
  const used = new Set(cells.flatMap(({ level, value }) => (value === 0 ? [] : [level])));
  const reached = ["at most −30%", "above −30%", "no complete sum"];
  // Which level of the shrinkage a band is a part of.
  const partOf = new Map(
    levels.map((level, k) => [level, reached[shrinkageOfBand(Math.floor(k / codes.length))]!] as const),
  );
  return [
    ...cells.flatMap((cell) =>
      used.has(cell.level) ? [{ ...cell, params: { shrinkage: partOf.get(cell.level!)! } }] : [],
    ),
    ...countByArm(endpointPlace(variant, `${name}.shrinkage`), patients, reached, (p) =>
      shrinkageOfBand(bandOf(depthOf(p))),
    ),
  ];
}

/** Weeks between windows where the plan names no schedule, and the fewest where it does; the day at which windows end. */
const [usualDays, fewestDays, lastDay] = [56, 42, 731];

/**
 * Quantiles of the change of the target sum by scan window, per arm (`imaging.change_<k>`): windows lie around the planned visits, each patient counts
 * once in each, with the last complete sum.
 */
export function describeChangeWindows(variant: string, { patients, changes, schedule }: ChangeContext): ResultRecord[] {
  const visit = schedule?.segments[0]?.everyDays ?? usualDays;
  const step = visit * Math.ceil(fewestDays / visit);
  return Array.from({ length: Math.floor(lastDay / step) }, (_, k) => k + 1).flatMap((k) => {
    const [from, to] = [Math.floor((k - 0.5) * step) + 1, Math.floor((k + 0.5) * step)];
    const last = new Map<number, number>();
    for (const [i, day] of changes.day.entries())
      if (day >= from && day <= to) last.set(changes.patient[i]!, changes.percent[i]!);
    return ([1, 0] as const).flatMap((arm) => {
      const values = [...last].flatMap(([p, percent]) => (patients.trial[p] === arm ? [percent] : []));
      if (values.length === 0) return [];
      values.sort((a, b) => a - b);
      const place = { ...endpointPlace(variant, `imaging.change_${k}`), group: arm === 1 ? "trial" : "control" };
      const params = { from_day: from, to_day: to, visit_day: k * step };
      return [
        makeStatistic(place, "n", values.length, { unit: "patients", params }),
        ...quantileProbabilities.map(([name, p]) =>
          makeStatistic(place, name, quantileOfSorted(values, p), {
            unit: "per cent of the baseline sum",
            method: "quantile type 7",
            params,
          }),
        ),
      ];
    });
  });
}

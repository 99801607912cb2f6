import { EstimationError } from "../errors.js";
import { makeNotEstimable, makeStatistic, type Place } from "../results/make-records.js";
import type { ResultRecord } from "../results/records.js";
import { testLogRank } from "../stats/log-rank.js";
import { testMaxCombo } from "../stats/max-combo.js";
import type { EffectDetail } from "./effect.js";
import type { HazardRatioInput } from "./measure-input.js";
import { type SurvivalSet, timesOf } from "./survival-set.js";

type Test = NonNullable<HazardRatioInput["estimate"]["tests"]>[number];

/** The log-rank test of unadjusted arms, and the weighted ones the estimate names; all stratified where the hazard ratio is. */
export function testHazards(
  place: Place,
  set: SurvivalSet,
  stratum: Int32Array | null,
  { tests = [] }: HazardRatioInput["estimate"],
  detail: EffectDetail,
): ResultRecord[] {
  const rows = {
    ...timesOf(set),
    group: Int32Array.from(set.arm),
    ...(stratum === null ? {} : { stratum }),
  };
  const stratified = stratum === null ? "" : ", stratified";
  const plain = { ...detail, method: `log-rank${stratified}` };
  return [
    ...chiSquared(place, "log_rank", plain, () => testLogRank({ ...rows, groups: 2 })),
    ...tests.flatMap((test) =>
      test === "max-combo"
        ? maxCombo(place, rows, { ...detail, method: `MaxCombo${stratified}` })
        : flemingHarrington(place, rows, test, `Fleming–Harrington log-rank${stratified}`, detail),
    ),
  ];
}

type Rows = Parameters<typeof testMaxCombo>[0];
type Detail = EffectDetail & { readonly method: string; readonly level?: string };

function flemingHarrington(
  place: Place,
  rows: Rows,
  { rho, gamma }: Exclude<Test, string>,
  method: string,
  detail: EffectDetail,
): ResultRecord[] {
  const full = { ...detail, method, level: `rho ${rho}, gamma ${gamma}` };
  return chiSquared(place, "fleming_harrington", full, () => testLogRank({ ...rows, groups: 2, rho, gamma }));
}

function chiSquared(
  place: Place,
  name: string,
  detail: Detail,
  test: () => { readonly chiSquared: number; readonly p: number },
): ResultRecord[] {
  return orReasons(place, [`${name}_chi_squared`, `${name}_p`], detail, () => {
    const result = test();
    return [result.chiSquared, result.p];
  });
}

function maxCombo(place: Place, rows: Rows, detail: Detail): ResultRecord[] {
  return orReasons(place, ["max_combo_z", "max_combo_p"], detail, () => {
    const { maximum, p } = testMaxCombo(rows);
    return [maximum, p];
  });
}

function orReasons(
  place: Place,
  names: readonly string[],
  detail: Detail,
  values: () => readonly number[],
): ResultRecord[] {
  try {
    const found = values();
    return names.map((name, k) => makeStatistic(place, name, found[k]!, detail));
  } catch (error) {
    if (!(error instanceof EstimationError)) throw error;
    return names.map((name) => makeNotEstimable(place, name, error.message, detail));
  }
}

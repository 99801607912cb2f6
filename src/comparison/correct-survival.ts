import { EstimationError } from "../errors.js";
import { NO_DAY, type ProgressionView } from "../frame/endpoint-view.js";
import { normalIntervalFactor } from "../math/normal.js";
import type { ResultRecord } from "../results/records.js";
import { fitCox } from "../stats/cox.js";
import { fitIntervalWeibull } from "../stats/interval-weibull.js";
import { calibrateTimes, fitSurvivalCalibration } from "../stats/survival-regression-calibration.js";
import type { ProgressionPair } from "./classify-progression.js";
import { correctedEffect } from "./corrected-effect.js";
import { designRows } from "./design-sample.js";
import { estimateRecords, limitValues, withLimits } from "./estimate-records.js";
import { isEvaluableByBoth } from "./evaluability.js";
import type { ImpactSet } from "./impact-set.js";

/**
 * Output 7 for progression-free survival: the hazard ratio with each arm's chart times carried onto the scale of scans by survival
 * regression calibration, fitted to the patients of that arm who have both (an arm without charts keeps its times by scans); and with
 * times as intervals between assessments (Weibull), by scans and by charts.
 */
export function correctSurvival(pair: ProgressionPair, set: ImpactSet): ResultRecord[] {
  return [
    ...calibrated(pair, set),
    ...intervalCensored(pair.imaging, "scans as intervals", set),
    ...intervalCensored(pair.ehr, "charts as intervals", set),
  ];
}

function calibrated(pair: ProgressionPair, set: ImpactSet): ResultRecord[] {
  const { patients, weights } = set;
  const { ehr, imaging } = pair;
  const hasCharts = ([0, 1] as const).map((side) =>
    ehr.available.some((yes, row) => yes === 1 && patients.trial[row] === side),
  );
  const sourceOf = (row: number): ProgressionView => (hasCharts[patients.trial[row]!]! ? ehr : imaging);
  const rows = designRows(patients, weights, (row) => sourceOf(row).available[row] === 1);
  return correctedEffect(set, {
    line: "charts calibrated by survival regression",
    method: "survival regression calibration per arm, Weibull fits to its patients with both; Cox, Efron ties",
    rows,
    effect: (sample) => {
      const time = new Int32Array(sample.length);
      for (const side of [0, 1] as const) {
        const places = Int32Array.from(sample.keys()).filter((k) => patients.trial[sample[k]!] === side);
        const own = places.map((k) => sourceOf(sample[k]!).timeDays[sample[k]!]!);
        const fitted = hasCharts[side]!
          ? calibrateTimes(
              own,
              fitArm(
                pair,
                places.map((k) => sample[k]!),
              ),
            )
          : own;
        for (const [i, k] of places.entries()) time[k] = fitted[i]!;
      }
      return coxEffect(
        set,
        sample,
        time,
        Uint8Array.from(sample, (row) => sourceOf(row).status[row]!),
      );
    },
  });
}

function fitArm(pair: ProgressionPair, rows: Int32Array) {
  const both = rows.filter((row) => isEvaluableByBoth(pair, row));
  if (both.length === 0) throw new EstimationError("charts are not validated: no patient of the arm has both");
  const take = ({ timeDays, status }: ProgressionView) => ({
    time: both.map((row) => timeDays[row]!),
    status: Uint8Array.from(both, (row) => status[row]!),
  });
  const [reference, observed] = [take(pair.imaging), take(pair.ehr)];
  return fitSurvivalCalibration({
    referenceTime: reference.time,
    referenceStatus: reference.status,
    observedTime: observed.time,
    observedStatus: observed.status,
  });
}

function coxEffect({ patients, weights }: ImpactSet, rows: Int32Array, time: Int32Array, status: Uint8Array): number {
  const fit = fitCox({
    time,
    status,
    X: Float64Array.from(rows, (row) => patients.trial[row]!),
    p: 1,
    names: ["trial arm"],
    weight: Float64Array.from(rows, (row) => weights.weight[row]!),
  });
  return fit.beta[0]!;
}

/** Days of intervals count like the estimators' times: the index day is 1. A left end at index is the start itself. */
function intervalCensored(view: ProgressionView, line: string, set: ImpactSet): ResultRecord[] {
  const { place, effect, patients, weights, level } = set;
  const detail = {
    level: line,
    role: "sensitivity" as const,
    method: "Weibull proportional hazards of interval-censored times, sandwich variance (weights taken as known)",
    params: { level },
  };
  return estimateRecords(place, withLimits(effect), detail, () => {
    const rows = designRows(patients, weights, (row) => view.available[row] === 1);
    const arms = new Set(Array.from(rows, (row) => patients.trial[row]!));
    if (arms.size < 2) throw new EstimationError("an arm has no patient with this source");
    const right = rows.map((row) => view.right[row]!);
    const fit = fitIntervalWeibull({
      left: rows.map((row) => (view.left[row]! <= 0 && view.right[row] !== view.left[row] ? 0 : view.left[row]! + 1)),
      right: right.map((day) => (day === NO_DAY ? 0 : day + 1)),
      rightCensored: Uint8Array.from(right, (day) => (day === NO_DAY ? 1 : 0)),
      X: Float64Array.from(rows, (row) => patients.trial[row]!),
      p: 1,
      names: ["trial arm"],
      weight: Float64Array.from(rows, (row) => weights.weight[row]!),
      ...(weights.pair === null ? { robust: true } : { cluster: rows.map((row) => weights.pair![row]!) }),
    });
    const q = Math.round(Math.sqrt(fit.covariance.length));
    const se = Math.sqrt((fit.robustCovariance ?? fit.covariance)[q * q - 1]!);
    const half = normalIntervalFactor(level) * se;
    const beta = fit.beta[0]!;
    const limits = { estimate: Math.exp(beta), lower: Math.exp(beta - half), upper: Math.exp(beta + half) };
    return { values: limitValues(effect, limits) };
  });
}

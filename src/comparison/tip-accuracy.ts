import { EstimationError } from "../errors.js";
import { normalIntervalFactor } from "../math/normal.js";
import type { ResultRecord } from "../results/records.js";
import { correctRate } from "../stats/correct-rate.js";
import { influenceVariance } from "../stats/influence-variance.js";
import { findTippingPoint } from "../stats/tipping-point.js";
import { deriveWeightedRate } from "../stats/weighted-rate.js";
import type { ResponseComparison } from "./compare-response.js";
import { type ArmRows, chartErrors } from "./correct-response.js";
import { designRows } from "./design-sample.js";
import { weightedRate } from "./effect-of.js";
import { estimateRecords } from "./estimate-records.js";
import type { ImpactSet } from "./impact-set.js";

/**
 * How well charts of the control arm would have to detect (or rule out) a response for the difference of rates to lose its sign: starting
 * at the accuracy seen, sensitivity is lowered (specificity raised) until the interval of trial less corrected control holds 0. Both
 * moves raise the controls' corrected rate. Trial by scans; normal interval, accuracies taken as known.
 */
export function tipAccuracy(pair: ResponseComparison["pair"], set: ImpactSet): ResultRecord[] {
  const { place, patients, weights, level } = set;
  const detail = {
    level: "accuracy at which the conclusion turns",
    role: "sensitivity" as const,
    params: { level },
    method: "tipping point of the Rogan–Gladen-corrected difference, control charts against trial scans",
  };
  const names = ["observed_sensitivity", "observed_specificity", "tipping_sensitivity", "tipping_specificity"];
  return estimateRecords(place, names, detail, () => {
    const source = (row: number) => (patients.trial[row] === 1 ? pair.imaging : pair.ehr);
    const rows = designRows(
      patients,
      weights,
      (row) => source(row).available[row] === 1 && source(row).counted[row] === 1,
    );
    const controls: ArmRows = { rows, trial: patients.trial, weight: weights.weight, side: 0 };
    const { sensitivity, specificity } = chartErrors(pair, controls);
    const trial = weightedRate((row) => pair.imaging.isResponder[row]!, controls, 1);
    const control = weightedRate((row) => pair.ehr.isResponder[row]!, controls, 0);
    const variance = varianceOf(rows, set, (row) => source(row).isResponder[row]!);
    const z = normalIntervalFactor(level);
    const known = (estimate: number) => ({ estimate, variance: 0 });
    const holds = (se: number, sp: number) => {
      if (!(se + sp > 1)) return false;
      const rate = { estimate: control, variance: variance.control };
      const corrected = correctRate({ rate, sensitivity: known(se), specificity: known(sp) });
      return trial - corrected.estimate > z * Math.sqrt(variance.trial + corrected.variance);
    };
    if (!holds(sensitivity, specificity))
      throw new EstimationError(
        "with the accuracy seen the corrected interval holds no difference already, or a worse one",
      );
    return {
      values: {
        observed_sensitivity: sensitivity,
        observed_specificity: specificity,
        tipping_sensitivity: findTippingPoint((se) => holds(se, specificity), sensitivity, 1 - specificity),
        tipping_specificity: findTippingPoint((sp) => holds(sensitivity, sp), specificity, 1),
      },
      reason: "no accuracy up to that end turns the conclusion",
    };
  });
}

/** Variance of each arm's weighted rate, by matched set where there are sets. */
function varianceOf(rows: Int32Array, { patients, weights }: ImpactSet, value: (row: number) => number) {
  const columns = {
    value: Uint8Array.from(rows, value),
    weight: Float64Array.from(rows, (row) => weights.weight[row]!),
    arm: Uint8Array.from(rows, (row) => patients.trial[row]!),
    set: weights.pair === null ? null : rows.map((row) => weights.pair![row]!),
  };
  const of = (side: 0 | 1) => {
    const { derivative } = deriveWeightedRate(columns.value, columns.weight, columns.arm, side);
    return influenceVariance(
      derivative.map((d, i) => d * columns.weight[i]!),
      columns.set,
    );
  };
  return { trial: of(1), control: of(0) };
}

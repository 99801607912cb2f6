import { stream } from "../math/stream.js";
import type { ResultRecord } from "../results/records.js";
import { estimatePercentileInterval } from "../stats/percentile-interval.js";
import { openDesignSample } from "./design-sample.js";
import { estimateRecords, limitValues, withLimits } from "./estimate-records.js";
import type { ImpactSet } from "./impact-set.js";
import { orNull } from "./or-null.js";

/** How a correction is named in the records and made. */
export interface Correction {
  /** Level of its records. */
  readonly line: string;
  readonly method: string;
  /** Rows of the frame it draws from: of the design, with what it needs. */
  readonly rows: Int32Array;
  /** The effect of a sample of those rows, on the linear scale of the measure. Throws EstimationError where there is none. */
  readonly effect: (sample: Int32Array) => number;
}

/**
 * A corrected effect with a percentile interval over samples of patients (or matched sets): whatever the correction estimates — error
 * rates, a calibration — is estimated anew in each, so that its uncertainty is in the interval. The design is held.
 */
export function correctedEffect(set: ImpactSet, { line, method, rows, effect }: Correction): ResultRecord[] {
  const { place, measure, patients, weights, level, replicates, seed } = set;
  const back = measure === "risk-difference" ? (value: number) => value : Math.exp;
  const detail = { level: line, role: "sensitivity" as const, method, params: { level, replicates } };
  return estimateRecords(place, withLimits(set.effect), detail, () => {
    const estimate = effect(rows);
    const draw = openDesignSample(patients, weights, rows);
    const draws = stream(seed, `bootstrap/${weights.design}`);
    const values =
      draw === null
        ? []
        : Array.from({ length: replicates }, () => {
            const sample = draw(draws);
            return orNull(() => effect(sample));
          });
    const interval = orNull(() => estimatePercentileInterval(values, level));
    return {
      values: limitValues(set.effect, {
        estimate: back(estimate),
        lower: interval === null ? null : back(interval.lower),
        upper: interval === null ? null : back(interval.upper),
      }),
      reason:
        draw === null
          ? "no bootstrap of patients is valid after matching with replacement"
          : "no bootstrap was asked for, or too few samples have a value",
    };
  });
}

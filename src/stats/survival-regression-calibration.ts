import { EstimationError } from "../errors.js";
import { fitIntervalWeibull } from "./interval-weibull.js";

/** The same patients' time by the reference and by the mismeasured source. Columns of one length; days >= 1; status 1 = event. */
export interface ValidatedTimes {
  readonly referenceTime: Int32Array;
  readonly referenceStatus: Uint8Array;
  readonly observedTime: Int32Array;
  readonly observedStatus: Uint8Array;
}

/** Weibull fits of both as accelerated failure times: log T = location + scale × W, W standard extreme value. */
export interface SurvivalCalibration {
  readonly reference: { readonly location: number; readonly scale: number };
  readonly observed: { readonly location: number; readonly scale: number };
  readonly n: number;
}

/**
 * Survival regression calibration: how far a mismeasured time to event is off, from a validation sample with both. A Weibull model
 * without covariates is fitted to each; `calibrateTimes` then carries a time from its quantile under the one to that under the other.
 * Corrects the distribution of times, not the patient's own; rests on Weibull times, and on errors in the validation sample like those
 * elsewhere. The validation sample's uncertainty is not in anything here: resample its patients.
 * Throws EstimationError for fewer than 10 events by either source, and as `fitIntervalWeibull` does.
 * Source: Ackerman et al. 2025, Epidemiologic Methods 14 (survival regression calibration); fits agree with R survreg.
 */
export function fitSurvivalCalibration(sample: ValidatedTimes): SurvivalCalibration {
  const { referenceTime, referenceStatus, observedTime, observedStatus } = sample;
  return {
    reference: fitWeibull(referenceTime, referenceStatus, "reference"),
    observed: fitWeibull(observedTime, observedStatus, "mismeasured source"),
    n: referenceTime.length,
  };
}

/** Times by the mismeasured source as the reference would have had them, exp(μ + σ/σ* (log t − μ*)), in whole days, at least 1. */
export function calibrateTimes(time: Int32Array, { reference, observed }: SurvivalCalibration): Int32Array {
  const slope = reference.scale / observed.scale;
  return time.map((day) =>
    Math.max(1, Math.round(Math.exp(reference.location + slope * (Math.log(day) - observed.location)))),
  );
}

/** Below this a shape fitted to one sample says little. */
const FEWEST_EVENTS = 10;

function fitWeibull(time: Int32Array, status: Uint8Array, source: string) {
  const events = status.reduce((total, event) => total + event, 0);
  if (events < FEWEST_EVENTS) {
    throw new EstimationError(
      `survival regression calibration needs at least ${FEWEST_EVENTS} events by the ${source} in the validation sample; got ${events}`,
    );
  }
  const rightCensored = status.map((event) => 1 - event);
  const fit = fitIntervalWeibull({ left: time, right: time, rightCensored, X: new Float64Array(0), p: 0, names: [] });
  return { location: fit.logScale[0]!, scale: Math.exp(-fit.logShape[0]!) };
}

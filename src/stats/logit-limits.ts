import { EstimationError } from "../errors.js";
import { normalIntervalFactor } from "../math/normal.js";
import type { ProportionInterval } from "./proportion.js";

/**
 * A rate with the interval that is symmetric on its logit, from its standard error: expit(logit p ± z se/(p(1 − p))).
 * Throws EstimationError where the logit is infinite (nobody or everybody has the event) or the standard error is 0.
 * Source: survey 4.1 svyciprop(method = "logit") with the normal quantile.
 */
export function logitLimits(rate: number, se: number, level: number): ProportionInterval {
  if (!(rate > 0 && rate < 1 && se > 0)) {
    const who = rate > 0 ? "everybody" : "nobody";
    throw new EstimationError(`a logit interval needs a rate between 0 and 1; ${who} in this arm has the outcome`);
  }
  const odds = rate / (1 - rate);
  const half = (normalIntervalFactor(level) * se) / (rate * (1 - rate));
  const low = odds * Math.exp(-half);
  const high = odds * Math.exp(half);
  return { estimate: rate, lower: low / (1 + low), upper: high === Number.POSITIVE_INFINITY ? 1 : high / (1 + high) };
}

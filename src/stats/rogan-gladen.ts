import { EstimationError } from "../errors.js";
import { normalIntervalFactor } from "../math/normal.js";
import { correctRate } from "./correct-rate.js";
import { checkProportion, type ProportionInterval } from "./proportion.js";

/** `events` of `n`, whole numbers. */
interface Counted {
  readonly events: number;
  readonly n: number;
}

export interface RoganGladenInput {
  /** Positive by the imperfect test, of all. */
  readonly observed: Counted;
  /** Positive by the test, of those positive by the reference; negative by the test, of those negative by it. */
  readonly sensitivity: Counted;
  readonly specificity: Counted;
  /** Two-sided; default 0.95. */
  readonly level?: number;
}

export interface RoganGladen extends ProportionInterval {
  /** As the equation gives it; `estimate` is held within [0, 1]. */
  readonly unbounded: number;
}

/**
 * Rate by the reference from counts by an imperfect test and a validation sample of other patients, with the interval of Lang and
 * Reiczigel: every count with pseudo-counts (z² of the observed, 2 of each validation count, half of them events), the delta-method
 * variance there, the centre shifted by 2z² (π se(1 − se)/n_se − (1 − π) sp(1 − sp)/n_sp), all held within [0, 1].
 * Not for a validation sample that is part of the patients observed: estimates are then dependent; resample patients instead.
 * Throws EstimationError for an empty count and for se + sp <= 1. Source: Rogan & Gladen 1978; Lang & Reiczigel 2014, Preventive
 * Veterinary Medicine 113:13, eq. 4–17.
 */
export function estimateRoganGladen({
  observed,
  sensitivity,
  specificity,
  level = 0.95,
}: RoganGladenInput): RoganGladen {
  for (const { events, n } of [observed, sensitivity, specificity]) checkProportion(events, n, level);
  const share = ({ events, n }: Counted) => ({ estimate: events / n, variance: 0 });
  const plain = correctRate({
    rate: share(observed),
    sensitivity: share(sensitivity),
    specificity: share(specificity),
  });
  const z = normalIntervalFactor(level);
  const se = smooth(sensitivity, 2);
  const sp = smooth(specificity, 2);
  if (!(se.estimate + sp.estimate > 1)) {
    throw new EstimationError(
      `too few patients validate the test for an interval: with pseudo-counts sensitivity + specificity is ${se.estimate + sp.estimate}`,
    );
  }
  const { estimate, variance } = correctRate({ rate: smooth(observed, z * z), sensitivity: se, specificity: sp });
  const centre = estimate + 2 * z * z * (estimate * se.variance - (1 - estimate) * sp.variance);
  const half = z * Math.sqrt(variance);
  const within = (value: number) => Math.min(1, Math.max(0, value));
  return {
    estimate: within(plain.estimate),
    unbounded: plain.estimate,
    lower: within(centre - half),
    upper: within(centre + half),
  };
}

/** The share with pseudo-counts, half of them events, and its binomial variance. */
function smooth({ events, n }: Counted, added: number) {
  const estimate = (events + added / 2) / (n + added);
  return { estimate, variance: (estimate * (1 - estimate)) / (n + added) };
}

import type { ProportionInterval } from "./proportion.js";
import { estimateWilson } from "./wilson.js";

/** Subjects by a test and by the reference it is measured by. Whole numbers >= 0. */
export interface DiagnosticCounts {
  readonly truePositive: number;
  readonly falsePositive: number;
  readonly falseNegative: number;
  readonly trueNegative: number;
  /** Two-sided; default 0.95. */
  readonly level?: number;
}

/** A share of subjects with the counts it is made of. */
export interface CountedProportion extends ProportionInterval {
  readonly events: number;
  readonly n: number;
}

/** Each null where it has no subject: nobody is positive (or negative) by the reference, or by the test. */
export interface DiagnosticAccuracy {
  readonly sensitivity: CountedProportion | null;
  readonly specificity: CountedProportion | null;
  readonly positivePredictiveValue: CountedProportion | null;
  readonly negativePredictiveValue: CountedProportion | null;
}

/**
 * Sensitivity, specificity and predictive values with Wilson intervals. The reference is taken to be right: where it errs too, and
 * errs with the test, both accuracies look better than they are. Predictive values hold for this share of positives only.
 * Source: Yerushalmy 1947; Wilson 1927.
 */
export function estimateDiagnosticAccuracy(counts: DiagnosticCounts): DiagnosticAccuracy {
  const { truePositive, falsePositive, falseNegative, trueNegative, level = 0.95 } = counts;
  const share = (events: number, others: number): CountedProportion | null =>
    events + others === 0 ? null : { ...estimateWilson(events, events + others, level), events, n: events + others };
  return {
    sensitivity: share(truePositive, falseNegative),
    specificity: share(trueNegative, falsePositive),
    positivePredictiveValue: share(truePositive, falsePositive),
    negativePredictiveValue: share(trueNegative, falseNegative),
  };
}

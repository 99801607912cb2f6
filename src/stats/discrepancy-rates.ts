import type { CountedProportion } from "./diagnostic-accuracy.js";
import { estimateWilson } from "./wilson.js";

/** Patients of one arm by who called progression, and who called it first. Whole numbers >= 0. */
export interface ProgressionCalls {
  /** Both sources, on the same day (or within the tolerance). */
  readonly same: number;
  /** Both; the audited source later, and earlier, than the reference. */
  readonly later: number;
  readonly earlier: number;
  /** One source only. */
  readonly auditedOnly: number;
  readonly referenceOnly: number;
  /** Two-sided; default 0.95. */
  readonly level?: number;
}

/** Null where the denominator is empty. */
export interface DiscrepancyRates {
  readonly early: CountedProportion | null;
  readonly late: CountedProportion | null;
}

/**
 * Early and late discrepancy rate of an audited source of progression (charts, an investigator) against the reference (a central read):
 * of the progressions it called, the share called too early or alone, (b + a₃)/(a + b); of all discrepancies and late calls,
 * the share in which it was late or silent, (c + a₂)/(b + c + a₂ + a₃); a = a₁ + a₂ + a₃ both, a₂ later, a₃ earlier, b audited only,
 * c reference only. Wilson intervals. A lower early rate and a higher late rate in the experimental arm favour that arm.
 * Source: Amit et al. 2011, European Journal of Cancer 47:1772.
 */
export function estimateDiscrepancyRates(calls: ProgressionCalls): DiscrepancyRates {
  const { same, later, earlier, auditedOnly, referenceOnly, level = 0.95 } = calls;
  const share = (events: number, n: number): CountedProportion | null =>
    n === 0 ? null : { ...estimateWilson(events, n, level), events, n };
  return {
    early: share(auditedOnly + earlier, same + later + earlier + auditedOnly),
    late: share(referenceOnly + later, auditedOnly + referenceOnly + later + earlier),
  };
}

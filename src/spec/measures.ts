import type { EndpointSummary } from "./endpoint-summary.js";
import type { Estimate } from "./estimate.js";

/** What a measure is, for every room that names, computes or prints it. */
export interface Measure {
  /** The effect's statistic in the results; `_lower`, `_upper` are its limits. */
  readonly effect: string;
  readonly short: string;
  readonly long: string;
  /** The kind of endpoint it sums up. */
  readonly sums: EndpointSummary;
  /** Trial over control, or trial minus control of probabilities. */
  readonly kind: "ratio" | "difference";
}

export const measures = {
  "hazard-ratio": {
    effect: "hazard_ratio",
    short: "HR",
    long: "hazard ratio",
    sums: "time-to-event",
    kind: "ratio",
  },
  "risk-difference": {
    effect: "risk_difference",
    short: "RD",
    long: "risk difference",
    sums: "yes-no",
    kind: "difference",
  },
  "risk-ratio": { effect: "risk_ratio", short: "RR", long: "risk ratio", sums: "yes-no", kind: "ratio" },
  "odds-ratio": { effect: "odds_ratio", short: "OR", long: "odds ratio", sums: "yes-no", kind: "ratio" },
} as const satisfies Record<Estimate["measure"], Measure>;

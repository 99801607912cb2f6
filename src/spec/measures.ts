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
  /** Trial over control, or trial minus control. */
  readonly kind: "ratio" | "difference";
  /** Of a difference: "probability" or "days". */
  readonly unit: "probability" | "days" | null;
}

const ofTime = { sums: "time-to-event" } as const;
const ofRates = { sums: "yes-no" } as const;
const ratio = { kind: "ratio", unit: null } as const;
const difference = { kind: "difference", unit: "probability" } as const;

export const measures = {
  "hazard-ratio": { effect: "hazard_ratio", short: "HR", long: "hazard ratio", ...ofTime, ...ratio },
  "interval-hazard-ratio": {
    effect: "hazard_ratio",
    short: "HR",
    long: "hazard ratio, interval-censored",
    ...ofTime,
    ...ratio,
  },
  "rmst-difference": {
    effect: "rmst_difference",
    short: "RMSTD",
    long: "difference of restricted mean survival times, days",
    ...ofTime,
    kind: "difference",
    unit: "days",
  },
  "rmst-ratio": {
    effect: "rmst_ratio",
    short: "RMSTR",
    long: "ratio of restricted mean survival times",
    ...ofTime,
    ...ratio,
  },
  "parametric-rmst-difference": {
    effect: "parametric_rmst_difference",
    short: "PRMSTD",
    long: "difference of restricted means under a parametric model, days",
    ...ofTime,
    kind: "difference",
    unit: "days",
  },
  "survival-difference": {
    effect: "survival_difference",
    short: "SPD",
    long: "difference of survival probabilities",
    ...ofTime,
    ...difference,
  },
  "subdistribution-hazard-ratio": {
    effect: "subdistribution_hazard_ratio",
    short: "SHR",
    long: "subdistribution hazard ratio",
    ...ofTime,
    ...ratio,
  },
  "incidence-difference": {
    effect: "incidence_difference",
    short: "CID",
    long: "difference of cumulative incidences",
    ...ofTime,
    ...difference,
  },
  "in-response-difference": {
    effect: "in_response_difference",
    short: "IRD",
    long: "difference of the probabilities of being in response",
    ...ofRates,
    ...difference,
  },
  "risk-difference": { effect: "risk_difference", short: "RD", long: "risk difference", ...ofRates, ...difference },
  "risk-ratio": { effect: "risk_ratio", short: "RR", long: "risk ratio", ...ofRates, ...ratio },
  "odds-ratio": { effect: "odds_ratio", short: "OR", long: "odds ratio", ...ofRates, ...ratio },
} as const satisfies Record<Estimate["measure"], Measure>;

import { coverageTau } from "./coverage-worlds.js";

/** Designs as the spec has them, of the worlds' covariate x. */
export const coverageDesigns = {
  none: { method: "unadjusted" },
  att: weighting("ATT"),
  ate: weighting("ATE"),
  ato: weighting("ATO"),
  aten: weighting("ATEN"),
  entropy: { method: "entropy-balancing", moments: ["x"] },
  entropyOfAll: { method: "entropy-balancing", moments: ["x"], estimand: "ATE" },
  pairs: { method: "nearest", propensity: { terms: ["x"] } },
  twoToOne: { method: "nearest", propensity: { terms: ["x"] }, ratio: 2 },
  full: { method: "full", propensity: { terms: ["x"] } },
  replacing: { method: "with-replacement", propensity: { terms: ["x"] }, caliper: null },
  imputed: {
    method: "weighting",
    propensity: { terms: ["x"], missing: { method: "multiple-imputation", imputations: 10, iterations: 2 } },
  },
} as const;

/** Fields of estimates as the spec has them, to be put together. */
export const coverageFields = {
  rate: { measure: "risk-difference" },
  riskRatio: { measure: "risk-ratio" },
  oddsRatio: { measure: "odds-ratio" },
  ratio: { measure: "hazard-ratio" },
  mean: { measure: "rmst-difference", tauDays: coverageTau },
  meanRatio: { measure: "rmst-ratio", tauDays: coverageTau },
  day: { measure: "survival-difference", timeDays: coverageTau },
  weibullByScans: { measure: "interval-hazard-ratio", model: "weibull" },
  stepsByScans: { measure: "interval-hazard-ratio", model: "semiparametric" },
  incidence: { measure: "incidence-difference", timeDays: coverageTau, composite: "c" },
  subdistribution: { measure: "subdistribution-hazard-ratio", composite: "c" },
  inResponse: { measure: "in-response-difference", timeDays: coverageTau, progression: "p", timeToResponse: "t" },
  wald: { interval: "wald" },
  robust: { variance: "robust" },
  influence: { variance: "influence" },
  stratified: { strata: ["x"] },
  bootstrap: { variance: "bootstrap", bootstrap: { replicates: 200 } },
  bootstrapOfPairs: { variance: "bootstrap", bootstrap: { replicates: 200, resample: "pairs" } },
  leaving: { censoringWeights: { reasons: "new-therapy", terms: ["x"] } },
  gComputation: adjustment("g-computation"),
  aipw: adjustment("aipw"),
} as const;

/** Linear scale and standard error of a yes/no outcome, of a time, of competing events, of scans, of a course with a response. */
export const ofRate = { outcome: "response", hasSe: true } as const;
export const ofTime = { outcome: "time", hasSe: true } as const;
export const ofCompeting = { outcome: "competing", hasSe: true } as const;
export const ofScans = { outcome: "scans", hasSe: true } as const;

export const ofCourse = { outcome: "course", hasSe: true } as const;

/** A ratio without an effect. */
export const noEffect = { truth: 1 } as const;

function weighting<E extends string>(estimand: E) {
  return { method: "weighting", propensity: { terms: ["x"] }, estimand } as const;
}

function adjustment<By extends string>(by: By) {
  return { adjustment: { by, terms: ["x"] } } as const;
}

import { censoringWeightsOf } from "../spec/check-censoring.js";
import { covariatesOf } from "../spec/term.js";
import type { CurveEstimate } from "./measure-input.js";

/** `, inverse-probability-of-censoring weights (…)` where an estimate has them: how a method's name goes on. */
export function censoringWords(estimate: CurveEstimate): string {
  const weights = censoringWeightsOf(estimate);
  if (weights === null) return "";
  const of = weights.reasons === "all" ? "censoring of any reason" : "censoring by a new therapy";
  const names = [...new Set(weights.terms.flatMap(covariatesOf))].join(", ");
  const cut = weights.largest === undefined ? "" : `, none above ${weights.largest}`;
  return `, inverse-probability-of-censoring weights (stabilised, Cox model of ${of} within each arm: ${names}${cut})`;
}

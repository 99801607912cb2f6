import { deriveLinearisedRmst } from "./linearised-rmst.js";
import type { SurvivalRows } from "./survival-rows.js";

/**
 * Pseudo-values of the restricted mean survival time up to τ, in days: θ̂ + n × derivative of θ̂ by the weight of the row (the
 * infinitesimal jackknife, which is within O(1/n) of leaving each row out). Their mean is θ̂; without censoring each is min(time, τ).
 * rows: one arm, unweighted. Float64Array(n). Errors as `estimateRmst`.
 * Source: Andersen, Hansen & Klein 2004; Jaeckel 1972; agrees with R survival 3.5-3 pseudo(type = "RMST").
 */
export function derivePseudoRmst(rows: Omit<SurvivalRows, "weight">, tau: number): Float64Array {
  const { estimate, derivative } = deriveLinearisedRmst(rows, tau);
  return derivative.map((d) => estimate + d * derivative.length);
}

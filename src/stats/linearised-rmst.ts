import { tallyEvents } from "./event-table.js";
import type { LinearisedEstimate } from "./linearised-estimate.js";
import { deriveProductLimit } from "./product-limit.js";
import { deriveProductLimitDerivative } from "./product-limit-derivative.js";
import { deriveRestrictedAreas } from "./restricted-areas.js";
import { orderSurvivalRows, type SurvivalRows } from "./survival-rows.js";

/**
 * Restricted mean survival time up to τ in days, with its derivative by the weight of each row: what the robust standard error of
 * `estimateRmst` is made from, for clusters and for weights that were estimated. Rows and errors as there.
 */
export function deriveLinearisedRmst(rows: SurvivalRows, tau: number): LinearisedEstimate {
  const order = orderSurvivalRows(rows, "RMST");
  const table = tallyEvents(rows, order);
  const { total, after } = deriveRestrictedAreas(table, deriveProductLimit(table), tau);
  return { estimate: total, derivative: deriveProductLimitDerivative(rows, order, table, after) };
}

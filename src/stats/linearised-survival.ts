import { EstimationError } from "../errors.js";
import { countUpTo } from "../math/count-up-to.js";
import { tallyEvents } from "./event-table.js";
import type { LinearisedEstimate } from "./linearised-estimate.js";
import { deriveProductLimit } from "./product-limit.js";
import { deriveProductLimitDerivative } from "./product-limit-derivative.js";
import { orderSurvivalRows, type SurvivalRows } from "./survival-rows.js";

/**
 * Kaplan–Meier survival at one day with its derivative by the weight of each row (0 everywhere where survival is 0 or 1).
 * rows: as for `estimateKaplanMeier`. timeDays >= 0. asked: the number that is made of it, as the reason names it. Throws EstimationError beyond
 * the last time of a curve that has not come down to 0, where nothing is known, and as `estimateKaplanMeier` does.
 */
export function deriveLinearisedSurvival(rows: SurvivalRows, timeDays: number, asked = "survival"): LinearisedEstimate {
  const order = orderSurvivalRows(rows, "Kaplan–Meier");
  const table = tallyEvents(rows, order);
  const survival = deriveProductLimit(table);
  const last = countUpTo(table.time, Math.floor(timeDays)) - 1;
  const estimate = last < 0 ? 1 : survival[last]!;
  const end = table.time[table.time.length - 1]!;
  if (timeDays > end && estimate > 0) {
    throw new EstimationError(
      `${asked} at ${timeDays} days lies beyond the follow-up of the arm: choose an earlier day`,
    );
  }
  const coefficient = Float64Array.from(table.time, (_, j) => (j <= last ? estimate : 0));
  return { estimate, derivative: deriveProductLimitDerivative(rows, order, table, coefficient) };
}

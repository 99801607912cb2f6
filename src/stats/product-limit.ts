import type { EventTable } from "./event-table.js";

/**
 * Survival at each time of the table, Π (n − d)/n. Whether all at risk have the event is asked of the row counts: sums of weights may
 * differ by a rounding. Source: Kaplan & Meier 1958.
 */
export function deriveProductLimit({ atRisk, events, rowsAtRisk, eventRows }: EventTable): Float64Array {
  const survival = new Float64Array(atRisk.length);
  let current = 1;
  for (let j = 0; j < atRisk.length; j += 1) {
    if (eventRows[j]! > 0) current *= eventRows[j] === rowsAtRisk[j] ? 0 : (atRisk[j]! - events[j]!) / atRisk[j]!;
    survival[j] = current;
  }
  return survival;
}

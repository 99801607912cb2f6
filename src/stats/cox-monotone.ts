import { createPositionHeap } from "../math/position-heap.js";
import type { CoxRows } from "./cox-rows.js";

/**
 * Whether every event falls on the highest value of its risk set. Then the partial likelihood never falls along the direction that
 * gave the values, and has no maximum. The tied events of one time must all be highest, under Efron as under Breslow.
 * value: Float64Array(n), xᵀd of each row of `rows`. slack: how far below the highest value an event may stay.
 * Ends at the first event that is not; O(n log n) at most. Source: Bryson & Johnson 1981; Jacobsen 1989.
 */
export function isMonotoneDirection(rows: CoxRows, value: Float64Array, slack: number): boolean {
  const { time, status, entry, strata } = rows;
  const atRisk = createPositionHeap(value);
  for (let s = 0; s + 1 < strata.length; s += 1) {
    atRisk.clear();
    for (let i = strata[s + 1]!; i > strata[s]!; ) {
      const t = time[i - 1]!;
      let lowestEvent = Number.POSITIVE_INFINITY;
      for (; i > strata[s]! && time[i - 1] === t; i -= 1) {
        atRisk.push(i - 1);
        if (status[i - 1] === 1) lowestEvent = Math.min(lowestEvent, value[i - 1]!);
      }
      // Times fall, so who enters at or after t is not at risk at any time still to come.
      for (let top = atRisk.top(); entry !== null && top !== undefined && entry[top]! >= t; top = atRisk.top())
        atRisk.pop();
      const top = atRisk.top();
      if (top !== undefined && lowestEvent < value[top]! - slack) return false;
    }
  }
  return true;
}

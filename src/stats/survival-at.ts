import { countUpTo } from "../math/count-up-to.js";
import type { KaplanMeierCurve } from "./kaplan-meier.js";

/** What a curve says about one day. The estimates are null beyond the last time of a curve that has not come down to 0. */
export interface SurvivalAt {
  readonly survival: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly standardErrorLog: number | null;
  /** Sum of weights, rows and effective number at risk just before the day. */
  readonly atRisk: number;
  readonly rowsAtRisk: number;
  readonly effectiveAtRisk: number;
}

/**
 * Survival with its band, and the risk set, on one day of a Kaplan–Meier curve (a step, right-continuous).
 * Before the first time survival is 1 with limits 1. Numbers at risk are those of the first time >= the day, 0 beyond the last;
 * with delayed entry, patients who enter between the day and that time are included.
 * curve: from `estimateKaplanMeier`. timeDays >= 0. O(log k).
 */
export function survivalAt(curve: KaplanMeierCurve, timeDays: number): SurvivalAt {
  const next = countUpTo(curve.time, Math.ceil(timeDays) - 1);
  const last = next < curve.time.length && curve.time[next] === timeDays ? next : next - 1;
  const beyond = next === curve.time.length;
  const risk = {
    atRisk: beyond ? 0 : curve.atRisk[next]!,
    rowsAtRisk: beyond ? 0 : curve.rowsAtRisk[next]!,
    effectiveAtRisk: beyond ? 0 : curve.effectiveAtRisk[next]!,
  };
  if (last === -1) return { survival: 1, lower: 1, upper: 1, standardErrorLog: 0, ...risk };
  if (beyond && curve.survival[last]! > 0) {
    return { survival: null, lower: null, upper: null, standardErrorLog: null, ...risk };
  }
  return {
    survival: curve.survival[last]!,
    lower: curve.lower[last]!,
    upper: curve.upper[last]!,
    standardErrorLog: curve.standardErrorLog[last]!,
    ...risk,
  };
}

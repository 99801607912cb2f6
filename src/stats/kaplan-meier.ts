import { tallyEvents } from "./event-table.js";
import { deriveKaplanMeierBand, type KaplanMeierInterval } from "./kaplan-meier-band.js";
import { clusteredStandardErrorLog } from "./kaplan-meier-clustered.js";
import { greenwoodStandardErrorLog, robustStandardErrorLog } from "./kaplan-meier-variance.js";
import { deriveProductLimit } from "./product-limit.js";
import { orderSurvivalRows, type SurvivalRows } from "./survival-rows.js";

export type { KaplanMeierInterval } from "./kaplan-meier-band.js";

export interface KaplanMeierInput extends SurvivalRows {
  /** Default "log". */
  readonly interval?: KaplanMeierInterval;
  /** Two-sided, pointwise; default 0.95. */
  readonly level?: number;
  /** "greenwood" (default) takes weights as counts; "robust" is the infinitesimal jackknife, right for design weights. */
  readonly variance?: "greenwood" | "robust";
  /** With "robust": any integers, one a row; equal = rows of one patient or matched set, whose influences add up. Default: each row its own. */
  readonly cluster?: Int32Array;
}

/** Columns of equal length: the distinct event and censoring times with what holds from each on, until the next. */
export interface KaplanMeierCurve {
  /** Days, ascending. */
  readonly time: Int32Array;
  /** Just before the time: sum of weights, number of rows, and effective number (Σw)²/Σw² at risk. */
  readonly atRisk: Float64Array;
  readonly rowsAtRisk: Int32Array;
  readonly effectiveAtRisk: Float64Array;
  /** At the time: sum of weights of events, and of censorings. */
  readonly events: Float64Array;
  readonly censored: Float64Array;
  readonly survival: Float64Array;
  /** Standard error of log survival. 0 where survival is 0, so that survival × standardErrorLog is the one of survival (0). */
  readonly standardErrorLog: Float64Array;
  /** Pointwise band; see `deriveKaplanMeierBand` for where survival is 0 or 1. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** Rows of positive weight. */
  readonly n: number;
  /** Rows with an event. */
  readonly totalEvents: number;
}

/**
 * Kaplan–Meier estimate of survival at each distinct time, with weights and delayed entry.
 * Rows in any order; a row of weight 0 does not count; events come before censorings at a tied time; risk sets are (entry, time].
 * Variance of log survival: Greenwood, Σ d/(n(n − d)), or the infinitesimal jackknife.
 * With delayed entry a risk set may run empty early: survival then stays at 0. Choose the entry so that early risk sets are not small.
 * Throws EstimationError if no row counts or a value is out of range. O(n log n) at most.
 * Source: Kaplan & Meier 1958; Greenwood 1926; R survival 3.5-3 survfit(robust = TRUE), to which results agree.
 */
export function estimateKaplanMeier(input: KaplanMeierInput): KaplanMeierCurve {
  const order = orderSurvivalRows(input, "Kaplan–Meier");
  const table = tallyEvents(input, order);
  const survival = deriveProductLimit(table);
  const standardErrorLog =
    input.variance !== "robust"
      ? greenwoodStandardErrorLog(table)
      : input.cluster === undefined
        ? robustStandardErrorLog(table, input, order)
        : clusteredStandardErrorLog(table, input, order, input.cluster);
  const band = deriveKaplanMeierBand(survival, standardErrorLog, input.interval ?? "log", input.level ?? 0.95);
  return {
    time: table.time,
    atRisk: table.atRisk,
    rowsAtRisk: table.rowsAtRisk,
    effectiveAtRisk: table.atRisk.map((w, j) => (w * w) / table.squaresAtRisk[j]!),
    events: table.events,
    censored: table.censored,
    survival,
    standardErrorLog,
    ...band,
    n: order.length,
    totalEvents: table.eventRows.reduce((total, rows) => total + rows, 0),
  };
}

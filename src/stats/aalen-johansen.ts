import { EstimationError } from "../errors.js";
import { normalIntervalFactor } from "../math/normal.js";
import { deriveIncidenceError } from "./aalen-johansen-variance.js";
import { type EventTable, tallyEvents } from "./event-table.js";
import { type ProbabilityScale, probabilityLimits } from "./probability-limits.js";
import { deriveProductLimit } from "./product-limit.js";
import { orderSurvivalRows, type SurvivalRows } from "./survival-rows.js";

export interface AalenJohansenInput extends Omit<SurvivalRows, "status"> {
  /** 0 = censored, 1 … causes = the event that came first. */
  readonly cause: Uint8Array;
  readonly causes: number;
  /** Default "log", as R. */
  readonly interval?: ProbabilityScale;
  /** Two-sided, pointwise; default 0.95. */
  readonly level?: number;
}

/** Probability to have had one cause's event by each time; columns as long as `time`. */
export interface CumulativeIncidence {
  /** Sum of weights with this event at the time. */
  readonly events: Float64Array;
  readonly incidence: Float64Array;
  readonly standardError: Float64Array;
  /** Both 0 before the first event of the cause. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

export interface AalenJohansenCurves {
  /** Distinct event or censoring times in days, ascending. */
  readonly time: Int32Array;
  /** Sum of weights at risk just before the time. */
  readonly atRisk: Float64Array;
  /** Probability of no event yet. Adds up to 1 with the incidences. */
  readonly survival: Float64Array;
  /** Position c − 1 holds cause c. */
  readonly causes: readonly CumulativeIncidence[];
  readonly n: number;
}

/**
 * Cumulative incidence of competing events (Aalen–Johansen): F_c(t) = Σ_{s ≤ t} S(s−) d_c(s)/n(s), S the Kaplan–Meier of any event.
 * Weights, delayed entry, ties and the treatment of weight 0 as in `estimateKaplanMeier`. Variance: infinitesimal jackknife, each row
 * its own cluster, right for design weights. One minus the Kaplan–Meier of one cause, with the others censored, is not this probability.
 * Throws EstimationError if no row counts or a value is out of range. O(n log n + n × causes). Not validated: clustered rows; recurrent
 * or returning states. Source: Aalen & Johansen 1978; agrees with R survival 3.5-3 survfit of a multi-state Surv.
 */
export function estimateAalenJohansen(input: AalenJohansenInput): AalenJohansenCurves {
  const { cause, causes } = input;
  const outside = cause.reduce((count, c) => count + (c > causes ? 1 : 0), 0);
  if (outside > 0) {
    throw new EstimationError(
      `Aalen–Johansen needs causes from 0 (censored) to ${causes}; got ${outside} of ${cause.length} rows outside`,
    );
  }
  const rows: SurvivalRows = { ...input, status: cause.map((c) => (c > 0 ? 1 : 0)) };
  const order = orderSurvivalRows(rows, "Aalen–Johansen", { after: [Int32Array.from(cause)] });
  const table = tallyEvents(rows, order);
  const survival = deriveProductLimit(table);
  const z = normalIntervalFactor(input.level ?? 0.95);
  const curves = Array.from({ length: causes }, (_, k) => {
    const events = eventsOfCause(table, input, order, k + 1);
    const incidence = cumulate(table, survival, events);
    const standardError = deriveIncidenceError({
      table,
      rows,
      order,
      survival,
      events,
      incidence,
      cause,
      number: k + 1,
    });
    return { events, incidence, standardError, ...band(incidence, standardError, input.interval ?? "log", z) };
  });
  return { time: table.time, atRisk: table.atRisk, survival, causes: curves, n: order.length };
}

function eventsOfCause(table: EventTable, input: AalenJohansenInput, order: Uint32Array, number: number): Float64Array {
  const events = new Float64Array(table.time.length);
  for (let j = 0; j < events.length; j += 1) {
    for (let i = table.start[j]!; i < table.start[j + 1]!; i += 1) {
      const row = order[i]!;
      if (input.cause[row] === number) events[j]! += input.weight === undefined ? 1 : input.weight[row]!;
    }
  }
  return events;
}

/** Σ S(s−) d/n. */
function cumulate(table: EventTable, survival: Float64Array, events: Float64Array): Float64Array {
  const incidence = new Float64Array(events.length);
  let total = 0;
  for (let j = 0; j < events.length; j += 1) {
    total += ((j === 0 ? 1 : survival[j - 1]!) * events[j]!) / table.atRisk[j]!;
    incidence[j] = total;
  }
  return incidence;
}

function band(incidence: Float64Array, standardError: Float64Array, interval: ProbabilityScale, z: number) {
  const lower = new Float64Array(incidence.length);
  const upper = new Float64Array(incidence.length);
  for (let j = 0; j < incidence.length; j += 1) {
    const p = incidence[j]!;
    const inside = p > 0 && p < 1;
    const [low, high] = inside ? probabilityLimits(interval, p, (z * standardError[j]!) / p) : [p, p];
    lower[j] = low;
    upper[j] = high;
  }
  return { lower, upper };
}

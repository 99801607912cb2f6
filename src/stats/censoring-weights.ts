import { countUpTo } from "../math/count-up-to.js";
import type { CensoringModel } from "./censoring-model.js";

/** Patients in counting-process form: rows over (entry, time] on which a weight is constant. */
export interface CensoringRows {
  /** The input row of each; a patient's rows stand together, in order of time. */
  readonly source: Int32Array;
  readonly entry: Int32Array;
  readonly time: Int32Array;
  /** 1 = the row ends with the event. */
  readonly status: Uint8Array;
  /** The stabilised weight, cut where it was above the largest allowed. */
  readonly weight: Float64Array;
  /** How many of the event days the row spans; a weight that spans none enters nothing. */
  readonly eventDays: Int32Array;
  /** 1 = the weight was cut. */
  readonly cut: Uint8Array;
  /** The largest weight on an event day before any was cut; 0 without such a day. */
  readonly largest: number;
}

/**
 * Stabilised inverse-probability-of-censoring weights of one arm, as rows split where the weight changes between two event days. On an event day s the
 * weight of a patient at risk is K(s−)/K(s− | x): the probability not to have been censored before s in the arm, over that of the patient by
 * the model, both exp(−cumulative hazard) over the censorings of earlier days. Whoever is still followed stands for those like him who are not.
 * time, status: the rows of the model. eventDays: distinct days, ascending, of the events that are compared (of both arms for a hazard ratio).
 * largest: weights above it are set to it, which trades bias for variance (Cole & Hernán 2008); null: none is.
 * O(rows out). Source: Robins & Finkelstein 2000; stabilised by the arm as Hernán, Brumback & Robins 2000, Epidemiology 11:561.
 */
export function deriveCensoringWeights(
  { time, status }: { readonly time: Int32Array; readonly status: Uint8Array },
  { day, baseline, marginal, risk }: CensoringModel,
  { eventDays, largest }: { readonly eventDays: Int32Array; readonly largest: number | null },
): CensoringRows {
  const steps = findSteps(day, eventDays);
  const out: { source: number; entry: number; time: number; weight: number; eventDays: number }[] = [];
  for (let i = 0; i < time.length; i += 1) {
    const end = time[i]!;
    let entry = 0;
    for (const [m, { last, before, from }] of steps.entries()) {
      const next = steps[m + 1];
      const isLast = next === undefined || eventDays[next.from]! > end;
      const until = isLast ? end : last;
      const spanned = countUpTo(eventDays, until) - from;
      const log = before === 0 ? 0 : risk[i]! * baseline[before - 1]! - marginal[before - 1]!;
      out.push({ source: i, entry, time: until, weight: Math.exp(log), eventDays: Math.max(0, spanned) });
      entry = until;
      if (isLast) break;
    }
    if (steps.length === 0) out.push({ source: i, entry: 0, time: end, weight: 1, eventDays: 0 });
  }
  const cap = largest ?? Number.POSITIVE_INFINITY;
  return {
    source: Int32Array.from(out, (row) => row.source),
    entry: Int32Array.from(out, (row) => row.entry),
    time: Int32Array.from(out, (row) => row.time),
    status: Uint8Array.from(out, (row) => (row.time === time[row.source]! ? status[row.source]! : 0)),
    weight: Float64Array.from(out, (row) => Math.min(cap, row.weight)),
    eventDays: Int32Array.from(out, (row) => row.eventDays),
    cut: Uint8Array.from(out, (row) => (row.weight > cap ? 1 : 0)),
    largest: out.reduce((most, row) => (row.eventDays > 0 ? Math.max(most, row.weight) : most), 0),
  };
}

/** Runs of event days with as many censoring days before them: the position of the first, the day of the last, and how many censoring days came before. */
function findSteps(day: Int32Array, eventDays: Int32Array): { from: number; last: number; before: number }[] {
  const steps: { from: number; last: number; before: number }[] = [];
  for (const [k, event] of eventDays.entries()) {
    const before = countUpTo(day, event - 1);
    const open = steps.at(-1);
    if (open !== undefined && open.before === before) open.last = event;
    else steps.push({ from: k, last: event, before });
  }
  return steps;
}

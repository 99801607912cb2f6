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
  const count = Int32Array.from(time, (end) => countRows(steps, eventDays, end));
  const rows = emptyRows(count.reduce((total, own) => total + own, 0));
  const cap = largest ?? Number.POSITIVE_INFINITY;
  let at = 0;
  let most = 0;
  for (let i = 0; i < time.length; i += 1) {
    const [end, last] = [time[i]!, count[i]! - 1];
    for (let m = 0; m <= last; m += 1, at += 1) {
      const { from, last: lastOfRun, before } = steps[m]!;
      const spanned = (m === last ? countUpTo(eventDays, end) : steps[m + 1]!.from) - from;
      const weight = before === 0 ? 1 : Math.exp(risk[i]! * baseline[before - 1]! - marginal[before - 1]!);
      rows.source[at] = i;
      rows.entry[at] = m === 0 ? 0 : steps[m - 1]!.last;
      rows.time[at] = m === last ? end : lastOfRun;
      rows.status[at] = m === last ? status[i]! : 0;
      rows.weight[at] = Math.min(cap, weight);
      rows.eventDays[at] = Math.max(0, spanned);
      rows.cut[at] = weight > cap ? 1 : 0;
      if (spanned > 0 && weight > most) most = weight;
    }
  }
  return { ...rows, largest: most };
}

/** One row, and one more for each run of event days that begins by the end. */
function countRows(steps: readonly { readonly from: number }[], eventDays: Int32Array, end: number): number {
  let rows = 1;
  while (rows < steps.length && eventDays[steps[rows]!.from]! <= end) rows += 1;
  return rows;
}

function emptyRows(n: number) {
  const int32 = () => new Int32Array(n);
  const flags = () => new Uint8Array(n);
  return {
    ...{ source: int32(), entry: int32(), time: int32(), status: flags() },
    ...{ weight: new Float64Array(n), eventDays: int32(), cut: flags() },
  };
}

/** Runs of event days with as many censoring days before them: the position of the first, the day of the last, and how many censoring days came before. One empty run where there is no event day. */
function findSteps(day: Int32Array, eventDays: Int32Array): { from: number; last: number; before: number }[] {
  const steps: { from: number; last: number; before: number }[] = [];
  for (const [k, event] of eventDays.entries()) {
    const before = countUpTo(day, event - 1);
    const open = steps.at(-1);
    if (open !== undefined && open.before === before) open.last = event;
    else steps.push({ from: k, last: event, before });
  }
  return steps.length === 0 ? [{ from: 0, last: 0, before: 0 }] : steps;
}

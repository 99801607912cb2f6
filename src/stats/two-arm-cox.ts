/** Right-censored rows of two arms in order of their days, for fits that differ in how often each row counts and in its weight. */
export interface TwoArmRows {
  /** Positions of the rows of the input, latest day first. */
  readonly order: Int32Array;
  readonly time: Int32Array;
  readonly status: Uint8Array;
  /** 1 = trial. */
  readonly arm: Uint8Array;
}

export interface TwoArmCox {
  /** How many copies of each row there are, >= 0. */
  readonly count: Int32Array;
  /** Weight of each copy, finite and >= 0; a row of weight 0 does not count. */
  readonly weight: Float64Array;
  readonly ties: "efron" | "breslow";
  /** Where Newton's method starts; it decides nothing but the number of steps. */
  readonly start: number;
}

/** Sorts the rows once. time: days, in any order; status: 1 = event; arm: 1 = trial; rows: the positions that may count. O(n log n). */
export function prepareTwoArmRows(
  { time, status, arm }: Omit<TwoArmRows, "order">,
  rows: readonly number[],
): TwoArmRows {
  const order = Int32Array.from(rows).sort((a, b) => time[b]! - time[a]! || a - b);
  return { order, time, status, arm };
}

/**
 * Log hazard ratio of the trial arm by Cox regression on the arm alone, as `fitCox` gives it for the rows written out `count` times: with
 * Efron's ties a row that counts twice is two tied rows, not one of twice the weight. Null where the likelihood has no single maximum
 * (no event, an arm never at risk beside the other's events) or 50 steps do not reach it: `fitCox` then names the reason.
 * With two values of the covariate the risk sets are four sums an event day, so a step of Newton's method costs O(events), whatever n is.
 * Converged as `fitCox` is, by a step below 1e-9 standard errors. O(n) once a call.
 * Source: Cox 1972; Efron 1977.
 */
export function fitTwoArmCox(rows: TwoArmRows, input: TwoArmCox): number | null {
  const days = collectDays(rows, input);
  if (!hasMaximum(days)) return null;
  let beta = input.start;
  let at = evaluate(days, beta);
  for (let iteration = 0; iteration < MAXIMUM_ITERATIONS; iteration += 1) {
    const step = at.score / at.information;
    if (!Number.isFinite(step)) return null;
    if (Math.abs(at.score) / Math.sqrt(at.information) <= TOLERANCE) return beta + step;
    [beta, at] = advance(days, beta, at, Math.max(-LARGEST_STEP, Math.min(step, LARGEST_STEP)));
  }
  return null;
}

const MAXIMUM_ITERATIONS = 50;
const TOLERANCE = 1e-9;
/** Far from the maximum the score hardly falls, and a full step would go as far beyond it. */
const LARGEST_STEP = 2;

/** Per event day, latest first: how many risk sets it has (Efron: one for each copy with an event), total weights at risk and of events, of control and trial arm. */
interface Days {
  length: number;
  readonly steps: Int32Array;
  readonly controlAtRisk: Float64Array;
  readonly trialAtRisk: Float64Array;
  readonly controlEvents: Float64Array;
  readonly trialEvents: Float64Array;
}

function collectDays({ order, time, status, arm }: TwoArmRows, { count, weight, ties }: TwoArmCox): Days {
  const column = () => new Float64Array(order.length);
  const days: Days = {
    length: 0,
    steps: new Int32Array(order.length),
    ...{ controlAtRisk: column(), trialAtRisk: column(), controlEvents: column(), trialEvents: column() },
  };
  let [controlAtRisk, trialAtRisk] = [0, 0];
  for (let i = 0; i < order.length; ) {
    const day = time[order[i]!]!;
    let [events, controlEvents, trialEvents] = [0, 0, 0];
    for (; i < order.length && time[order[i]!] === day; i += 1) {
      const row = order[i]!;
      const total = count[row]! * weight[row]!;
      if (total === 0) continue;
      if (arm[row] === 1) trialAtRisk += total;
      else controlAtRisk += total;
      if (status[row] === 0) continue;
      events += count[row]!;
      if (arm[row] === 1) trialEvents += total;
      else controlEvents += total;
    }
    if (events === 0) continue;
    const k = days.length;
    days.length += 1;
    days.steps[k] = ties === "efron" ? events : 1;
    days.controlAtRisk[k] = controlAtRisk;
    days.trialAtRisk[k] = trialAtRisk;
    days.controlEvents[k] = controlEvents;
    days.trialEvents[k] = trialEvents;
  }
  return days;
}

/** Finite where each arm has an event while the other is at risk: else the likelihood rises for ever, or is flat. */
function hasMaximum(days: Days): boolean {
  let [rises, falls] = [false, false];
  for (let k = 0; k < days.length; k += 1) {
    if (days.trialEvents[k]! > 0 && days.controlAtRisk[k]! > 0) rises = true;
    if (days.controlEvents[k]! > 0 && days.trialAtRisk[k]! > 0) falls = true;
  }
  return rises && falls;
}

interface Slope {
  readonly score: number;
  readonly information: number;
}

/** Score and information at `beta`: each of the d tied events of a day has its share p of trial risk in Efron's k-th risk set. */
function evaluate(days: Days, beta: number): Slope {
  const ratio = Math.exp(beta);
  let [score, information] = [0, 0];
  for (let day = 0; day < days.length; day += 1) {
    const trialEvents = days.trialEvents[day]!;
    const eventWeight = trialEvents + days.controlEvents[day]!;
    const steps = days.steps[day]!;
    const trial = ratio * days.trialAtRisk[day]!;
    const trialFall = (ratio * trialEvents) / steps;
    const all = trial + days.controlAtRisk[day]!;
    const allFall = trialFall + days.controlEvents[day]! / steps;
    let [mean, variance] = [0, 0];
    for (let k = 0; k < steps; k += 1) {
      const p = (trial - k * trialFall) / (all - k * allFall);
      mean += p;
      variance += p * (1 - p);
    }
    score += trialEvents - (eventWeight / steps) * mean;
    information += (eventWeight / steps) * variance;
  }
  return { score, information };
}

/** The full step, or the first of its halvings that brings the score nearer to 0. The score falls throughout, so one of them does. */
function advance(days: Days, beta: number, at: Slope, step: number): readonly [number, Slope] {
  for (let factor = 1; ; factor /= 2) {
    const next = beta + factor * step;
    const there = evaluate(days, next);
    if (Math.abs(there.score) <= Math.abs(at.score) || factor < 1e-6) return [next, there];
  }
}

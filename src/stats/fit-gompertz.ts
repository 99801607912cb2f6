import { EstimationError } from "../errors.js";
import { gompertzMoments } from "./gompertz-moments.js";
import { orderSurvivalRows, type SurvivalRows } from "./survival-rows.js";

/** Hazard rate × e^(shape × t), t in days. */
export interface GompertzFit {
  readonly logRate: number;
  /** Per day; below 0 a share of patients never has the event. */
  readonly shape: number;
  /** 2 × 2, inverse of the observed information of (logRate, shape). */
  readonly covariance: Float64Array;
  /** d(logRate, shape)/d weight of each row. */
  readonly derivative: readonly [Float64Array, Float64Array];
  readonly logLikelihood: number;
  readonly aic: number;
  readonly iterations: number;
}

type Rows = Omit<SurvivalRows, "entry">;

const MAX_ITERATIONS = 200;
const TOLERANCE = 1e-10;

/**
 * Maximum-likelihood fit of one arm's times by the Gompertz distribution, by Newton's method with step halving from the exponential; the log likelihood is concave
 * in (log rate, shape). Right censoring; weights as counts in the likelihood. rows: time >= 1 day. Time is counted in mean times within, so that both
 * parameters are of order 1. Throws EstimationError: no event, values out of range, all events on the last day (the shape would be infinite), no convergence.
 * Free of row order. Not validated: delayed entry, covariates, interval censoring. Source: Gompertz 1825; Kalbfleisch & Prentice 2002 §2.2.
 */
export function fitGompertz(rows: Rows): GompertzFit {
  const order = orderSurvivalRows(rows, "a parametric model");
  const unit = checkTimes(rows, order);
  let theta: readonly [number, number] = [start(rows, order, unit), 0];
  let at = evaluate(rows, order, unit, theta);
  for (let iterations = 1; iterations <= MAX_ITERATIONS; iterations += 1) {
    const [a, b, d] = at.information;
    const determinant = a * d - b * b;
    const step = [
      (d * at.gradient[0] - b * at.gradient[1]) / determinant,
      (a * at.gradient[1] - b * at.gradient[0]) / determinant,
    ];
    let share = 1;
    const moved = () => [theta[0] + share * step[0]!, theta[1] + share * step[1]!] as const;
    let next = evaluate(rows, order, unit, moved());
    while (!(next.logLikelihood >= at.logLikelihood - 1e-12 * Math.abs(at.logLikelihood)) && share > 1e-10) {
      share /= 2;
      next = evaluate(rows, order, unit, moved());
    }
    theta = moved();
    at = next;
    if (share === 1 && Math.abs(step[0]!) + Math.abs(step[1]!) < TOLERANCE * (1 + Math.abs(theta[0])))
      return finish(rows, order, unit, theta, at, iterations);
  }
  throw new EstimationError(`the gompertz model did not converge in ${MAX_ITERATIONS} steps; suspect too few events`);
}

interface Evaluated {
  readonly logLikelihood: number;
  readonly gradient: readonly [number, number];
  readonly information: readonly [number, number, number];
}

function evaluate(
  { time, status, weight }: Rows,
  order: Uint32Array,
  unit: number,
  [logRate, shape]: readonly [number, number],
): Evaluated {
  const rate = Math.exp(logRate);
  let [total, g0, g1, i00, i01, i11] = [0, 0, 0, 0, 0, 0];
  for (const row of order) {
    const w = weight === undefined ? 1 : weight[row]!;
    const t = time[row]! / unit;
    const [m0, m1, m2] = gompertzMoments(shape, t);
    total += w * ((status[row] === 1 ? logRate + shape * t - Math.log(unit) : 0) - rate * m0);
    g0 += w * (status[row]! - rate * m0);
    g1 += w * (status[row]! * t - rate * m1);
    i00 += w * rate * m0;
    i01 += w * rate * m1;
    i11 += w * rate * m2;
  }
  return { logLikelihood: total, gradient: [g0, g1], information: [i00, i01, i11] };
}

/** The exponential's log rate. */
function start({ time, status, weight }: Rows, order: Uint32Array, unit: number): number {
  let [total, events] = [0, 0];
  for (const row of order) {
    const w = weight === undefined ? 1 : weight[row]!;
    total += (w * time[row]!) / unit;
    events += w * status[row]!;
  }
  return Math.log(events / total);
}

/** The mean time. */
function checkTimes({ time, status }: Rows, order: Uint32Array): number {
  let [early, events, eventsBeforeLast, total] = [0, 0, 0, 0];
  const last = time[order[order.length - 1]!]!;
  for (const row of order) {
    if (time[row]! < 1) early += 1;
    if (status[row] === 1) events += 1;
    if (status[row] === 1 && time[row]! < last) eventsBeforeLast += 1;
    total += time[row]!;
  }
  if (early > 0)
    throw new EstimationError(`a parametric model needs times of at least one day; got ${early} rows below`);
  if (events === 0)
    throw new EstimationError(`a parametric model needs at least one event; got none in ${order.length} rows`);
  if (eventsBeforeLast === 0)
    throw new EstimationError(
      "the gompertz model needs an event before the last day: its shape is infinite without one",
    );
  return total / order.length;
}

/** In days again: the shape is per unit, and the rate too. */
function finish(
  rows: Rows,
  order: Uint32Array,
  unit: number,
  [logRate, shape]: readonly [number, number],
  { logLikelihood, information }: Evaluated,
  iterations: number,
): GompertzFit {
  const [a, b, d] = information;
  const determinant = a * d - b * b;
  const inner = [d / determinant, -b / determinant, -b / determinant, a / determinant] as const;
  const derivative = [new Float64Array(rows.time.length), new Float64Array(rows.time.length)] as const;
  const rate = Math.exp(logRate);
  for (const row of order) {
    const t = rows.time[row]! / unit;
    const [m0, m1] = gompertzMoments(shape, t);
    const [s0, s1] = [rows.status[row]! - rate * m0, rows.status[row]! * t - rate * m1];
    derivative[0][row] = inner[0] * s0 + inner[1] * s1;
    derivative[1][row] = (inner[2] * s0 + inner[3] * s1) / unit;
  }
  return {
    logRate: logRate - Math.log(unit),
    shape: shape / unit,
    covariance: Float64Array.of(inner[0], inner[1] / unit, inner[2] / unit, inner[3] / (unit * unit)),
    derivative,
    logLikelihood,
    aic: -2 * logLikelihood + 4,
    iterations,
  };
}

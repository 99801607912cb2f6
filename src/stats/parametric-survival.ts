import { EstimationError } from "../errors.js";
import { type ParametricFamily, parametricFamilies } from "./parametric-families.js";
import { orderSurvivalRows, type SurvivalRows } from "./survival-rows.js";

export interface ParametricFit {
  readonly family: ParametricFamily;
  /** log t = mu + e^logScale × W; logScale is 0 for the exponential. */
  readonly mu: number;
  readonly logScale: number;
  /** Inverse of the observed information of (mu, logScale), 2 × 2 row-major; the second row and column 0 for the exponential. */
  readonly covariance: Float64Array;
  /** d(mu, logScale)/d weight of each row, two columns of n. */
  readonly derivative: readonly [Float64Array, Float64Array];
  readonly logLikelihood: number;
  /** −2 log likelihood + 2 parameters; comparable between families fitted to the same rows. Weighted rows make it a pseudo-AIC. */
  readonly aic: number;
  readonly iterations: number;
}

const MAX_ITERATIONS = 100;
/** Newton's error is squared by each step. */
const TOLERANCE = 1e-9;

/**
 * Maximum-likelihood fit of one arm's times by a parametric family, by Newton's method with step halving; where the information is not positive definite a
 * ridge is added. Right censoring; weights as counts in the likelihood (take the variance from `derivative` for design weights).
 * rows: time >= 1 day. Throws EstimationError: no event, fewer than two distinct event times where a scale is estimated, values out of range, no
 * convergence. Result free of row order. Not validated: delayed entry, covariates, interval censoring.
 * Source: Kalbfleisch & Prentice 2002 §3; agrees with R survival 3.5-3 survreg.
 */
export function fitParametricSurvival(rows: Omit<SurvivalRows, "entry">, family: ParametricFamily): ParametricFit {
  const order = orderSurvivalRows(rows, "a parametric model");
  checkTimes(rows, order, family);
  const { hasScale } = parametricFamilies[family];
  let theta: readonly [number, number] = start(rows, order);
  let at = evaluate(rows, order, family, theta);
  for (let iterations = 1; iterations <= MAX_ITERATIONS; iterations += 1) {
    const step = newtonStep(at, hasScale);
    let share = 1;
    let next = evaluate(rows, order, family, [theta[0] + step[0], theta[1] + step[1]]);
    while (!(next.logLikelihood >= at.logLikelihood - 1e-12 * Math.abs(at.logLikelihood)) && share > 1e-10) {
      share /= 2;
      next = evaluate(rows, order, family, [theta[0] + share * step[0], theta[1] + share * step[1]]);
    }
    theta = [theta[0] + share * step[0], theta[1] + share * step[1]];
    at = next;
    if (share === 1 && Math.abs(step[0]) + Math.abs(step[1]) < TOLERANCE * (1 + Math.abs(theta[0])))
      return finish(rows, order, family, theta, at, iterations);
  }
  throw new EstimationError(
    `the ${family} model did not converge in ${MAX_ITERATIONS} steps (μ ${theta[0].toPrecision(4)}, log σ ${theta[1].toPrecision(4)}); suspect too few events`,
  );
}

interface Evaluated {
  readonly logLikelihood: number;
  readonly gradient: readonly [number, number];
  /** Observed information: μμ, μu, uu. */
  readonly information: readonly [number, number, number];
}

function evaluate(
  { time, status, weight }: Omit<SurvivalRows, "entry">,
  order: Uint32Array,
  family: ParametricFamily,
  [mu, u]: readonly [number, number],
): Evaluated {
  const { event, censored } = parametricFamilies[family];
  const sigma = Math.exp(u);
  let [total, g0, g1, i00, i01, i11] = [0, 0, 0, 0, 0, 0];
  for (const row of order) {
    const w = weight === undefined ? 1 : weight[row]!;
    const y = Math.log(time[row]!);
    const z = (y - mu) / sigma;
    const [value, first, second] = status[row] === 1 ? event(z) : censored(z);
    total += w * (status[row] === 1 ? value - u - y : value);
    g0 -= (w * first) / sigma;
    g1 -= w * (first * z + status[row]!);
    i00 -= (w * second) / (sigma * sigma);
    i01 -= (w * (second * z + first)) / sigma;
    i11 -= w * (second * z * z + first * z);
  }
  return { logLikelihood: total, gradient: [g0, g1], information: [i00, i01, i11] };
}

function newtonStep({ gradient, information }: Evaluated, hasScale: boolean): readonly [number, number] {
  const [a, b, d] = information;
  const [g0, g1] = gradient;
  if (!hasScale) return [g0 / a, 0];
  const size = Math.abs(a) + Math.abs(d);
  // Without it no ridge would ever suffice.
  if (!(size > 0 && Number.isFinite(size + Math.abs(b))))
    throw new EstimationError(
      "a parametric model has no maximum within reach: its likelihood rises without bound, as where nearly all weight lies on one day",
    );
  for (let ridge = 0; ; ridge = ridge === 0 ? 1e-3 * size : ridge * 4) {
    const determinant = (a + ridge) * (d + ridge) - b * b;
    if (a + ridge > 0 && determinant > 1e-12 * (a + ridge) * Math.abs(d + ridge))
      return [((d + ridge) * g0 - b * g1) / determinant, ((a + ridge) * g1 - b * g0) / determinant];
  }
}

/** The exponential's estimate, and σ = 1. */
function start({ time, status, weight }: Omit<SurvivalRows, "entry">, order: Uint32Array): readonly [number, number] {
  let [total, events] = [0, 0];
  for (const row of order) {
    const w = weight === undefined ? 1 : weight[row]!;
    total += w * time[row]!;
    events += w * status[row]!;
  }
  return [Math.log(total / events), 0];
}

function checkTimes({ time, status }: Omit<SurvivalRows, "entry">, order: Uint32Array, family: ParametricFamily): void {
  const events = new Set<number>();
  let early = 0;
  for (const row of order) {
    if (time[row]! < 1) early += 1;
    if (status[row] === 1) events.add(time[row]!);
  }
  if (early > 0)
    throw new EstimationError(`a parametric model needs times of at least one day; got ${early} rows below`);
  if (events.size === 0)
    throw new EstimationError(`a parametric model needs at least one event; got none in ${order.length} rows`);
  const onlyOne = events.size === 1 && order.every((row) => status[row] === 1);
  if (onlyOne && parametricFamilies[family].hasScale)
    throw new EstimationError(`the ${family} model needs times that differ: all have their event on one day`);
}

function finish(
  rows: Omit<SurvivalRows, "entry">,
  order: Uint32Array,
  family: ParametricFamily,
  [mu, u]: readonly [number, number],
  { logLikelihood, information }: Evaluated,
  iterations: number,
): ParametricFit {
  const { event, censored, hasScale } = parametricFamilies[family];
  const [a, b, d] = information;
  const determinant = a * d - b * b;
  const covariance = hasScale
    ? Float64Array.of(d / determinant, -b / determinant, -b / determinant, a / determinant)
    : Float64Array.of(1 / a, 0, 0, 0);
  const sigma = Math.exp(u);
  const derivative = [new Float64Array(rows.time.length), new Float64Array(rows.time.length)] as const;
  for (const row of order) {
    const z = (Math.log(rows.time[row]!) - mu) / sigma;
    const [, first] = rows.status[row] === 1 ? event(z) : censored(z);
    const [s0, s1] = [-first / sigma, -(first * z + rows.status[row]!)];
    derivative[0][row] = covariance[0]! * s0 + covariance[1]! * s1;
    derivative[1][row] = covariance[2]! * s0 + covariance[3]! * s1;
  }
  const parameters = hasScale ? 2 : 1;
  const aic = -2 * logLikelihood + 2 * parameters;
  return { family, mu, logScale: u, covariance, derivative, logLikelihood, aic, iterations };
}

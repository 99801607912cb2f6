import { EstimationError } from "../errors.js";
import { factorCholesky, invertCholesky, solveCholesky } from "../math/linear-algebra.js";
import { generalisedGammaLogDensity, generalisedGammaSlope, generalisedGammaSurvival } from "./generalised-gamma.js";
import { fitParametricSurvival } from "./parametric-survival.js";
import { orderSurvivalRows, type SurvivalRows } from "./survival-rows.js";

/** log t = mu + e^logScale × W with shape Q. */
export interface GeneralisedGammaFit {
  readonly mu: number;
  readonly logScale: number;
  readonly shape: number;
  /** 3 × 3, inverse of the observed information of (mu, logScale, shape). */
  readonly covariance: Float64Array;
  /** d(mu, logScale, shape)/d weight of each row. */
  readonly derivative: readonly [Float64Array, Float64Array, Float64Array];
  readonly logLikelihood: number;
  readonly aic: number;
  readonly iterations: number;
}

type Rows = Omit<SurvivalRows, "entry">;
type Theta = readonly [mu: number, logScale: number, shape: number];

const MAX_ITERATIONS = 200;
/** The derivatives by the shape are differences, good to about 1e-11 of a row's term. */
const TOLERANCE = 1e-8;
/** Half a step of the five-point rules in the shape. */
const STEP = 2e-3;
/** Beyond this the shape runs away: a Weibull or log-normal with a scale of nearly 0 would be fitted. */
const LARGEST_SHAPE = 12;

/**
 * Maximum-likelihood fit of one arm's times by the generalised gamma distribution (Prentice's form, which passes through the Weibull at Q = 1 and the log-normal
 * at Q = 0), by Newton's method with step halving from the better of those two; derivatives by μ and log σ are exact, those by Q five-point differences.
 * Right censoring; weights as counts in the likelihood. rows: time >= 1 day. Throws EstimationError as `fitParametricSurvival`, for fewer than three distinct
 * event times, a shape that runs away, and no convergence. Free of row order. Not validated: delayed entry, covariates, interval censoring.
 * Source: Prentice 1974, Biometrika 61:539; Lawless 1980, Technometrics 22:409.
 */
export function fitGeneralisedGamma(rows: Rows): GeneralisedGammaFit {
  const order = orderSurvivalRows(rows, "a parametric model");
  const days = new Set(Array.from(order).flatMap((row) => (rows.status[row] === 1 ? [rows.time[row]!] : [])));
  if (days.size < 3)
    throw new EstimationError(`the generalised gamma model needs three distinct event days; got ${days.size}`);
  let theta = start(rows);
  let at = evaluate(rows, order, theta);
  for (let iterations = 1; iterations <= MAX_ITERATIONS; iterations += 1) {
    const step = newtonStep(at);
    let share = 1;
    const moved = (): Theta => [theta[0] + share * step[0]!, theta[1] + share * step[1]!, theta[2] + share * step[2]!];
    const isWorse = (value: number) => !(value >= at.logLikelihood - 1e-11 * Math.abs(at.logLikelihood));
    while (share > 1e-10 && isWorse(logLikelihoodOf(rows, order, moved()))) share /= 2;
    theta = moved();
    if (Math.abs(theta[2]) > LARGEST_SHAPE)
      throw new EstimationError(
        `the generalised gamma model has no maximum within |Q| <= ${LARGEST_SHAPE}: the times follow no member of the family closely; take a family of two parameters`,
      );
    at = evaluate(rows, order, theta);
    const length = Math.abs(step[0]!) + Math.abs(step[1]!) + Math.abs(step[2]!);
    if (share === 1 && length < TOLERANCE * (1 + Math.abs(theta[0]))) return finish(rows, order, theta, at, iterations);
  }
  throw new EstimationError(
    `the generalised gamma model did not converge in ${MAX_ITERATIONS} steps (Q ${theta[2].toPrecision(4)}); suspect too few events`,
  );
}

function start(rows: Rows): Theta {
  const weibull = fitParametricSurvival(rows, "weibull");
  const normal = fitParametricSurvival(rows, "log-normal");
  return weibull.logLikelihood > normal.logLikelihood
    ? [weibull.mu, weibull.logScale, 1]
    : [normal.mu, normal.logScale, 0];
}

/** One row's log likelihood and its derivatives: by z first and second, and by Q of these. */
function ofRow(z: number, Q: number, event: boolean): { readonly value: number; readonly first: number } {
  if (event) return { value: generalisedGammaLogDensity(z, Q), first: generalisedGammaSlope(z, Q) };
  const survival = generalisedGammaSurvival(z, Q);
  return { value: Math.log(survival), first: -Math.exp(generalisedGammaLogDensity(z, Q)) / survival };
}

/** d/dz of `first`: −e^(Qz) of an event; −h(slope + h) with the hazard h = −first of a censoring. */
function secondOf(z: number, Q: number, event: boolean, first: number): number {
  return event ? -Math.exp(Q * z) : first * (generalisedGammaSlope(z, Q) - first);
}

interface Evaluated {
  readonly logLikelihood: number;
  readonly gradient: Float64Array;
  /** 3 × 3. */
  readonly information: Float64Array;
}

function logLikelihoodOf({ time, status, weight }: Rows, order: Uint32Array, [mu, u, Q]: Theta): number {
  const sigma = Math.exp(u);
  let total = 0;
  for (const row of order) {
    const y = Math.log(time[row]!);
    const event = status[row] === 1;
    const { value } = ofRow((y - mu) / sigma, Q, event);
    total += (weight === undefined ? 1 : weight[row]!) * (event ? value - u - y : value);
  }
  return total;
}

function evaluate(rows: Rows, order: Uint32Array, theta: Theta): Evaluated {
  const { time, status, weight } = rows;
  const [mu, u, Q] = theta;
  const sigma = Math.exp(u);
  const gradient = new Float64Array(3);
  let [i00, i01, i02, i11, i12, i22] = [0, 0, 0, 0, 0, 0];
  for (const row of order) {
    const w = weight === undefined ? 1 : weight[row]!;
    const event = status[row] === 1;
    const z = (Math.log(time[row]!) - mu) / sigma;
    const { first } = ofRow(z, Q, event);
    const second = secondOf(z, Q, event, first);
    const shape = byShape(z, Q, event);
    gradient[0]! -= (w * first) / sigma;
    gradient[1]! -= w * (first * z + status[row]!);
    gradient[2]! += w * shape.value;
    i00 -= (w * second) / (sigma * sigma);
    i01 -= (w * (second * z + first)) / sigma;
    i11 -= w * (second * z * z + first * z);
    i02 += (w * shape.first) / sigma;
    i12 += w * shape.first * z;
    i22 -= w * shape.second;
  }
  return {
    logLikelihood: logLikelihoodOf(rows, order, theta),
    gradient,
    information: Float64Array.of(i00, i01, i02, i01, i11, i12, i02, i12, i22),
  };
}

/** Derivatives by Q of the value (first and second) and of `first`, by five-point rules. */
function byShape(z: number, Q: number, event: boolean) {
  const at = [-2, -1, 0, 1, 2].map((k) => ofRow(z, Q + k * STEP, event));
  const [a, b, c, d, e] = [at[0]!, at[1]!, at[2]!, at[3]!, at[4]!];
  const slope = (of: "value" | "first") => (a[of] - 8 * b[of] + 8 * d[of] - e[of]) / (12 * STEP);
  return {
    value: slope("value"),
    first: slope("first"),
    second: (-a.value + 16 * b.value - 30 * c.value + 16 * d.value - e.value) / (12 * STEP * STEP),
  };
}

function newtonStep({ gradient, information }: Evaluated): Float64Array {
  const size = Math.abs(information[0]!) + Math.abs(information[4]!) + Math.abs(information[8]!);
  // Without it no ridge would ever suffice.
  if (!(size > 0 && information.every(Number.isFinite)))
    throw new EstimationError(
      "the generalised gamma model has no maximum within reach: its likelihood rises without bound, as where nearly all weight lies on one day",
    );
  for (let ridge = 0; ; ridge = ridge === 0 ? 1e-4 * size : ridge * 4) {
    const ridged = information.map((value, k) => (k % 4 === 0 ? value + ridge : value));
    const { lower, dependent } = factorCholesky(ridged, 3);
    if (dependent.length === 0) return solveCholesky(lower, 3, gradient);
  }
}

function finish(rows: Rows, order: Uint32Array, theta: Theta, at: Evaluated, iterations: number): GeneralisedGammaFit {
  const { lower, dependent } = factorCholesky(at.information, 3);
  if (dependent.length > 0)
    throw new EstimationError("the generalised gamma model has no definite information at its maximum; too few events");
  const covariance = invertCholesky(lower, 3);
  const [mu, u, Q] = theta;
  const sigma = Math.exp(u);
  const column = () => new Float64Array(rows.time.length);
  const derivative = [column(), column(), column()] as const;
  for (const row of order) {
    const event = rows.status[row] === 1;
    const z = (Math.log(rows.time[row]!) - mu) / sigma;
    const { first } = ofRow(z, Q, event);
    const score = [-first / sigma, -(first * z + rows.status[row]!), byShape(z, Q, event).value];
    for (const a of [0, 1, 2] as const)
      derivative[a][row] = score.reduce((total, s, b) => total + covariance[a * 3 + b]! * s, 0);
  }
  const { logLikelihood } = at;
  return { mu, logScale: u, shape: Q, covariance, derivative, logLikelihood, aic: -2 * logLikelihood + 6, iterations };
}

import { integrate } from "../math/quadrature.js";
import { fitGeneralisedGamma, type GeneralisedGammaFit } from "./fit-generalised-gamma.js";
import { fitGompertz, type GompertzFit } from "./fit-gompertz.js";
import { generalisedGammaLogDensity, generalisedGammaSurvival } from "./generalised-gamma.js";
import { gompertzMoments } from "./gompertz-moments.js";
import type { LinearisedEstimate } from "./linearised-estimate.js";
import { deriveParametricRmst } from "./parametric-rmst.js";
import { fitParametricSurvival } from "./parametric-survival.js";
import type { SurvivalRows } from "./survival-rows.js";

/** Every distribution of time that is offered, in the order of a table. */
export const parametricModelFamilies = [
  "exponential",
  "weibull",
  "gompertz",
  "log-normal",
  "log-logistic",
  "generalised-gamma",
] as const;

export type ParametricModelFamily = (typeof parametricModelFamilies)[number];

/** A fitted distribution of one arm's times. */
export interface ParametricModel {
  readonly aic: number;
  /** The mean time without event up to τ, in days. τ > 0, finite; it may lie beyond the follow-up. */
  readonly mean: (tau: number) => LinearisedEstimate;
}

/** The maximum-likelihood fit of one arm by a family. rows and errors: as `fitParametricSurvival`, `fitGompertz` and `fitGeneralisedGamma`. */
export function fitParametricModel(rows: Omit<SurvivalRows, "entry">, family: ParametricModelFamily): ParametricModel {
  if (family === "gompertz") {
    const fit = fitGompertz(rows);
    return { aic: fit.aic, mean: (tau) => meanOfGompertz(fit, checked(tau)) };
  }
  if (family === "generalised-gamma") {
    const fit = fitGeneralisedGamma(rows);
    return { aic: fit.aic, mean: (tau) => meanOfGeneralisedGamma(fit, checked(tau)) };
  }
  const fit = fitParametricSurvival(rows, family);
  return { aic: fit.aic, mean: (tau) => deriveParametricRmst(fit, tau) };
}

function checked(tau: number): number {
  if (tau > 0 && tau < Number.POSITIVE_INFINITY) return tau;
  throw new RangeError(`a restricted mean needs 0 < τ; got ${tau}`);
}

/** Beyond this cumulative hazard nobody is left. */
const NOBODY = 700;

/** ∫₀^τ S with its slopes −∫ S H by the log rate and −∫ S r ∫ s e^(as) by the shape. */
function meanOfGompertz({ logRate, shape, derivative }: GompertzFit, tau: number): LinearisedEstimate {
  const rate = Math.exp(logRate);
  const over = (value: (moments: readonly [number, number, number]) => number) =>
    integrate(
      (t) => {
        const moments = gompertzMoments(shape, t);
        return rate * moments[0] < NOBODY ? Math.exp(-rate * moments[0]) * value(moments) : 0;
      },
      0,
      tau,
      1e-12 * tau,
    );
  const slopes = [over(([m0]) => -rate * m0), over(([, m1]) => -rate * m1)] as const;
  return {
    estimate: over(() => 1),
    derivative: derivative[0].map((d, i) => slopes[0] * d + slopes[1] * derivative[1][i]!),
  };
}

/** Below e^−40 of the horizon nothing is left to integrate. */
const DEPTH = 40;
/** Half a step of the five-point rule in the shape. */
const STEP = 2e-3;

function meanOfGeneralisedGamma(
  { mu, logScale, shape, derivative }: GeneralisedGammaFit,
  tau: number,
): LinearisedEstimate {
  const sigma = Math.exp(logScale);
  const end = Math.log(tau);
  const over = (value: (z: number) => number): number =>
    integrate((y) => Math.exp(y) * value((y - mu) / sigma), end - DEPTH, end, 1e-12 * tau);
  const density = (z: number) => Math.exp(generalisedGammaLogDensity(z, shape));
  const at = (Q: number) => over((z) => generalisedGammaSurvival(z, Q));
  const bend =
    (at(shape - 2 * STEP) - 8 * at(shape - STEP) + 8 * at(shape + STEP) - at(shape + 2 * STEP)) / (12 * STEP);
  const slopes = [over(density) / sigma, over((z) => density(z) * z), bend] as const;
  return {
    estimate: at(shape),
    derivative: derivative[0].map(
      (d, i) => slopes[0] * d + slopes[1] * derivative[1][i]! + slopes[2] * derivative[2][i]!,
    ),
  };
}

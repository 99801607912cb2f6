import { gammaLower, gammaUpper, secondRemainder, stirlingRemainder } from "../math/gamma.js";
import { normalUpper } from "../math/normal.js";

/** Below this |Q| the distribution is taken as its limit, the normal: the difference is of the order of Q. */
const NORMAL = 1e-7;
const HALF_LOG_TWO_PI = Math.log(2 * Math.PI) / 2;

/**
 * Survival of W at z, where the logarithm of a time is μ + σ W and e^(QW)/Q² is gamma with shape 1/Q² (Q > 0; its lower tail for Q < 0). Q = 1: smallest extreme
 * value (Weibull), Q = 0: normal (log-normal), Q = −1: largest extreme value (inverse Weibull), σ = Q: gamma. Source: Prentice 1974, Biometrika 61:539;
 * Kalbfleisch & Prentice 2002 §2.2.7.
 */
export function generalisedGammaSurvival(z: number, Q: number): number {
  if (Math.abs(Q) < NORMAL) return normalUpper(z);
  const shape = 1 / (Q * Q);
  const x = shape * Math.exp(Q * z);
  return Q > 0 ? gammaUpper(x, shape) : gammaLower(x, shape);
}

/** Log density of W at z: −½ log 2π − r(1/Q²) − (e^(Qz) − 1 − Qz)/Q², r what Stirling's formula lacks of log Γ. Smooth in Q across 0. */
export function generalisedGammaLogDensity(z: number, Q: number): number {
  if (Math.abs(Q) < NORMAL) return -(z * z) / 2 - HALF_LOG_TWO_PI;
  return -HALF_LOG_TWO_PI - stirlingRemainder(1 / (Q * Q)) - z * z * secondRemainder(Q * z);
}

/** d log density/dz: (1 − e^(Qz))/Q. */
export function generalisedGammaSlope(z: number, Q: number): number {
  return Math.abs(Q) < NORMAL ? -z : -Math.expm1(Q * z) / Q;
}

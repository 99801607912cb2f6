import { normalUpper } from "../math/normal.js";

/** A distribution of time whose logarithm is μ + σ W. */
export type ParametricFamily = "exponential" | "weibull" | "log-normal" | "log-logistic";

/** What a family says of the standardised log time z = (log t − μ)/σ. */
export interface StandardFamily {
  /** Survival and density of W. */
  readonly survival: (z: number) => number;
  readonly density: (z: number) => number;
  /** Log density (event) or log survival (censored) with its first and second derivative by z. */
  readonly event: (z: number) => readonly [number, number, number];
  readonly censored: (z: number) => readonly [number, number, number];
  /** Whether σ is estimated; else it is 1. */
  readonly hasScale: boolean;
}

const extremeValue: Omit<StandardFamily, "hasScale"> = {
  survival: (z) => Math.exp(-Math.exp(z)),
  density: (z) => Math.exp(z - Math.exp(z)),
  event: (z) => [z - Math.exp(z), 1 - Math.exp(z), -Math.exp(z)],
  censored: (z) => [-Math.exp(z), -Math.exp(z), -Math.exp(z)],
};

/** Smallest extreme value (exponential, Weibull), normal (log-normal), logistic (log-logistic). Source: Kalbfleisch & Prentice 2002 §2.2. */
export const parametricFamilies: Readonly<Record<ParametricFamily, StandardFamily>> = {
  exponential: { ...extremeValue, hasScale: false },
  weibull: { ...extremeValue, hasScale: true },
  "log-normal": {
    survival: normalUpper,
    density: normalDensity,
    event: (z) => [-(z * z) / 2 - HALF_LOG_TWO_PI, -z, -1],
    censored: (z) => {
      const hazard = normalHazard(z);
      return [logNormalUpper(z, hazard), -hazard, -hazard * (hazard - z)];
    },
    hasScale: true,
  },
  "log-logistic": {
    survival: (z) => 1 / (1 + Math.exp(z)),
    density: (z) => logistic(z) * logistic(-z),
    event: (z) => [z - 2 * logOnePlusExp(z), 1 - 2 * logistic(z), -2 * logistic(z) * logistic(-z)],
    censored: (z) => [-logOnePlusExp(z), -logistic(z), -logistic(z) * logistic(-z)],
    hasScale: true,
  },
};

const HALF_LOG_TWO_PI = Math.log(2 * Math.PI) / 2;

function normalDensity(z: number): number {
  return Math.exp(-(z * z) / 2 - HALF_LOG_TWO_PI);
}

/** φ(z)/(1 − Φ(z)); beyond z = 35, where both vanish, its asymptote z + 1/z. */
function normalHazard(z: number): number {
  return z > 35 ? z + 1 / z : normalDensity(z) / normalUpper(z);
}

function logNormalUpper(z: number, hazard: number): number {
  return z > 35 ? -(z * z) / 2 - HALF_LOG_TWO_PI - Math.log(hazard) : Math.log(normalUpper(z));
}

function logistic(z: number): number {
  return z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z));
}

function logOnePlusExp(z: number): number {
  return z > 0 ? z + Math.log1p(Math.exp(-z)) : Math.log1p(Math.exp(z));
}

import { normalCdf, normalUpper } from "./normal.js";
import { integrate } from "./quadrature.js";

/**
 * P(|Z_j| <= limit for all j) of k standard normal variables with a given correlation, which may be singular.
 *
 * Z = L Y with Y independent (pivoted Cholesky, rank r), so each variable bounds the last Y it depends on, given those before. The
 * last Y is integrated in closed form, the r − 1 others by nested adaptive quadrature; no sampling, so no seed and no noise.
 *
 * correlation: k × k, symmetric, row-major. limit >= 0. Absolute error near 1e-11. Time grows a hundredfold with each rank: meant
 * for r <= 4. Source: the conditioning of Genz 1992, without its randomisation.
 */
export function normalCube(correlation: Float64Array, k: number, limit: number): number {
  if (!(limit > 0)) return 0;
  const { factor, rank } = factorByPivot(correlation, k);
  const y = new Float64Array(rank);
  const variables = Array.from({ length: rank }, (_, level) =>
    Array.from({ length: k }, (_, j) => j).filter((j) => lastColumn(factor, k, j) === level),
  );
  return inner(0);

  /** The probability of what is left, given y[0 … level − 1]. */
  function inner(level: number): number {
    let low = -FAR;
    let high = FAR;
    for (const j of variables[level]!) {
      let given = 0;
      for (let c = 0; c < level; c += 1) given += factor[j * k + c]! * y[c]!;
      const slope = factor[j * k + level]!;
      const ends = [(-limit - given) / slope, (limit - given) / slope] as const;
      low = Math.max(low, Math.min(...ends));
      high = Math.min(high, Math.max(...ends));
    }
    if (high <= low) return 0;
    if (level === rank - 1) return low > 0 ? normalUpper(low) - normalUpper(high) : normalCdf(high) - normalCdf(low);
    const density = (value: number) => {
      y[level] = value;
      return (Math.exp((-value * value) / 2) / Math.sqrt(2 * Math.PI)) * inner(level + 1);
    };
    return integrate(density, low, high, TOLERANCE);
  }
}

/** Beyond this a standard normal variable never is, to the last bit of 1. */
const FAR = 8.5;
const TOLERANCE = 1e-11;
/** A residual variance, or a coefficient, below this is rounding. */
const NOTHING = 1e-12;

/** L (k × k, columns beyond the rank 0) with L Lᵀ = correlation, the variable of largest residual variance first. */
function factorByPivot(correlation: Float64Array, k: number): { factor: Float64Array; rank: number } {
  const factor = new Float64Array(k * k);
  const residual = Float64Array.from({ length: k }, (_, j) => correlation[j * k + j]!);
  let rank = 0;
  for (; rank < k; rank += 1) {
    let pivot = 0;
    for (let j = 1; j < k; j += 1) if (residual[j]! > residual[pivot]!) pivot = j;
    if (residual[pivot]! <= NOTHING) break;
    const root = Math.sqrt(residual[pivot]!);
    for (let j = 0; j < k; j += 1) {
      let value = correlation[j * k + pivot]!;
      for (let c = 0; c < rank; c += 1) value -= factor[j * k + c]! * factor[pivot * k + c]!;
      factor[j * k + rank] = Math.abs(value / root) < NOTHING ? 0 : value / root;
      residual[j]! -= factor[j * k + rank]! ** 2;
    }
    residual[pivot] = 0;
  }
  return { factor, rank };
}

function lastColumn(factor: Float64Array, k: number, j: number): number {
  let last = 0;
  for (let c = 0; c < k; c += 1) if (factor[j * k + c] !== 0) last = c;
  return last;
}

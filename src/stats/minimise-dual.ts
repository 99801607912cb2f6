import { factorCholesky, solveCholesky } from "../math/linear-algebra.js";
import { sumOfProducts } from "../math/sum.js";
import { dualCurvature, type EntropyArm, type EntropyState, evaluateDual } from "./entropy-dual.js";

/** A moment is met when its residual, in its own scale, is at most this. */
export const RESIDUAL_TOLERANCE = 1e-10;
/** What Newton aims at; rounding may leave a little more. */
const AIM = 1e-13;
/** Largest change of a log weight in the last step. */
const STANDSTILL = 0.1;
const MAX_ITERATIONS = 200;

export interface DualMinimum {
  readonly state: EntropyState;
  readonly iterations: number;
  /** Null when every moment is met; else the direction (length p) in which it cannot be. */
  readonly blocked: Float64Array | null;
}

/** Minimises the dual of entropy balancing by Newton's method, halving steps until it falls. Converged when the moments are met and the
 *  weights stand still. Where only weights of 0 could meet them, the means approach their targets without end while each step still
 *  moves some weight by a factor near e: that is “blocked”, like a target outside the convex hull of the rows. O(n p²) per step. */
export function minimiseDual(arm: EntropyArm): DualMinimum {
  let lambda = new Float64Array(arm.p);
  let state = evaluateDual(arm, lambda);
  const { dependent } = factorCholesky(dualCurvature(arm, state), arm.p);
  let iterations = 0;
  let change = 0;
  while (largestSize(state.residual) > AIM || change > STANDSTILL) {
    const step = iterations < MAX_ITERATIONS ? newtonStep(arm, state, dependent) : null;
    if (step === null) return { state, iterations, blocked: lambda };
    const next = descend(arm, lambda, step, state);
    if (next === null) break;
    change = largestSize(next.state.exponent.map((value, i) => value - state.exponent[i]!));
    ({ lambda, state } = next);
    iterations += 1;
    // Only moments without a step of their own are left.
    if (change === 0) break;
    if (state.margin > 0) return { state, iterations, blocked: lambda };
  }
  if (change > STANDSTILL) return { state, iterations, blocked: lambda };
  return { state, iterations, blocked: largestSize(state.residual) > RESIDUAL_TOLERANCE ? state.residual : null };
}
/** The Newton step H⁻¹ Σwz, with none for moments that depend on earlier ones; null when others have come to depend as well. */
function newtonStep(arm: EntropyArm, state: EntropyState, dependent: readonly number[]): Float64Array | null {
  const { p } = arm;
  const curvature = dualCurvature(arm, state);
  const right = state.residual.slice();
  for (const j of dependent) {
    for (let k = 0; k < p; k += 1) curvature[j * p + k] = curvature[k * p + j] = 0;
    curvature[j * p + j] = 1;
    right[j] = 0;
  }
  const factor = factorCholesky(curvature, p);
  return factor.dependent.length > 0 ? null : solveCholesky(factor.lower, p, right);
}

/** Halves the step until the dual falls by 1e-4 of what its slope promises, or, near the end, the means come closer; null where rounding
 *  leaves neither. */
function descend(arm: EntropyArm, lambda: Float64Array, step: Float64Array, from: EntropyState) {
  const slope = sumOfProducts(step, from.residual);
  for (let share = 1; share > 1e-10; share /= 2) {
    const next = lambda.map((value, j) => value + share * step[j]!);
    const state = evaluateDual(arm, next);
    const isCloser = slope < 1e-8 && largestSize(state.residual) < largestSize(from.residual);
    if (isCloser || state.value <= from.value - 1e-4 * share * slope) return { lambda: next, state };
  }
  return null;
}

/** Largest absolute value; 0 of none. */
export function largestSize(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

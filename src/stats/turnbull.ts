import { EstimationError } from "../errors.js";
import { fitIsotonic } from "../math/isotonic.js";
import { type IntervalRows, orderIntervalRows } from "./interval-rows.js";
import { deriveTurnbullIntervals, type TurnbullIntervals } from "./turnbull-intervals.js";

export interface TurnbullFit {
  /** The intervals (left, right] in days that may hold mass, ascending; left = right: that day exactly. */
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** Probability of the event within each; where inside it lies is not determined. */
  readonly mass: Float64Array;
  /** Probability of no event by the end of each interval. Between intervals the curve is flat, inside one it is not determined. */
  readonly survival: Float64Array;
  /** Probability of an event after `beyondDays` without a bound, and that day; 0 and null where the last interval has a bound. */
  readonly massBeyond: number;
  readonly beyondDays: number | null;
  readonly logLikelihood: number;
  readonly iterations: number;
  /** How far the log likelihood may still rise, as a share of the sum of weights. */
  readonly gap: number;
  readonly n: number;
}

const MAXIMUM_ITERATIONS = 20_000;
/** The duality gap max_j ∂ℓ/∂p_j − Σw bounds what is left of the log likelihood, and the error of the masses to its own order. */
const TOLERANCE = 1e-11;

/**
 * Nonparametric maximum-likelihood estimate of an event-time distribution from interval-censored rows.
 * Alternates one step of self-consistency (EM) with one of the iterative convex minorant, whose step is halved until the likelihood
 * rises; ends at a duality gap of 1e-11 Σw. The likelihood is concave, so any end is the global maximum; the masses can be
 * undetermined in rare patterns (Gentleman & Geyer 1994), the likelihood never. No standard error: none is validated.
 * Weights may be any positive numbers; the result does not depend on row order to the last bit.
 * Throws EstimationError if no row counts, a value is out of range, or 20,000 iterations do not suffice. O(n + intervals) an iteration.
 * Source: Turnbull 1976; Groeneboom & Wellner 1992; Jongbloed 1998; Wellner & Zhan 1997.
 */
export function fitTurnbull(rows: IntervalRows): TurnbullFit {
  const order = orderIntervalRows(rows, "Turnbull");
  const intervals = deriveTurnbullIntervals(rows, order);
  const weight = new Float64Array(order.length);
  for (let i = 0; i < order.length; i += 1) weight[i] = rows.weight === undefined ? 1 : rows.weight[order[i]!]!;
  const { mass, logLikelihood, iterations, gap } = maximise(intervals, weight);
  const bounded = mass.length - (intervals.unbounded ? 1 : 0);
  let survival = 1;
  return {
    left: intervals.left.slice(0, bounded),
    right: intervals.right.slice(0, bounded),
    mass: mass.slice(0, bounded),
    survival: mass.slice(0, bounded).map((p, k) => {
      survival -= p;
      return k === mass.length - 1 ? 0 : Math.max(0, survival);
    }),
    massBeyond: intervals.unbounded ? mass[bounded]! : 0,
    beyondDays: intervals.unbounded ? intervals.left[bounded]! : null,
    logLikelihood,
    iterations,
    gap,
    n: order.length,
  };
}

function maximise(intervals: TurnbullIntervals, weight: Float64Array) {
  const m = intervals.left.length;
  const total = weight.reduce((sum, w) => sum + w, 0);
  let mass: Float64Array = new Float64Array(m).fill(1 / m);
  let gap = Number.POSITIVE_INFINITY;
  for (let iterations = 0; iterations <= MAXIMUM_ITERATIONS; iterations += 1) {
    const { gradient, logLikelihood } = evaluate(intervals, weight, mass);
    gap = gradient.reduce((most, d) => Math.max(most, d), 0) / total - 1;
    if (gap <= TOLERANCE) return { mass, logLikelihood, iterations, gap };
    mass = stepMinorant(intervals, weight, stepSelfConsistent(mass, gradient, total));
  }
  throw new EstimationError(
    `Turnbull did not converge within ${MAXIMUM_ITERATIONS} iterations; the gap was still ${gap} of the sum of weights over ${m} intervals`,
  );
}

/** The log likelihood Σ w log f_i, its gradient Σ w/f_i by mass, and f_i, the mass each row covers. */
function evaluate({ first, last }: TurnbullIntervals, weight: Float64Array, mass: Float64Array) {
  const cumulative = cumulate(mass);
  const covered = new Float64Array(weight.length);
  const jumps = new Float64Array(mass.length + 1);
  let logLikelihood = 0;
  for (let i = 0; i < weight.length; i += 1) {
    const f = cumulative[last[i]! + 1]! - cumulative[first[i]!]!;
    covered[i] = f;
    logLikelihood += weight[i]! * Math.log(f);
    jumps[first[i]!]! += weight[i]! / f;
    jumps[last[i]! + 1]! -= weight[i]! / f;
  }
  const gradient = new Float64Array(mass.length);
  let running = 0;
  for (let j = 0; j < mass.length; j += 1) {
    running += jumps[j]!;
    gradient[j] = running;
  }
  return { gradient, logLikelihood, covered };
}

function stepSelfConsistent(mass: Float64Array, gradient: Float64Array, total: number): Float64Array {
  return mass.map((p, j) => (p * gradient[j]!) / total);
}

/** One step of the iterative convex minorant in the distribution function, with its diagonal of second derivatives as weights. */
function stepMinorant(intervals: TurnbullIntervals, weight: Float64Array, mass: Float64Array): Float64Array {
  const { first, last } = intervals;
  const m = mass.length;
  const { gradient, logLikelihood, covered } = evaluate(intervals, weight, mass);
  const curvature = new Float64Array(m - 1);
  for (let i = 0; i < weight.length; i += 1) {
    const c = weight[i]! / covered[i]! ** 2;
    if (last[i]! < m - 1) curvature[last[i]!]! += c;
    if (first[i]! > 0) curvature[first[i]! - 1]! += c;
  }
  const current = cumulate(mass);
  const target = curvature.map((c, k) => current[k + 1]! + (gradient[k]! - gradient[k + 1]!) / c);
  const monotone = fitIsotonic(target, curvature);
  const wanted = mass.map((_, j) => clamp(monotone[j] ?? 1) - (j === 0 ? 0 : clamp(monotone[j - 1]!)));
  for (let share = 1; share > 1e-10; share /= 2) {
    const next = mass.map((p, j) => p + share * (wanted[j]! - p));
    if (evaluate(intervals, weight, next).logLikelihood >= logLikelihood) return next;
  }
  return mass;
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}

/** Sums of the first k masses, k = 0 … m. */
function cumulate(mass: Float64Array): Float64Array {
  const cumulative = new Float64Array(mass.length + 1);
  for (let j = 0; j < mass.length; j += 1) cumulative[j + 1] = cumulative[j]! + mass[j]!;
  return cumulative;
}

import { factorCholesky, solveCholesky } from "../math/linear-algebra.js";

/** A quadratic model of a loss: ½ bᵀ H b − cᵀ b, p × p row-major, with a penalty λ Σ |bⱼ| on all coefficients but the first. */
export interface PenalisedQuadratic {
  readonly H: Float64Array;
  readonly c: Float64Array;
  readonly p: number;
  readonly lambda: number;
}

/** Largest step of a coordinate, relative to its own minimum, at which descent ends. */
const TOLERANCE = 1e-14;
const MAX_ROUNDS = 2000;
/** Rounds without a step half as large as the smallest before: rounding is all that is left, where columns are nearly combinations of each other. */
const MAX_STALLED = 20;
const SWEEPS_PER_ROUND = 4;

/** Minimises the penalised quadratic from `b`, in place: rounds of a few sweeps of coordinate descent, which find who is in the model and with
 *  which sign, and of the exact minimum for those signs, which ends what sweeps alone would take thousands of rounds to end where columns
 *  are correlated. O(p²) a sweep, O(a³) a round for a coefficients in the model.
 *  Source: Friedman, Hastie & Tibshirani 2010, J Stat Softw 33(1), §2; Osborne, Presnell & Turlach 2000, IMA J Num Anal 20:389 (active set). */
export function minimiseQuadratic(model: PenalisedQuadratic, b: Float64Array): void {
  let smallest = Number.POSITIVE_INFINITY;
  for (let round = 0, stalled = 0; round < MAX_ROUNDS && stalled < MAX_STALLED; round += 1) {
    // c − H b, fresh each round and kept up to date by the sweeps.
    const slope = slopeOf(model, b);
    let step = 0;
    for (let k = 0; k < SWEEPS_PER_ROUND; k += 1) {
      step = sweep(model, b, slope);
      if (step <= TOLERANCE) return;
    }
    stalled = step < smallest / 2 ? 0 : stalled + 1;
    smallest = Math.min(smallest, step);
    solveForSigns(model, b);
  }
}

function slopeOf({ H, c, p }: PenalisedQuadratic, b: Float64Array): Float64Array {
  const slope = c.slice();
  for (let k = 0; k < p; k += 1) {
    if (b[k] === 0) continue;
    for (let j = 0; j < p; j += 1) slope[j]! -= H[k * p + j]! * b[k]!;
  }
  return slope;
}

/** One round over all coordinates, each to its own minimum. Returns the largest relative step. */
function sweep({ H, p, lambda }: PenalisedQuadratic, b: Float64Array, slope: Float64Array): number {
  let largest = 0;
  for (let j = 0; j < p; j += 1) {
    const curvature = H[j * p + j]!;
    if (!(curvature > 0)) continue;
    const target = slope[j]! + curvature * b[j]!;
    const next = (j === 0 ? target : shrink(target, lambda)) / curvature;
    const step = next - b[j]!;
    if (step === 0) continue;
    b[j] = next;
    for (let k = 0; k < p; k += 1) slope[k]! -= H[j * p + k]! * step;
    largest = Math.max(largest, (curvature * Math.abs(step)) / (lambda + Math.abs(target)));
  }
  return largest;
}

/** Goes to the minimum for the present signs, or to the first coefficient on the way that becomes 0. */
function solveForSigns({ H, c, p, lambda }: PenalisedQuadratic, b: Float64Array): void {
  const members = [...b.keys()].filter((j) => j === 0 || b[j] !== 0);
  const a = members.length;
  const inner = new Float64Array(a * a);
  members.forEach((j, r) => {
    members.forEach((k, s) => {
      inner[r * a + s] = H[j * p + k]!;
    });
  });
  const { lower, dependent } = factorCholesky(inner, a);
  if (dependent.length > 0) return;
  const right = members.map((j) => c[j]! - (j === 0 ? 0 : lambda * Math.sign(b[j]!)));
  const target = solveCholesky(lower, a, right);
  let share = 1;
  let first = -1;
  members.forEach((j, r) => {
    if (j === 0 || Math.sign(target[r]!) === Math.sign(b[j]!)) return;
    const reach = b[j]! / (b[j]! - target[r]!);
    if (reach < share) {
      share = reach;
      first = j;
    }
  });
  members.forEach((j, r) => {
    b[j] = j === first ? 0 : b[j]! + share * (target[r]! - b[j]!);
  });
}

function shrink(value: number, by: number): number {
  return value > by ? value - by : value < -by ? value + by : 0;
}

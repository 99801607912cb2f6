import { EstimationError } from "../errors.js";
import { factorCholesky, solveCholesky } from "../math/linear-algebra.js";
import { climbIntervalCox, type IntervalCoxPoint, startIntervalCox } from "./interval-cox-climb.js";
import { deriveEfficientInformation, type EfficientInformation } from "./interval-cox-information.js";
import { evaluateIntervalCox, type IntervalCoxLikelihood } from "./interval-cox-likelihood.js";
import type { IntervalCoxRows } from "./interval-cox-rows.js";

const MAXIMUM_ROUNDS = 200;
/** Steps of EM and convex minorant before each joint step of Newton's method. */
const CLIMBS = 8;
/** A Newton step below this many standard errors is the last: what it leaves is near its square. */
const TOLERANCE = 1e-8;
/** A jump at 0 may not want to grow by more than this share of what holds it down. */
const DUAL_TOLERANCE = 1e-9;
/** Beyond this log relative hazard between two patients a coefficient is taken to be infinite. */
const LARGEST_REACH = 15;
/** What is left of the information about a coefficient once the hazard is estimated too, below which it is none but for rounding. */
const LEAST_SHARE = 1e-9;

export interface IntervalCoxMaximum extends IntervalCoxPoint {
  readonly at: IntervalCoxLikelihood;
  readonly efficient: EfficientInformation;
  readonly rounds: number;
  /** The last Newton step in standard errors. */
  readonly lastChange: number;
}

/**
 * Rounds of climbing, which find the jumps that stay above 0, and a Newton step over these and β together, which ends it fast. Throws
 * EstimationError with the suspected cause if 200 rounds do not suffice.
 */
export function maximiseIntervalCox(rows: IntervalCoxRows, names: readonly string[]): IntervalCoxMaximum {
  let point = startIntervalCox(rows);
  let lastChange = Number.POSITIVE_INFINITY;
  for (let rounds = 1; rounds <= MAXIMUM_ROUNDS; rounds += 1) {
    // At the end Newton's method goes on alone, unless a jump has to come back.
    if (!(lastChange < 1e-2)) for (let k = 0; k < CLIMBS; k += 1) point = climbIntervalCox(rows, point);
    const at = evaluateIntervalCox(rows, point.hazard, point.beta);
    const efficient = deriveEfficientInformation(rows, point, at);
    const step = efficient === null ? null : stepNewton(rows, at, efficient);
    if (efficient === null || step === null) {
      lastChange = Number.POSITIVE_INFINITY;
      point = climbIntervalCox(rows, point);
      continue;
    }
    lastChange = step.change;
    const isDual = point.hazard.every((jump, k) => jump > 0 || at.byJump[k]! <= DUAL_TOLERANCE * at.atRisk[k]!);
    if (lastChange <= TOLERANCE && isDual) {
      const beta = point.beta.map((value, j) => value + step.beta[j]!);
      return { hazard: point.hazard, beta, at, efficient, rounds, lastChange };
    }
    const next = goAlong(rows, point, at.logLikelihood, step);
    if (next === null || !isDual) lastChange = Number.POSITIVE_INFINITY;
    point = next ?? point;
    checkReach(rows, point.beta, names);
  }
  throw new EstimationError(
    lastChange === Number.POSITIVE_INFINITY
      ? `interval-censored Cox finds no information about a covariate beside the hazard within ${MAXIMUM_ROUNDS} rounds: too few events or patients in a level`
      : `interval-censored Cox did not converge within ${MAXIMUM_ROUNDS} rounds; the last step was ${lastChange} standard errors over ${rows.left.length} jumps; suspected cause: too few events for the number of covariates and strata`,
  );
}

interface NewtonStep extends IntervalCoxPoint {
  readonly change: number;
}

/** The joint step of the jumps above 0 and β, and its length in standard errors; null where the efficient information is singular. */
function stepNewton(
  rows: IntervalCoxRows,
  at: IntervalCoxLikelihood,
  efficient: EfficientInformation,
): NewtonStep | null {
  const { p } = rows;
  const { information, direction, step } = efficient;
  for (let j = 0; j < p; j += 1)
    if (!(information[j * p + j]! > LEAST_SHARE * Math.abs(at.information[j * p + j]!))) return null;
  const { lower, dependent } = factorCholesky(information, p, LEAST_SHARE);
  if (dependent.length > 0) return null;
  const wanted = at.score.slice();
  at.byJump.forEach((slope, k) => {
    for (let j = 0; j < p; j += 1) wanted[j]! -= slope * direction[k * p + j]!;
  });
  const beta = solveCholesky(lower, p, wanted);
  let square = beta.reduce((total, d, j) => total + d * at.score[j]!, 0);
  const hazard = step.map((own, k) => {
    let move = own;
    for (let j = 0; j < p; j += 1) move -= direction[k * p + j]! * beta[j]!;
    square += move * (Number.isFinite(at.byJump[k]!) ? at.byJump[k]! : 0);
    return move;
  });
  return square >= 0 ? { hazard, beta, change: Math.sqrt(square) } : null;
}

/** As far along the step as the likelihood rises, jumps held at 0 where it would take them below; null where it never does. */
function goAlong(
  rows: IntervalCoxRows,
  { hazard, beta }: IntervalCoxPoint,
  logLikelihood: number,
  step: NewtonStep,
): IntervalCoxPoint | null {
  const rounding = 1e-13 * Math.abs(logLikelihood);
  for (let share = 1; share > 1e-4; share /= 2) {
    const next = {
      hazard: hazard.map((jump, k) => Math.max(0, jump + share * step.hazard[k]!)),
      beta: beta.map((value, j) => value + share * step.beta[j]!),
    };
    const there = evaluateIntervalCox(rows, next.hazard, next.beta).logLikelihood;
    if (there >= logLikelihood - rounding) return next;
  }
  return null;
}

function checkReach({ n, p, X }: IntervalCoxRows, beta: Float64Array, names: readonly string[]): void {
  const infinite = names.filter((_, j) => {
    let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let i = 0; i < n; i += 1) {
      least = Math.min(least, X[i * p + j]! * beta[j]!);
      most = Math.max(most, X[i * p + j]! * beta[j]!);
    }
    return most - least > LARGEST_REACH;
  });
  if (infinite.length === 0) return;
  throw new EstimationError(
    `interval-censored Cox has an infinite coefficient of ${infinite.map((name) => `"${name}"`).join(", ")} (a level without events, or whose events all come first): merge levels or drop it`,
  );
}

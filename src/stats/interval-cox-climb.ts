import { fitIsotonic } from "../math/isotonic.js";
import { cumulateHazard, evaluateIntervalCox, termOf } from "./interval-cox-likelihood.js";
import { type IntervalCoxRows, KNOWN } from "./interval-cox-rows.js";

/** Jumps of the baseline hazard, and log hazard ratios. */
export interface IntervalCoxPoint {
  readonly hazard: Float64Array;
  readonly beta: Float64Array;
}

/** Nelson–Aalen, the weight of each event spread evenly over the jumps its interval covers; no effect of covariates. */
export function startIntervalCox(rows: IntervalCoxRows): IntervalCoxPoint {
  const { n, p, weight, kind, low, high, stratum, left } = rows;
  const events = new Float64Array(left.length);
  for (let i = 0; i < n; i += 1) {
    if (kind[i] === KNOWN.notYet) continue;
    const share = weight[i]! / (high[i]! - low[i]!);
    for (let k = low[i]! - stratum[i]!; k < high[i]! - stratum[i]!; k += 1) events[k]! += share;
  }
  const beta = new Float64Array(p);
  const { atRisk } = evaluateIntervalCox(rows, events, beta);
  return { hazard: events.map((d, k) => d / atRisk[k]!), beta };
}

/**
 * One step of the EM algorithm in the hazard (the latent Poisson counts of Zeng, Mao & Lin 2016), then one of the iterative convex
 * minorant, then one of Newton's method in β alone; the last two halved until the likelihood rises. The likelihood never falls.
 */
export function climbIntervalCox(rows: IntervalCoxRows, point: IntervalCoxPoint): IntervalCoxPoint {
  const { hazard, beta } = point;
  const { byJump, atRisk } = evaluateIntervalCox(rows, hazard, beta);
  const expected = hazard.map((jump, k) => jump * (1 + byJump[k]! / atRisk[k]!));
  const lifted = stepMinorant(rows, { hazard: expected, beta });
  return { hazard: lifted, beta: stepCovariates(rows, { hazard: lifted, beta }) };
}

/** One step of the iterative convex minorant in the cumulative hazard, the diagonal of second derivatives as weights. */
function stepMinorant(rows: IntervalCoxRows, { hazard, beta }: IntervalCoxPoint): Float64Array {
  const { logLikelihood, byJump } = evaluateIntervalCox(rows, hazard, beta);
  const cumulative = cumulateHazard(rows, hazard);
  const curvature = bendOf(rows, { hazard, beta }, cumulative);
  const wanted = new Float64Array(hazard.length);
  for (let s = 0; s < rows.strata; s += 1) {
    const [from, to] = [rows.firstJump[s]!, rows.firstJump[s + 1]!];
    const target = new Float64Array(to - from);
    const weight = new Float64Array(to - from);
    for (let k = from; k < to; k += 1) {
      const slope = byJump[k]! - (k + 1 < to ? byJump[k + 1]! : 0);
      weight[k - from] = curvature[k + s + 1]!;
      target[k - from] = cumulative[k + s + 1]! + slope / curvature[k + s + 1]!;
    }
    const monotone = fitIsotonic(target, weight);
    for (let k = from; k < to; k += 1) {
      const before = k === from ? 0 : Math.max(0, monotone[k - from - 1]!);
      wanted[k] = Math.max(0, monotone[k - from]!) - before;
    }
  }
  for (let share = 1; share > 1e-6; share /= 2) {
    const next = hazard.map((jump, k) => jump + share * (wanted[k]! - jump));
    if (evaluateIntervalCox(rows, next, beta).logLikelihood >= logLikelihood) return next;
  }
  return hazard;
}

/** Minus the second derivatives by the cumulative hazard at each position. */
function bendOf(rows: IntervalCoxRows, { hazard, beta }: IntervalCoxPoint, cumulative: Float64Array): Float64Array {
  const { n, weight, kind, low, high, stratum } = rows;
  const bend = new Float64Array(cumulative.length);
  for (let i = 0; i < n; i += 1) {
    if (kind[i] === KNOWN.notYet) continue;
    const { risk, odds } = termOf(rows, cumulative, beta, i);
    const own =
      kind[i] === KNOWN.exactly
        ? weight[i]! / hazard[low[i]! - stratum[i]!]! ** 2
        : weight[i]! * risk * risk * odds * (1 + odds);
    bend[low[i]!]! += own;
    bend[high[i]!]! += own;
  }
  return bend;
}

/** Covariates one at a time, so that no matrix has to be inverted here. */
function stepCovariates(rows: IntervalCoxRows, { hazard, beta }: IntervalCoxPoint): Float64Array {
  const { logLikelihood, score, information } = evaluateIntervalCox(rows, hazard, beta);
  const steps = score.map((u, j) => {
    const bend = information[j * rows.p + j]!;
    return bend > 0 ? u / (bend * rows.p) : 0;
  });
  for (let share = 1; share > 1e-6; share /= 2) {
    const next = beta.map((value, j) => value + share * steps[j]!);
    if (evaluateIntervalCox(rows, hazard, next).logLikelihood >= logLikelihood) return next;
  }
  return beta;
}

import { type IntervalCoxRows, KNOWN } from "./interval-cox-rows.js";

/** The log likelihood with its first derivatives. */
export interface IntervalCoxLikelihood {
  readonly logLikelihood: number;
  /** By the jumps of the hazard; of a jump at 0 the derivative to the right. */
  readonly byJump: Float64Array;
  /** Per jump: the sum of weight × relative hazard of the rows whose likelihood falls with it. */
  readonly atRisk: Float64Array;
  /** By β, and minus the second derivative by β, p × p. */
  readonly score: Float64Array;
  readonly information: Float64Array;
}

/** What a row says about its two log-likelihood bounds: relative hazard a, a × the hazard within its interval, and 1/(e^that − 1). */
export interface RowTerm {
  readonly risk: number;
  /** a Λ(left). */
  readonly before: number;
  /** a (Λ(right) − Λ(left)); 0 of a row without interval. */
  readonly within: number;
  readonly odds: number;
}

/** Cumulative hazard at every position, from the jumps. */
export function cumulateHazard({ firstJump, strata }: IntervalCoxRows, hazard: Float64Array): Float64Array {
  const cumulative = new Float64Array(hazard.length + strata);
  for (let s = 0; s < strata; s += 1) {
    let total = 0;
    cumulative[firstJump[s]! + s] = 0;
    for (let k = firstJump[s]!; k < firstJump[s + 1]!; k += 1) {
      total += hazard[k]!;
      cumulative[k + s + 1] = total;
    }
  }
  return cumulative;
}

/** The term of row i at a cumulative hazard and β. */
export function termOf(rows: IntervalCoxRows, cumulative: Float64Array, beta: Float64Array, i: number): RowTerm {
  let eta = 0;
  for (let j = 0; j < rows.p; j += 1) eta += rows.X[i * rows.p + j]! * beta[j]!;
  const risk = Math.exp(eta);
  const from = cumulative[rows.low[i]!]!;
  const within = risk * (cumulative[rows.high[i]!]! - from);
  return { risk, before: risk * from, within, odds: within > 0 ? 1 / Math.expm1(within) : Number.POSITIVE_INFINITY };
}

/**
 * With a = e^{xβ} and Λ the step function: a row without event adds −aΛ(left); one between two days log(e^{−aΛ(left)} − e^{−aΛ(right)}),
 * one on a day log(λ a) − aΛ(that day), λ being the jump there. −Infinity where a row's interval has no hazard. O(n p² + jumps).
 */
export function evaluateIntervalCox(
  rows: IntervalCoxRows,
  hazard: Float64Array,
  beta: Float64Array,
): IntervalCoxLikelihood {
  const { n, p, X, weight, kind, low, high, stratum, exactWeight } = rows;
  const cumulative = cumulateHazard(rows, hazard);
  const score = new Float64Array(p);
  const information = new Float64Array(p * p);
  // Differences, summed to the left from each stratum's end: what acts on every jump before a position.
  const risen = new Float64Array(cumulative.length);
  const fallen = new Float64Array(cumulative.length);
  let logLikelihood = 0;
  for (let i = 0; i < n; i += 1) {
    const w = weight[i]!;
    const { risk, before, within, odds } = termOf(rows, cumulative, beta, i);
    let [first, second] = [-before, before];
    if (kind[i] === KNOWN.between) {
      const covered = w * risk * (1 + odds);
      risen[high[i]!]! += covered;
      risen[low[i]!]! -= covered;
      fallen[high[i]!]! += w * risk;
      logLikelihood += w * (Math.log(-Math.expm1(-within)) - before);
      first += within * odds;
      second -= within * odds * (1 - within * (1 + odds));
    } else if (kind[i] === KNOWN.exactly) {
      const total = before + within;
      fallen[high[i]!]! += w * risk;
      logLikelihood += w * (Math.log(risk * hazard[low[i]! - stratum[i]!]!) - total);
      first = 1 - total;
      second = total;
    } else {
      fallen[low[i]!]! += w * risk;
      logLikelihood -= w * before;
    }
    for (let a = 0; a < p; a += 1) {
      const x = X[i * p + a]!;
      score[a]! += w * first * x;
      for (let b = 0; b < p; b += 1) information[a * p + b]! += w * second * x * X[i * p + b]!;
    }
  }
  const atRisk = sumFromRight(rows, fallen);
  const byJump = sumFromRight(rows, risen);
  for (let k = 0; k < byJump.length; k += 1) {
    byJump[k]! += (exactWeight[k]! > 0 ? exactWeight[k]! / hazard[k]! : 0) - atRisk[k]!;
  }
  return {
    logLikelihood: Number.isNaN(logLikelihood) ? Number.NEGATIVE_INFINITY : logLikelihood,
    byJump,
    atRisk,
    score,
    information,
  };
}

/** Per jump the sum of what stands at the positions after it in its stratum. */
function sumFromRight({ firstJump, strata }: IntervalCoxRows, byPosition: Float64Array): Float64Array {
  const sums = new Float64Array(byPosition.length - strata);
  for (let s = 0; s < strata; s += 1) {
    let total = 0;
    for (let k = firstJump[s + 1]! - 1; k >= firstJump[s]!; k -= 1) {
      total += byPosition[k + s + 1]!;
      sums[k] = total;
    }
  }
  return sums;
}

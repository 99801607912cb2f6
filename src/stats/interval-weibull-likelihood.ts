import type { IntervalRegressionRows } from "./interval-weibull-rows.js";

/** Log likelihood with its derivatives by θ: per stratum α_s, then per stratum γ_s, then β; q = 2 strata + p parameters. */
export interface WeibullLikelihood {
  readonly logLikelihood: number;
  /** Length q. */
  readonly score: Float64Array;
  /** Negative second derivative, q × q, symmetric. */
  readonly information: Float64Array;
  /** Weighted score of each row, n × q, row-major; null unless asked for. */
  readonly scores: Float64Array | null;
}

/**
 * The Weibull proportional-hazards log likelihood at θ. With t on the log scale less the rows' center, the log cumulative hazard of row i
 * at t is u = α_s + e^{γ_s} t + x_iβ. A right-censored row adds −e^{u_L}, an exact one log(e^γ e^u) − e^u − log t, an interval
 * log(exp(−e^{u_L}) − exp(−e^{u_R})), written with expm1 so that short intervals keep their digits. O(n q²).
 */
export function evaluateWeibullLikelihood(
  rows: IntervalRegressionRows,
  theta: Float64Array,
  withScores = false,
): WeibullLikelihood {
  const { n, p, strata } = rows;
  const q = theta.length;
  const score = new Float64Array(q);
  const information = new Float64Array(q * q);
  const scores = withScores ? new Float64Array(n * q) : null;
  // Positions in θ of the parameters of one row, and the derivatives of its two log cumulative hazards by them.
  const place = new Int32Array(2 + p);
  const byLeft = new Float64Array(2 + p);
  const byRight = new Float64Array(2 + p);
  for (let j = 0; j < p; j += 1) place[2 + j] = 2 * strata + j;
  let logLikelihood = 0;
  for (let i = 0; i < n; i += 1) {
    const s = rows.stratum[i]!;
    place[0] = s;
    place[1] = strata + s;
    const gamma = theta[strata + s]!;
    const shape = Math.exp(gamma);
    let base = theta[s]!;
    for (let j = 0; j < p; j += 1) base += rows.X[i * p + j]! * theta[2 * strata + j]!;
    const [tl, tr] = [shape * rows.logLeft[i]!, shape * rows.logRight[i]!];
    const term =
      rows.exact[i] === 1
        ? exactTerm(base + tr, gamma, rows.logRight[i]! + rows.center)
        : intervalTerm(base + tl, base + tr);
    const w = rows.weight[i]!;
    logLikelihood += w * term.value;
    byLeft[0] = 1;
    byRight[0] = 1;
    // A bound at 0 or ∞ has no derivative; its coefficient is 0 and must not meet an infinite factor.
    byLeft[1] = Number.isFinite(tl) ? tl : 0;
    byRight[1] = Number.isFinite(tr) ? tr : 0;
    for (let j = 0; j < p; j += 1) {
      byLeft[2 + j] = rows.X[i * p + j]!;
      byRight[2 + j] = rows.X[i * p + j]!;
    }
    for (let a = 0; a < 2 + p; a += 1) {
      const own = term.l * byLeft[a]! + term.r * byRight[a]! + (a === 1 ? term.gamma : 0);
      score[place[a]!]! += w * own;
      if (scores !== null) scores[i * q + place[a]!] = w * own;
      for (let b = 0; b < 2 + p; b += 1) {
        const second =
          term.ll * byLeft[a]! * byLeft[b]! +
          term.lr * (byLeft[a]! * byRight[b]! + byRight[a]! * byLeft[b]!) +
          term.rr * byRight[a]! * byRight[b]!;
        // ∂²u/∂γ² = e^γ t = ∂u/∂γ; all other second derivatives of u are 0.
        const curved = a === 1 && b === 1 ? term.l * byLeft[1]! + term.r * byRight[1]! : 0;
        information[place[a]! * q + place[b]!]! -= w * (second + curved);
      }
    }
  }
  return { logLikelihood, score, information, scores };
}

/** Value of one row's log likelihood and its derivatives by u_L, u_R and, beyond u, by γ. */
interface Term {
  readonly value: number;
  readonly l: number;
  readonly r: number;
  readonly gamma: number;
  readonly ll: number;
  readonly lr: number;
  readonly rr: number;
}

function exactTerm(u: number, gamma: number, logDay: number): Term {
  const H = Math.exp(u);
  return { value: gamma + u - H - logDay, l: 0, r: 1 - H, gamma: 1, ll: 0, lr: 0, rr: -H };
}

/** With H the cumulative hazards and D = H_R − H_L: −H_L + log(1 − e^{−D}); D is infinite for a right-censored row. */
function intervalTerm(left: number, right: number): Term {
  const [hl, hr] = [Math.exp(left), Math.exp(right)];
  if (hr === Number.POSITIVE_INFINITY) return { value: -hl, l: -hl, r: 0, gamma: 0, ll: -hl, lr: 0, rr: 0 };
  // H_R − H_L without cancellation.
  const D = left === Number.NEGATIVE_INFINITY ? hr : hl * Math.expm1(right - left);
  const odds = 1 / Math.expm1(D);
  const bend = -odds * (1 + odds);
  return {
    value: -hl + Math.log(-Math.expm1(-D)),
    l: -hl * (1 + odds),
    r: hr * odds,
    gamma: 0,
    ll: -hl * (1 + odds) + hl * hl * bend,
    lr: -hl * hr * bend,
    rr: hr * odds + hr * hr * bend,
  };
}

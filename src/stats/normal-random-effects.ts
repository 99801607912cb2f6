import { EstimationError } from "../errors.js";
import { bisect } from "../math/bisect.js";
import { sum } from "../math/sum.js";

/** Estimates of one quantity from several studies or outcomes. Columns of one length m >= 3, in any order. */
export interface EstimatedEffects {
  /** On a scale on which they are about normal (log ratios). Finite. */
  readonly estimate: ArrayLike<number>;
  /** Their standard errors, > 0. */
  readonly se: ArrayLike<number>;
}

export interface NormalRandomEffects {
  /** Mean of the true effects, and its standard error at the estimated spread. */
  readonly mean: number;
  readonly meanSe: number;
  /** Standard deviation of the true effects around it; 0 where the estimates vary no more than their standard errors say. */
  readonly sd: number;
  readonly logLikelihood: number;
  readonly m: number;
}

/**
 * Normal random-effects model by maximum likelihood: yᵢ ~ N(θᵢ, sᵢ²), θᵢ ~ N(μ, τ²); μ̂ and τ̂ maximise Σ log φ(yᵢ; μ, sᵢ² + τ²).
 * The likelihood profiled over μ is searched on 400 spreads from 0 to the range of the estimates, then its slope is bisected between the
 * neighbours of the best: the highest of several maxima is found if they lie apart by more than the grid. Maximum likelihood
 * underestimates τ with few studies. meanSe takes τ as known. Sums in sorted order: row order changes nothing.
 * Throws EstimationError for fewer than 3 estimates or what is not finite and positive. Source: Hardy & Thompson 1996, Statistics in
 * Medicine 15:619; the null distribution of Schuemie et al. 2014 is this model; agrees with direct maximisation in R.
 */
export function fitNormalRandomEffects({ estimate, se }: EstimatedEffects): NormalRandomEffects {
  const m = estimate.length;
  if (se.length !== m)
    throw new RangeError(`random effects need a standard error per estimate; got ${se.length} for ${m}`);
  if (m < 3) throw new EstimationError(`random effects need at least 3 estimates; got ${m}`);
  const rows = Array.from({ length: m }, (_, i) => ({ y: estimate[i]!, v: se[i]! ** 2 }));
  if (!rows.every(({ y, v }) => Number.isFinite(y) && v > 0 && v < Number.POSITIVE_INFINITY))
    throw new EstimationError("random effects need finite estimates and standard errors > 0");
  rows.sort((a, b) => a.y - b.y || a.v - b.v);
  const range = rows[m - 1]!.y - rows[0]!.y;
  const step = range / GRID;
  let best = 0;
  for (let k = 1; k <= GRID; k += 1)
    if (profileAt(rows, k * step).logLikelihood > profileAt(rows, best * step).logLikelihood) best = k;
  const rises = (sd: number) => profileAt(rows, sd).slope > 0;
  const sd = best === 0 && !rises(step * 1e-6) ? 0 : bisect(rises, Math.max(0, best - 1) * step, (best + 1) * step);
  const { mean, precision, logLikelihood } = profileAt(rows, sd);
  return { mean, meanSe: Math.sqrt(1 / precision), sd, logLikelihood, m };
}

const GRID = 400;

/** At a spread τ: the best mean, the sum of precisions, the log likelihood and twice its slope in τ². */
function profileAt(rows: readonly { readonly y: number; readonly v: number }[], sd: number) {
  const weight = rows.map(({ v }) => 1 / (v + sd * sd));
  const precision = sum(weight);
  const mean = sum(rows.map(({ y }, i) => weight[i]! * y)) / precision;
  const squares = rows.map(({ y }, i) => weight[i]! * (y - mean) ** 2);
  const logLikelihood = sum(weight.map((w, i) => 0.5 * (Math.log(w / (2 * Math.PI)) - squares[i]!)));
  const slope = sum(weight.map((w, i) => w * squares[i]! - w));
  return { mean, precision, logLikelihood, slope };
}

import { EstimationError } from "../errors.js";
import { sum, sumOfProducts } from "../math/sum.js";
import { shrinkBatch } from "./combat-shrinkage.js";
import { fitLeastSquares } from "./least-squares.js";

export interface CombatInput {
  /** Feature g, n long, finite where not missing. At least two: the shrinkage learns from feature to feature. */
  readonly features: readonly Float64Array[];
  /** 1 = this feature is missing in this row, aligned to `features`. */
  readonly missing: readonly Uint8Array[];
  readonly featureNames: readonly string[];
  /** Batch of each row, 0 to batchNames.length − 1. At least two batches. */
  readonly batch: Int32Array;
  readonly batchNames: readonly string[];
  /** Protected columns without an intercept, n × p, column-major: what differs by them is kept. p may be 0. */
  readonly X: Float64Array;
  readonly columnNames: readonly string[];
  /** location-scale: mean and spread of a batch are brought to those of all; location: its mean alone. */
  readonly adjust: "location-scale" | "location";
}

export interface CombatFit {
  /** The harmonised features; 0 where missing. */
  readonly adjusted: readonly Float64Array[];
  /** [batch][feature]: shift of the batch in residual standard deviations, shrunk. */
  readonly location: readonly Float64Array[];
  /** [batch][feature]: ratio of the batch's variance to the residual variance, shrunk; 1 where only the mean is adjusted. */
  readonly scale: readonly Float64Array[];
  /** Steps of the batch that took longest. */
  readonly iterations: number;
}

/** One feature in residual standard deviations, what it is put back with, and which rows have it. */
interface Standardised {
  readonly z: Float64Array;
  readonly expected: Float64Array;
  readonly sigma: number;
  /** Rows of each batch that have the feature. */
  readonly rows: readonly Int32Array[];
}

/** ComBat: features of several batches (scanners) brought to one location and scale, with parametric empirical Bayes shrinkage of the batch effects over
 *  features, and the effects of the protected columns kept. Y_ijg = α_g + x_ijᵀβ_g + γ_ig + δ_ig ε_ijg; γ_ig ~ N(γ_i, τ²_i), δ²_ig ~ inverse gamma(λ_i, θ_i), priors
 *  by moments; σ̂²_g = Σ residual² / n_g; δ̂²_ig with divisor n_ig − 1; Σ_i n_ig γ̂_ig = 0. Batches of a feature are counted over the rows that have it, so that each
 *  feature is standardised on its own rows (sva takes other divisors where any value is missing).
 *  Throws EstimationError: fewer than two features or batches, fewer than two rows of a batch with a feature, protected columns that batches determine, a feature
 *  without residual variation, no convergence. O(features · n · (batches + p)²).
 *  Source: Johnson, Li & Rabinovic 2007, Biostatistics 8:118, §3; for imaging Fortin et al. 2018, NeuroImage 167:104; agrees with sva 3.46 ComBat (par.prior = TRUE)
 *  where nothing is missing; its mean.only shrinks as if a batch held one row, which the model does not say. Not validated: non-parametric priors, a reference batch. */
export function fitCombat(input: CombatInput): CombatFit {
  const { features, featureNames, batchNames, adjust } = input;
  if (features.length < 2 || batchNames.length < 2)
    throw new EstimationError(
      `ComBat needs at least two features and two batches; got ${features.length} and ${batchNames.length}`,
    );
  const standardised = features.map((_, g) => standardise(input, g));
  const shrunk = batchNames.map((name, i) =>
    shrinkBatch({
      name,
      values: standardised.map(({ z, rows }) => Float64Array.from(rows[i]!, (row) => z[row]!)),
      adjust,
    }),
  );
  const adjusted = standardised.map(({ z, expected, sigma, rows }, g) => {
    const out = new Float64Array(z.length);
    for (const [i, { location, scale }] of shrunk.entries()) {
      const spread = Math.sqrt(scale[g]!);
      for (const row of rows[i]!) out[row] = expected[row]! + (sigma * (z[row]! - location[g]!)) / spread;
    }
    if (!out.every(Number.isFinite))
      throw new EstimationError(`the harmonised values of ${featureNames[g]} are not finite; check its unit and range`);
    return out;
  });
  return {
    adjusted,
    location: shrunk.map(({ location }) => location),
    scale: shrunk.map(({ scale }) => scale),
    iterations: Math.max(...shrunk.map(({ iterations }) => iterations)),
  };
}

function standardise(input: CombatInput, g: number): Standardised {
  const { batchNames, featureNames, columnNames, batch, X } = input;
  const y = input.features[g]!;
  const missing = input.missing[g]!;
  const known = Int32Array.from(Array.from(y.keys()).filter((row) => missing[row] === 0));
  const rows = batchNames.map((_, i) => known.filter((row) => batch[row] === i));
  const small = rows.findIndex((each) => each.length < 2);
  if (small >= 0)
    throw new EstimationError(
      `each batch needs two rows with every feature; ${batchNames[small]} has fewer of ${featureNames[g]}: merge it with another batch, or leave its rows or the feature out`,
    );
  const n = known.length;
  const levels = batchNames.length;
  const p = levels + columnNames.length;
  const design = new Float64Array(n * p).fill(1, 0, n);
  for (const [k, row] of known.entries()) {
    if (batch[row]! > 0) design[batch[row]! * n + k] = 1;
    for (let j = 0; j < columnNames.length; j += 1) design[(levels + j) * n + k] = X[j * y.length + row]!;
  }
  const names = ["(intercept)", ...batchNames.slice(1).map((name) => `batch ${name}`), ...columnNames];
  const target = Float64Array.from(known, (row) => y[row]!);
  const { beta } = fitLeastSquares({ X: design, n, p, names, y: target });
  const shift = (i: number) => (i === 0 ? 0 : beta[i]!);
  const mean = beta[0]! + sum(rows.map((each, i) => (each.length / n) * shift(i)));
  const expected = new Float64Array(y.length);
  const residual = new Float64Array(n);
  for (const [k, row] of known.entries()) {
    let kept = 0;
    for (let j = 0; j < columnNames.length; j += 1) kept += X[j * y.length + row]! * beta[levels + j]!;
    expected[row] = mean + kept;
    residual[k] = y[row]! - beta[0]! - shift(batch[row]!) - kept;
  }
  const sigma = Math.sqrt(sumOfProducts(residual, residual) / n);
  // What is left of a feature that batches and protected columns determine is rounding, by its size.
  if (!(sigma > 1e-10 * Math.max(...target.map(Math.abs))))
    throw new EstimationError(
      `a feature must vary beyond its batches and the protected columns; ${featureNames[g]} does not: leave it out`,
    );
  return {
    z: y.map((value, row) => (missing[row] === 1 ? 0 : (value - expected[row]!) / sigma)),
    expected,
    sigma,
    rows,
  };
}

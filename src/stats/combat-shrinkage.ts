import { EstimationError } from "../errors.js";
import { sum } from "../math/sum.js";

export interface BatchValues {
  readonly name: string;
  /** Of each feature: the batch's standardised values, two or more. */
  readonly values: readonly Float64Array[];
  readonly adjust: "location-scale" | "location";
}

export interface ShrunkBatch {
  /** γ*_ig, one per feature. */
  readonly location: Float64Array;
  /** δ²*_ig, one per feature. */
  readonly scale: Float64Array;
  readonly iterations: number;
}

/** Locations count in residual standard deviations, so that their step needs no scale of its own; scales by their relative step. */
const tolerance = 1e-12;
const maximumIterations = 10_000;
/** A variance of standardised values below this is rounding. */
const roundingVariance = 1e-20;

/** Location and scale of one batch, shrunk over its features: the fixed point of
 *  γ* = (n τ̄² γ̂ + δ²* γ̄) / (n τ̄² + δ²*) and δ²* = (θ̄ + ½ Σ (Z − γ*)²) / (n/2 + λ̄ − 1), from γ̂ and δ̂².
 *  Hyperparameters by moments over features: γ̄, τ̄² mean and variance of γ̂; λ̄ = (V̄² + 2 S̄²)/S̄², θ̄ = (V̄³ + V̄ S̄²)/S̄² of the mean V̄ and variance S̄² of δ̂². Where all
 *  δ̂² are equal, S̄² = 0, their prior is that one value. Under `location` δ²* = 1.
 *  Throws EstimationError where no feature varies within the batch, or without convergence. Source: Johnson, Li & Rabinovic 2007, §3.2 and supplement. */
export function shrinkBatch({ name, values, adjust }: BatchValues): ShrunkBatch {
  const counts = values.map((each) => each.length);
  const means = values.map((each) => sum(each) / each.length);
  const variances = values.map((each, g) => squaresAround(each, means[g]!) / (each.length - 1));
  const prior = { location: momentsOf(means), scale: momentsOf(variances) };
  const locationAt = (g: number, scale: number) => {
    const own = counts[g]! * prior.location.variance;
    return own + scale === 0 ? means[g]! : (own * means[g]! + scale * prior.location.mean) / (own + scale);
  };
  if (adjust === "location")
    return {
      location: Float64Array.from(means, (_, g) => locationAt(g, 1)),
      scale: new Float64Array(values.length).fill(1),
      iterations: 1,
    };
  if (!(prior.scale.mean > roundingVariance))
    throw new EstimationError(
      `no feature varies within batch ${name}, so that its scale is not estimable; merge it with another, or adjust locations alone`,
    );
  const { mean: V, variance: S2 } = prior.scale;
  const location = Float64Array.from(means);
  const scale = Float64Array.from(variances);
  for (let step = 1; step <= maximumIterations; step += 1) {
    let change = 0;
    for (let g = 0; g < values.length; g += 1) {
      const nextLocation = locationAt(g, scale[g]!);
      // Multiplied through by S̄², which a batch of equal variances has 0.
      const nextScale =
        (V ** 3 + V * S2 + (S2 * squaresAround(values[g]!, nextLocation)) / 2) /
        (S2 * (counts[g]! / 2 - 1) + V ** 2 + 2 * S2);
      change = Math.max(change, Math.abs(nextLocation - location[g]!), Math.abs(nextScale / scale[g]! - 1));
      location[g] = nextLocation;
      scale[g] = nextScale;
    }
    if (change <= tolerance) return { location, scale, iterations: step };
  }
  throw new EstimationError(
    `the shrinkage of batch ${name} did not settle in ${maximumIterations} steps; its features may have outliers, or too few rows`,
  );
}

function momentsOf(values: readonly number[]): { readonly mean: number; readonly variance: number } {
  const mean = sum(values) / values.length;
  return { mean, variance: squaresAround(values, mean) / (values.length - 1) };
}

const squaresAround = (values: ArrayLike<number>, centre: number): number =>
  sum(Array.from(values, (value) => (value - centre) ** 2));

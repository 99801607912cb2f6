import type { WeightedEstimand } from "./propensity-weights.js";

/** Estimands whose weights are a smooth function of the propensity. Matching weights (ATM) are not: they have a corner at 1/2. */
export type SmoothEstimand = Exclude<WeightedEstimand, "ATM">;

type Slope = (ps: number) => number;

/** h(e) = −e log e − (1 − e) log(1 − e), the entropy weights' tilt, and its derivative by the logit over e(1 − e). */
const tilt: Slope = (e) => -e * Math.log(e) - (1 - e) * Math.log1p(-e);
const tiltSlope: Slope = (e) => Math.log1p(-e) - Math.log(e);

const slopes: Record<SmoothEstimand, { readonly treated: Slope; readonly control: Slope }> = {
  ATT: { treated: () => 0, control: (e) => e / (1 - e) },
  ATE: { treated: (e) => -(1 - e) / e, control: (e) => e / (1 - e) },
  ATO: { treated: (e) => -e * (1 - e), control: (e) => e * (1 - e) },
  ATEN: {
    treated: (e) => ((1 - e) * (tiltSlope(e) * e - tilt(e))) / e,
    control: (e) => (e * (tiltSlope(e) * (1 - e) + tilt(e))) / (1 - e),
  },
};

/**
 * How fast the weight of each row moves with the logit of its propensity: d weight/d logit, of the weights of `derivePropensityWeights`.
 * treated: Uint8Array(n), 1 = treated. ps: Float64Array(n), in (0, 1). Returns Float64Array(n). Source: the formulas there, differentiated.
 */
export function derivePropensityWeightSlopes(
  treated: Uint8Array,
  ps: Float64Array,
  estimand: SmoothEstimand,
): Float64Array {
  const { treated: ofTreated, control: ofControl } = slopes[estimand];
  return ps.map((e, i) => (treated[i] === 1 ? ofTreated(e) : ofControl(e)));
}

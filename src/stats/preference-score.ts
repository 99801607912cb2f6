import { EstimationError } from "../errors.js";

/** Preference score: the propensity score freed of how common the treatment is, logit F = logit ps − logit(share treated). 0.5 = the row's chance
 *  of treatment is that of everybody.
 *  ps: Float64Array(n), in [0, 1]; treated: 0/1, which gives the share. Returns Float64Array(n) in [0, 1].
 *  Throws EstimationError for a ps outside [0, 1] or an empty arm. Source: Walker et al. 2013, Comp Eff Res 3:11. */
export function derivePreferenceScore(ps: Float64Array, treated: Uint8Array): Float64Array {
  if (ps.length !== treated.length) {
    throw new RangeError(`ps and treated must have one length; got ${ps.length} and ${treated.length}`);
  }
  const count = treated.reduce((total, arm) => total + arm, 0);
  if (count === 0 || count === ps.length) {
    throw new EstimationError(`a preference score needs both arms; got ${count} treated of ${ps.length}`);
  }
  const outside = ps.filter((value) => !(value >= 0 && value <= 1)).length;
  if (outside > 0) {
    throw new EstimationError(`a preference score needs propensities in [0, 1]; ${outside} of ${ps.length} are not`);
  }
  const share = count / ps.length;
  // Without logarithms, so that ps = 0 and 1 keep their places.
  return ps.map((value) => (value * (1 - share)) / (value * (1 - share) + (1 - value) * share));
}

/** Share of rows in equipoise, per arm: preference score within [low, high], by default [0.3, 0.7]. Walker et al. call two treatments comparable
 *  where it is at least one half in each arm; for an ATT it says little, since support and equipoise can pass with a tiny effective sample.
 *  Throws EstimationError for an empty arm. */
export function estimateEquipoise(
  preference: Float64Array,
  treated: Uint8Array,
  { low = 0.3, high = 0.7 }: { low?: number; high?: number } = {},
): { readonly treated: number; readonly control: number } {
  if (preference.length !== treated.length) {
    throw new RangeError(`preference and treated must have one length; got ${preference.length} and ${treated.length}`);
  }
  const share = (side: number) => {
    const members = preference.filter((_, i) => treated[i] === side);
    if (members.length === 0) throw new EstimationError("equipoise needs rows in both arms; one has none");
    return members.filter((value) => value >= low && value <= high).length / members.length;
  };
  return { treated: share(1), control: share(0) };
}

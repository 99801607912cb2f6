import { EstimationError } from "../errors.js";
import type { Propensity } from "./fit-propensity.js";

/** The patients of a propensity model that a design goes on with. */
export type PropensityMembers = Pick<Propensity, "rows" | "treated" | "score" | "logit">;

/** Those whose propensity lies within the range of both arms, ends included. Throws EstimationError when an arm is left empty. */
export function keepCommonSupport(propensity: Propensity): PropensityMembers {
  const { logit, treated } = propensity;
  const low = Math.max(extreme(logit, treated, 1, Math.min), extreme(logit, treated, 0, Math.min));
  const high = Math.min(extreme(logit, treated, 1, Math.max), extreme(logit, treated, 0, Math.max));
  return takeMembers(
    propensity,
    (k) => logit[k]! >= low && logit[k]! <= high,
    "the arms' propensities do not overlap; narrow eligibility to patients that both arms could have, or drop commonSupport",
  );
}

/** The patients at positions that pass. Throws EstimationError with `reason` when an arm is left empty. */
export function takeMembers(
  propensity: PropensityMembers,
  keep: (k: number) => boolean,
  reason: string,
): PropensityMembers {
  const kept = Int32Array.from(Array.from(propensity.rows.keys()).filter(keep));
  const take = (values: Float64Array): Float64Array => Float64Array.from(kept, (k) => values[k]!);
  const treated = Uint8Array.from(kept, (k) => propensity.treated[k]!);
  for (const [arm, side] of [
    ["trial", 1],
    ["control", 0],
  ] as const) {
    if (!treated.includes(side)) throw new EstimationError(`nobody is left in the ${arm} arm: ${reason}`);
  }
  return {
    rows: kept.map((k) => propensity.rows[k]!),
    treated,
    score: take(propensity.score),
    logit: take(propensity.logit),
  };
}

function extreme(
  values: Float64Array,
  treated: Uint8Array,
  side: 0 | 1,
  pick: (a: number, b: number) => number,
): number {
  let found: number | null = null;
  for (let k = 0; k < values.length; k += 1)
    if (treated[k] === side) found = found === null ? values[k]! : pick(found, values[k]!);
  return found ?? 0;
}

import { bisect } from "../math/bisect.js";

/**
 * The first value of an assumption, going from `from` towards `to`, at which a conclusion no longer holds; null where it holds all the
 * way, `from` where it does not hold to begin with. 200 steps are looked at, then the crossing is bisected to the last bit: what turns
 * and turns back within a step is missed. holds: pure, any order of calls. Source: Yan, Lee & Li 2009; Liublinska & Rubin 2014,
 * Statistics in Medicine 33:4170.
 */
export function findTippingPoint(holds: (assumption: number) => boolean, from: number, to: number): number | null {
  const at = (share: number) => from + share * (to - from);
  if (!holds(from)) return from;
  for (let step = 1; step <= STEPS; step += 1) {
    if (holds(at(step / STEPS))) continue;
    return at(bisect((share) => holds(at(share)), (step - 1) / STEPS, step / STEPS));
  }
  return null;
}

const STEPS = 200;

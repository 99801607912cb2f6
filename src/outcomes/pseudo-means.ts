import { derivePseudoRmst } from "../stats/pseudo-rmst.js";
import { type AdjustedInput, type StandardisedArms, standardiseArms } from "./adjusted-means.js";
import { type SurvivalSet, takeArm } from "./survival-set.js";

/**
 * The restricted means of both arms in the design's population: a linear model, within each arm, of the arm's pseudo-values. Their standard
 * error takes the pseudo-values as independent, which they nearly are; the bootstrap makes them anew.
 */
export function derivePseudoMeans(input: AdjustedInput, set: SurvivalSet, tauDays: number): StandardisedArms {
  const y = new Float64Array(set.arm.length);
  for (const side of [1, 0] as const) {
    const { time, status } = takeArm(set, side);
    const pseudo = derivePseudoRmst({ time, status }, tauDays);
    let k = 0;
    for (let i = 0; i < y.length; i += 1) if (set.arm[i] === side) y[i] = pseudo[k++]!;
  }
  return standardiseArms(input, set, y);
}

import type { DesignWeights } from "../frame/design-weights.js";
import type { Place } from "../results/make-records.js";
import type { Params, ResultRecord, Role } from "../results/records.js";
import { censoringWords } from "./censoring-words.js";
import { describeCensoring } from "./describe-censoring.js";
import { describeLandmarks } from "./describe-landmarks.js";
import { describeSurvival } from "./describe-survival.js";
import type { CurveEstimate } from "./measure-input.js";
import { riskTicks } from "./risk-ticks.js";
import { type SurvivalSet, takeArm } from "./survival-set.js";

/** What is told of each arm beside the effect: numbers, medians, curve, risk table, and survival at the landmarks the estimate names. No records of an empty arm. */
export function describeArms(
  place: Place,
  set: SurvivalSet,
  estimate: CurveEstimate,
  weights: DesignWeights,
  detail: { readonly role: Role; readonly params: Params },
): ResultRecord[] {
  const ticks = riskTicks(set.time);
  const { level, curve = "log", flat } = estimate;
  return (["trial", "control"] as const).flatMap((group) => {
    const arm = takeArm(set, group === "trial" ? 1 : 0);
    if (arm.time.length === 0) return [];
    const at = { ...place, group };
    return [
      ...describeSurvival(at, arm, {
        ...detail,
        level,
        ticks,
        interval: curve,
        words: censoringWords(estimate),
        ...(flat === undefined ? {} : { flat }),
      }),
      ...describeLandmarks(at, arm, estimate, weights, detail),
      ...describeCensoring(at, arm, detail),
    ];
  });
}

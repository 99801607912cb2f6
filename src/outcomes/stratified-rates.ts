import { EstimationError } from "../errors.js";
import { makeNotEstimable, makeStatistic, type Place } from "../results/make-records.js";
import type { ResultRecord } from "../results/records.js";
import type { RateEstimate } from "../spec/rate-method.js";
import { testCochranMantelHaenszel } from "../stats/cochran-mantel-haenszel.js";
import { estimateMantelHaenszelOddsRatio } from "../stats/mantel-haenszel-odds-ratio.js";
import { estimateStratifiedRiskDifference } from "../stats/stratified-risk-difference.js";
import type { StratifiedTwoProportions } from "../stats/stratified-two-proportions.js";
import type { Effect, EffectDetail } from "./effect.js";

/** The common difference or odds ratio of unweighted arms over strata. Throws EstimationError where no stratum has both arms, or the odds ratio is not finite. */
export function contrastStrata(estimate: RateEstimate, tables: StratifiedTwoProportions): Effect {
  if (estimate.measure === "odds-ratio") {
    const { estimate: ratio, lower, upper, seLog } = estimateMantelHaenszelOddsRatio(tables);
    const { p } = testCochranMantelHaenszel(tables);
    return {
      estimate: ratio,
      lower,
      upper,
      p,
      linear: { estimate: Math.log(ratio), se: seLog },
      reason: "",
      method: "Mantel–Haenszel odds ratio, Robins–Breslow–Greenland interval",
      test: "Cochran–Mantel–Haenszel test, no continuity correction",
    };
  }
  if (estimate.measure === "risk-ratio") throw new Error("a stratified risk ratio is refused by the spec");
  const weights = estimate.stratumWeights ?? "miettinen-nurminen";
  const words = weights === "mantel-haenszel" ? "Mantel–Haenszel weights" : "Miettinen–Nurminen's iterated weights";
  return {
    ...estimateStratifiedRiskDifference({ ...tables, weights }),
    linear: null,
    reason: "",
    method: `stratified Miettinen–Nurminen, ${words}`,
  };
}

/** The Cochran–Mantel–Haenszel test beside a stratified effect, and in how many strata both arms have patients. */
export function testStrata(place: Place, tables: StratifiedTwoProportions, detail: EffectDetail): ResultRecord[] {
  const full = { ...detail, method: "Cochran–Mantel–Haenszel test, no continuity correction" };
  const names = ["cmh_chi_squared", "cmh_p"] as const;
  try {
    const { chiSquared, p, strata } = testCochranMantelHaenszel(tables);
    return [
      makeStatistic(place, names[0], chiSquared, full),
      makeStatistic(place, names[1], p, full),
      makeStatistic(place, "strata", strata, { ...detail, unit: "strata" }),
    ];
  } catch (error) {
    if (!(error instanceof EstimationError)) throw error;
    return names.map((name) => makeNotEstimable(place, name, error.message, full));
  }
}

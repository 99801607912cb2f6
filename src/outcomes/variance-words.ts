import type { DesignWeights } from "../frame/design-weights.js";
import { censoringWeightsOf } from "../spec/check-censoring.js";
import type { Estimate } from "../spec/estimate.js";

type Words = Record<DesignWeights["kind"], string>;

const known: Words = {
  unadjusted: "",
  weighting: " (weights taken as known)",
  matching: ", clustered by matched set",
  "matching-with-replacement": " (not validated after matching with replacement)",
};

/** How a variance is found, as the results say it: `modelBased` is what an unadjusted design has where the estimate asks for none, `robust` the name of the estimator elsewhere. */
export function describeVariance(
  estimate: Estimate,
  kind: DesignWeights["kind"],
  words: { readonly modelBased: string; readonly robust: string },
): string {
  const isCensored = censoringWeightsOf(estimate) !== null;
  if (estimate.variance === "bootstrap" && estimate.bootstrap !== undefined)
    return `${describeBootstrap(estimate.bootstrap)}${isCensored ? ", censoring weights made anew" : ""}`;
  if (estimate.variance === "influence") return "influence function (weights estimated)";
  if (isCensored) {
    const by = kind === "matching" ? "matched set" : "patient";
    return `${words.robust}, clustered by ${by} (weights taken as known${kind === "matching-with-replacement" ? "; not validated after matching with replacement" : ""})`;
  }
  if (kind === "unadjusted" && estimate.variance === undefined) return words.modelBased;
  return `${words.robust}${known[kind]}`;
}

function describeBootstrap({ replicates, resample }: NonNullable<Estimate["bootstrap"]>): string {
  const what = resample === "pairs" ? "of matched sets" : "of patients within each arm, the design carried out anew";
  return `bootstrap ${what}, ${replicates} resamples`;
}

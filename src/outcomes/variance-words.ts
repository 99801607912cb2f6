import type { DesignWeights } from "../frame/design-weights.js";
import { isClustered } from "../frame/patient-clusters.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import { censoringWeightsOf } from "../spec/check-censoring.js";
import type { Estimate } from "../spec/estimate.js";

type Words = Record<DesignWeights["kind"], string>;

const known: Words = {
  unadjusted: "",
  weighting: " (weights taken as known)",
  matching: ", clustered by matched set",
  "matching-with-replacement": " (not validated after matching with replacement)",
};

interface VarianceWords {
  /** What an unadjusted design has where the estimate asks for none, and the name of the estimator elsewhere. */
  readonly modelBased: string;
  readonly robust: string;
  readonly patients: PatientFrame;
}

/** How a variance is found, as the results say it. */
export function describeVariance(estimate: Estimate, kind: DesignWeights["kind"], words: VarianceWords): string {
  const found = describeAlone(estimate, kind, words);
  // Censoring weights split rows, which are clustered by patient anyway, and the bootstrap's words say what it draws.
  const isSaid = estimate.variance === "bootstrap" || (estimate.variance !== "influence" && isCensored(estimate));
  return isClustered(words.patients) && !isSaid ? `${found}, clustered by patient` : found;
}

const isCensored = (estimate: Estimate): boolean => censoringWeightsOf(estimate) !== null;

function describeAlone(estimate: Estimate, kind: DesignWeights["kind"], words: VarianceWords): string {
  if (estimate.variance === "bootstrap" && estimate.bootstrap !== undefined)
    return `${describeBootstrap(estimate.bootstrap, isClustered(words.patients))}${isCensored(estimate) ? ", censoring weights made anew" : ""}`;
  if (estimate.variance === "influence") return "influence function (weights estimated)";
  if (isCensored(estimate)) {
    const by = kind === "matching" ? "matched set" : "patient";
    return `${words.robust}, clustered by ${by} (weights taken as known${kind === "matching-with-replacement" ? "; not validated after matching with replacement" : ""})`;
  }
  if (kind === "unadjusted" && estimate.variance === undefined) return words.modelBased;
  return `${words.robust}${known[kind]}`;
}

function describeBootstrap({ replicates, resample }: NonNullable<Estimate["bootstrap"]>, byLine: boolean): string {
  const patients = `of patients${byLine ? " with all their lines" : ""} within each arm`;
  const what = resample === "pairs" ? "of matched sets" : `${patients}, the design carried out anew`;
  return `bootstrap ${what}, ${replicates} resamples`;
}

import type { Analysis } from "./analysis.js";

/** The breaches of the common horizon: what decides is measured to it. Sensitivity, context and exploratory estimates may have another τ. */
export function checkFollowUp({ followUp, estimates }: Analysis): string[] {
  if (followUp === undefined) return [];
  return Object.entries(estimates).flatMap(([name, estimate]) => {
    if (!("tauDays" in estimate) || estimate.tauDays === followUp.tauDays) return [];
    if (estimate.role !== "primary" && estimate.role !== "key-secondary") return [];
    return [
      `a ${estimate.role} restricted mean is to the common horizon of ${followUp.tauDays} days (followUp.tauDays); got ${estimate.tauDays}: another τ is a sensitivity estimate → estimates.${name}.tauDays`,
    ];
  });
}

import { type Design, imputationOf } from "./design.js";
import type { Estimate } from "./estimate.js";

/** An estimate of a yes/no endpoint. */
export type RateEstimate = Extract<Estimate, { measure: "risk-difference" | "risk-ratio" | "odds-ratio" }>;

/**
 * How the interval of a contrast of two rates is made. miettinen-nurminen: score interval of independent unweighted arms; newcombe: hybrid
 * score interval, of independent arms or of pairs; tango: score interval of pairs; abadie-imbens: matching with replacement; wald:
 * influence-function standard error under any design, clustered by matched set; adjusted: means by a regression of the outcome.
 */
export type RateMethod = "miettinen-nurminen" | "newcombe" | "tango" | "abadie-imbens" | "wald" | "adjusted";

/** What a method needs of its design, in words; null where it fits. */
export function refuseRateMethod(method: RateMethod, measure: RateEstimate["measure"], design: Design): string | null {
  const arms = design.method === "unadjusted" ? "independent" : isOneToOne(design) ? "pairs" : "weighted";
  if (method === "wald" || method === "adjusted") return null;
  if (imputationOf(design) !== null && method !== "abadie-imbens")
    return "has no standard error for Rubin's rules to pool over imputations; take wald";
  if (method === "abadie-imbens")
    return design.method === "with-replacement" ? null : "needs matching with replacement";
  if (method === "miettinen-nurminen") return arms === "independent" ? null : "needs independent unweighted arms";
  if (measure !== "risk-difference") return "is an interval of a risk difference";
  if (method === "tango") return arms === "pairs" ? null : "needs 1:1 pairs";
  return arms === "weighted" ? "needs independent unweighted arms or 1:1 pairs" : null;
}

/** The method of an estimate: the one it names, else the one made for its design. */
export function rateMethodOf(estimate: RateEstimate, design: Design): RateMethod {
  if (estimate.adjustment !== undefined) return "adjusted";
  if (estimate.interval !== undefined) return estimate.interval;
  if (design.method === "unadjusted") return "miettinen-nurminen";
  if (estimate.measure !== "risk-difference") return "wald";
  if (design.method === "with-replacement") return "abadie-imbens";
  return isOneToOne(design) && imputationOf(design) === null ? "tango" : "wald";
}

/** Whether a design makes pairs of one trial and one control patient. */
export function isOneToOne(design: Design): boolean {
  return (
    (design.method === "nearest" || design.method === "mahalanobis" || design.method === "optimal") &&
    design.ratio === 1
  );
}

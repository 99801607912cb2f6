import { z } from "zod";
import type { Design } from "./design.js";
import { termSchema } from "./term.js";

/** A regression of the outcome within each arm, carried to the design's population. */
export const adjustmentSchema = z
  .strictObject({
    by: z
      .enum(["g-computation", "aipw"])
      .describe(
        "g-computation: mean of the model's predictions over the design's population (the trial's patients for ATT, and under an unadjusted design); aipw: that and the design-weighted mean of the residuals, right if either the model or the weights are",
      ),
    terms: z.array(termSchema).min(1).readonly().describe("terms of the outcome model, fitted within each arm"),
  })
  .exactOptional()
  .describe(
    "regression of the outcome beside or instead of weights: logistic for a yes/no outcome, linear on pseudo-values for a restricted mean",
  );

export type Adjustment = NonNullable<z.infer<typeof adjustmentSchema>>;

/** Whose mean outcomes an adjusted estimate under a design is about, or null where the design's population is not one of persons (overlap, matched sets). */
export function adjustmentTarget(design: Design): "ATT" | "ATE" | null {
  if (design.method === "unadjusted") return "ATT";
  if (design.method === "entropy-balancing") return design.estimand;
  if (design.method !== "weighting") return null;
  return design.estimand === "ATT" || design.estimand === "ATE" ? design.estimand : null;
}

import { z } from "zod";

/** The common horizon τ, in days. */
export const horizonSchema = z
  .int()
  .positive()
  .describe(
    "the common horizon τ in days, to which each arm must have been followed unless its curve has come down to 0 before: every hazard ratio of right-censored times has the difference of restricted means to τ beside it (an estimate of its own, written into the plan as <name>Rmst, exploratory, unless the plan has one of the same endpoint and design), primary and key secondary restricted means are to τ, and completeness of follow-up is counted up to it",
  );

/** How follow-up is looked at in both arms alike. */
export const followUpSchema = z
  .strictObject({
    tauDays: horizonSchema,
    leads: z
      .enum(["if-not-proportional", "always"])
      .default("if-not-proportional")
      .describe(
        "when the restricted mean stands before the hazard ratio it belongs to: where the test of proportional hazards rejects, or always",
      ),
    alpha: z
      .number()
      .positive()
      .max(0.2)
      .default(0.05)
      .describe("of the test of proportional hazards: a smaller p calls hazards not proportional"),
  })
  .exactOptional()
  .describe(
    "the common horizon of both arms, and what leads where hazards are not proportional. From when patients are followed is each arm's index, until when each endpoint's rule; the data cut-off is the dataset's",
  );

export type FollowUpPlan = NonNullable<z.infer<typeof followUpSchema>>;

/** A test below this calls hazards not proportional where the plan does not say. */
export const usualAlpha = 0.05;

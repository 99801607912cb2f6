import { z } from "zod";

const reason = z
  .string()
  .min(1)
  .exactOptional()
  .describe("why the analysis goes on although this gate is not met; printed in the report");

/** Thresholds a design must meet before outcomes are looked at. */
const gatesSchema = z
  .strictObject({
    smd: z
      .strictObject({ atMost: z.number().positive().default(0.1), reason })
      .prefault({})
      .describe(
        "largest absolute standardised mean difference after adjustment over the covariates of the propensity model",
      ),
    effectiveSampleSize: z
      .strictObject({ atLeast: z.number().positive(), reason })
      .exactOptional()
      .describe("planned effective sample size of the control arm"),
    weightShare: z
      .strictObject({ atMost: z.number().positive().max(1).default(0.05), reason })
      .prefault({})
      .describe("largest share of the control arm's total weight that one patient carries"),
    unmatchedTrial: z
      .strictObject({ atMost: z.number().min(0).max(1).default(0.1), reason })
      .prefault({})
      .describe("share of trial patients left without a match"),
  })
  .prefault({});

const propensitySchema = z
  .strictObject({
    missing: z
      .enum(["refuse", "complete-case"])
      .default("refuse")
      .describe(
        "patients with a missing covariate of the model: refuse to go on, or leave them out (counted, and the estimand's population with them)",
      ),
    terms: z
      .array(z.string().min(1))
      .min(1)
      .readonly()
      .describe("covariates of the logistic propensity model, all linear; a categorical one enters by its levels"),
  })
  .describe("model of being in the trial arm given baseline covariates");

const label = z.string().min(1).describe("name in tables and figures");

export const designSchema = z
  .discriminatedUnion("method", [
    z.strictObject({ method: z.literal("unadjusted"), label }).describe("no adjustment: for context only"),
    z
      .strictObject({
        method: z.literal("weighting"),
        label,
        estimand: z
          .enum(["ATT"])
          .default("ATT")
          .describe("ATT: the effect in the trial's population; trial patients weigh 1, controls ps/(1 − ps)"),
        propensity: propensitySchema,
        gates: gatesSchema,
      })
      .describe("propensity-score weighting"),
    z
      .strictObject({
        method: z.literal("nearest"),
        label,
        propensity: propensitySchema,
        order: z
          .enum(["largest", "smallest", "closest"])
          .default("largest")
          .describe("which trial patient chooses first, by propensity"),
        caliper: z
          .number()
          .positive()
          .default(0.2)
          .describe("largest distance of a pair, in standard deviations of the logit over all patients"),
        gates: gatesSchema,
      })
      .describe("1:1 nearest-neighbour matching without replacement on the logit of the propensity score"),
  ])
  .describe("how the arms are made comparable; sees no outcome");

export type Design = z.infer<typeof designSchema>;
export type Gates = z.infer<typeof gatesSchema>;

import { z } from "zod";

const reason = z
  .string()
  .min(1)
  .exactOptional()
  .describe("why the analysis goes on although this gate is not met; printed in the report");

/** Thresholds a design must meet before outcomes are looked at. */
export const gatesSchema = z
  .strictObject({
    smd: z
      .strictObject({ atMost: z.number().positive().default(0.1), reason })
      .prefault({})
      .describe("largest absolute standardised mean difference after adjustment over the covariates of the design"),
    effectiveSampleSize: z
      .strictObject({
        atLeast: z.number().positive(),
        trialAtLeast: z
          .number()
          .positive()
          .exactOptional()
          .describe("that of the trial arm, where an estimand other than ATT weights it too; atLeast where not given"),
        reason,
      })
      .exactOptional()
      .describe("planned effective sample size of the control arm, and of each arm where the design weights both"),
    weightShare: z
      .strictObject({ atMost: z.number().positive().max(1).default(0.05), reason })
      .prefault({})
      .describe(
        "largest share of the control arm's total weight that one patient carries, and of each arm's where the design weights both",
      ),
    unmatchedTrial: z
      .strictObject({ atMost: z.number().min(0).max(1).default(0.1), reason })
      .prefault({})
      .describe("share of trial patients left out of the design (without a match, trimmed, incomplete)"),
    detectableHazardRatio: z
      .strictObject({
        atLeast: z
          .number()
          .positive()
          .lt(1)
          .describe("the hazard ratio below 1 that the design must be able to detect, or one closer to 1"),
        eventProbability: z
          .number()
          .positive()
          .max(1)
          .describe("planned probability of the event, never the observed one"),
        power: z.number().gt(0.5).lt(1).default(0.8),
        alpha: z.number().positive().lt(0.5).default(0.05).describe("two-sided"),
        reason,
      })
      .exactOptional()
      .describe("smallest effect that the effective sample sizes can detect (Schoenfeld 1983)"),
  })
  .prefault({});

export type Gates = z.infer<typeof gatesSchema>;

import { z } from "zod";

const level = z.number().gt(0.5).lt(1).default(0.95).describe("confidence level of intervals");
const role = z
  .enum(["primary", "key-secondary", "sensitivity", "context", "exploratory"])
  .describe("primary: at most one; p-values are printed for primary and key-secondary estimates only");

export const estimateSchema = z
  .discriminatedUnion("measure", [
    z
      .strictObject({
        measure: z.literal("hazard-ratio"),
        label: z.string().min(1),
        endpoint: z.string().min(1),
        design: z.string().min(1),
        role,
        ties: z.enum(["efron", "breslow"]).default("efron"),
        level,
      })
      .describe("Cox model of the arm, with Kaplan–Meier medians beside it"),
    z
      .strictObject({
        measure: z.literal("risk-difference"),
        label: z.string().min(1),
        endpoint: z.string().min(1),
        design: z.string().min(1),
        role,
        level,
      })
      .describe("difference of proportions: Miettinen–Nurminen, each arm Clopper–Pearson; unadjusted arms only"),
  ])
  .describe("an effect of the trial arm against the control arm");

export type Estimate = z.infer<typeof estimateSchema>;

import { z } from "zod";

const level = z.number().gt(0.5).lt(1).default(0.95).describe("confidence level of intervals");
const role = z
  .enum(["primary", "key-secondary", "sensitivity", "context", "exploratory"])
  .describe("primary: at most one; p-values are printed for primary and key-secondary estimates only");

const shared = { label: z.string().min(1), endpoint: z.string().min(1), design: z.string().min(1), role, level };
const arms = z
  .enum(["clopper-pearson", "wilson", "jeffreys"])
  .exactOptional()
  .describe(
    "interval of an arm's rate where nobody in it is weighted; clopper-pearson where not given. A weighted arm has a logit interval with influence-function standard error",
  );
const scoreOrWald = z
  .enum(["miettinen-nurminen", "wald"])
  .exactOptional()
  .describe(
    "miettinen-nurminen: score interval of independent unweighted arms; wald: influence-function standard error of the logarithm, clustered by matched set; where not given, the first for unadjusted arms, else the second",
  );

export const estimateSchema = z
  .discriminatedUnion("measure", [
    z
      .strictObject({
        measure: z.literal("hazard-ratio"),
        ...shared,
        ties: z.enum(["efron", "breslow"]).default("efron"),
      })
      .describe("Cox model of the arm, with Kaplan–Meier medians beside it"),
    z
      .strictObject({
        measure: z.literal("risk-difference"),
        ...shared,
        method: z
          .enum(["miettinen-nurminen", "newcombe", "tango", "wald"])
          .exactOptional()
          .describe(
            "miettinen-nurminen: score interval of independent unweighted arms; newcombe: hybrid score interval of such arms or of 1:1 pairs; tango: score interval of 1:1 pairs; wald: influence-function standard error, clustered by matched set. Where not given: miettinen-nurminen for unadjusted arms, tango for 1:1 pairs, Abadie–Imbens after matching with replacement, else wald",
          ),
        arms,
      })
      .describe("difference of proportions, trial minus control"),
    z
      .strictObject({ measure: z.literal("risk-ratio"), ...shared, method: scoreOrWald, arms })
      .describe("ratio of proportions, trial over control"),
    z
      .strictObject({ measure: z.literal("odds-ratio"), ...shared, method: scoreOrWald, arms })
      .describe("ratio of the odds, trial over control"),
  ])
  .describe("an effect of the trial arm against the control arm");

export type Estimate = z.infer<typeof estimateSchema>;

import { z } from "zod";

const estimates = z.array(z.string().min(1)).min(1).readonly().describe("names of the estimates the line is about");
const words = {
  label: z.string().min(1).exactOptional(),
  why: z.string().min(1).exactOptional().describe("what the line is for; by default what its method is for"),
};
const share = z.number().min(0).max(1);
const ratio = z.number().positive();

const eValue = z
  .strictObject({
    method: z.literal("e-value"),
    ...words,
    estimates,
    outcome: z
      .enum(["rare", "common"])
      .default("common")
      .describe(
        "whether the outcome is rare (below some 15 %) by the end of follow-up: ratios are turned into risk ratios by it",
      ),
    reference: ratio.default(1).describe("the ratio that confounding is to explain; 1 = no effect"),
  })
  .describe("how strong an unmeasured confounder must be to explain the estimate, and its limit, away");

const rosenbaum = z
  .strictObject({
    method: z.literal("rosenbaum"),
    ...words,
    estimates: estimates.describe("estimates of a design that makes 1:1 pairs"),
    gammas: z.array(z.number().min(1)).min(1).readonly().default([1, 1.25, 1.5, 2, 3]),
    alpha: z.number().positive().lt(0.5).default(0.05).describe("two-sided"),
  })
  .describe(
    "p-value of matched pairs if the odds of treatment within a pair differed by a factor Γ: McNemar, or who failed first",
  );

const unmeasured = z
  .strictObject({
    method: z.literal("unmeasured-confounder"),
    ...words,
    estimates,
    prevalenceTrial: z.array(share).min(1).readonly().default([0.1, 0.3, 0.5]),
    prevalenceControl: z.array(share).min(1).readonly().default([0.1, 0.3, 0.5]),
    effects: z
      .array(ratio)
      .min(1)
      .readonly()
      .default([1.5, 2, 3])
      .describe("risk (or hazard) ratio of the outcome with the confounder against without"),
  })
  .describe("the estimate corrected for a yes/no confounder nobody recorded, over a grid of what it might be");

const notEvaluable = z
  .strictObject({
    method: z.literal("not-evaluable"),
    ...words,
    estimates: estimates.describe("estimates of a response rate derived here"),
    shares: z
      .array(share)
      .min(1)
      .readonly()
      .default([0, 0.1, 0.2, 0.3, 0.5, 1])
      .describe("share of an arm's patients not evaluable who are taken to have responded"),
    covariates: z
      .array(z.string().min(1))
      .readonly()
      .default([])
      .describe(
        "covariates of the model of being evaluable, for inverse-probability weights; none: the arm's share alone",
      ),
  })
  .describe(
    "patients not evaluable for response: as non-responders, like the others, weighted away, and how they would have to do",
  );

const censoring = z
  .strictObject({
    method: z.literal("censoring"),
    ...words,
    estimates: estimates.describe("hazard ratios"),
    hazardRatios: z
      .array(z.number().min(0))
      .min(1)
      .readonly()
      .default([1, 1.25, 1.5, 2, 3, 5])
      .describe("hazard after censoring of the trial's patients over that of its patients still followed"),
    imputations: z.int().min(2).max(1000).default(20),
  })
  .describe(
    "what if patients of the trial censored before the data end did worse from then on: tipping point of a hazard ratio",
  );

const scanAlignment = z
  .strictObject({
    method: z.literal("scan-alignment"),
    ...words,
    estimates: estimates.describe("hazard ratios of an endpoint by scans that is progression-free survival"),
    routineEveryDays: z
      .int()
      .min(1)
      .exactOptional()
      .describe("rhythm of routine scans; by default the median interval between the control arm's scans"),
  })
  .describe("progression dated on one grid of scans in both arms: the routine rhythm, and the trial's");

const negativeControls = z
  .strictObject({
    method: z.literal("negative-controls"),
    ...words,
    estimates: estimates.describe("hazard ratios that are calibrated"),
    events: z
      .array(z.string().min(1))
      .min(3)
      .readonly()
      .describe("collected_event.endpoint of outcomes that no treatment touches; each with a time"),
  })
  .describe("the spread of estimates where there is no effect, and the estimate less it (empirical calibration)");

const referenceStudies = z
  .strictObject({
    method: z.literal("reference-studies"),
    ...words,
    estimates: estimates.describe("hazard ratios"),
    set: z
      .union([
        z.literal("nsclc-incerti-2023"),
        z.strictObject({
          bias: ratio.describe("hazard ratio of randomised (internal) against external controls"),
          sd: z.number().min(0).describe("between-study standard deviation of its logarithm"),
          biasSe: z.number().min(0).describe("standard error of the logarithm of `bias`"),
          source: z.string().min(1),
        }),
      ])
      .describe("replications of randomised trials with external controls"),
    similar: z
      .string()
      .min(1)
      .describe(
        "why indication, setting and data of those studies are like these; without a reason there is no calibration",
      ),
  })
  .describe("the estimate less the bias that external controls had in replications of randomised trials");

/** One line of the bias panel. */
export const biasSchema = z
  .discriminatedUnion("method", [
    eValue,
    rosenbaum,
    unmeasured,
    notEvaluable,
    censoring,
    scanAlignment,
    negativeControls,
    referenceStudies,
  ])
  .describe("one line of the bias panel: what would it take to change the conclusion");

export type Bias = z.infer<typeof biasSchema>;
export type BiasMethod = Bias["method"];

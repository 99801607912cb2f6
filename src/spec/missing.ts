import { z } from "zod";

const imputationSchema = z
  .strictObject({
    method: z.literal("multiple-imputation"),
    imputations: z
      .int()
      .min(2)
      .max(1000)
      .default(20)
      .describe("completed data sets, m; at least the per cent of incomplete patients is a usual rule"),
    iterations: z.int().min(1).max(200).default(10).describe("rounds over the covariates before a data set is taken"),
    also: z
      .array(z.string().min(1))
      .min(1)
      .readonly()
      .exactOptional()
      .describe("covariates that help to impute and are not balanced"),
  })
  .describe(
    "multiple imputation by chained equations from the covariates of the design, the arm and `also`, without any outcome; the design is carried out within each completed data set and estimates are pooled by Rubin's rules",
  );

/** What a design does about patients who lack one of its covariates. */
export const missingSchema = z
  .union([z.enum(["refuse", "complete-case"]), imputationSchema])
  .default("refuse")
  .describe(
    "patients with a missing covariate of the model: refuse to go on, leave them out (counted, and the estimand's population with them), or impute",
  );

export type MissingRule = z.infer<typeof missingSchema>;
export type Imputation = z.infer<typeof imputationSchema>;

import { z } from "zod";
import { conditionSchema } from "./condition.js";
import { windowSchema } from "./criterion.js";

const baselineWindow = windowSchema
  .refine(([, to]) => to <= 0, "must not reach past index (day 0)")
  .default([-36500, 0] as const);

const originSchema = z
  .discriminatedUnion("kind", [
    z
      .strictObject({
        kind: z.literal("observation"),
        concept: z.string().min(1),
        pick: z.enum(["latest", "earliest"]).default("latest").describe("which observation in the window"),
        window: baselineWindow,
      })
      .describe("an observation at or before index"),
    z.strictObject({ kind: z.literal("age") }).describe("age in years at index"),
    z
      .strictObject({ kind: z.literal("index-year") })
      .describe("calendar year of the index date; missing in a dataset that counts days from index"),
    z
      .strictObject({ kind: z.literal("patient"), column: z.enum(["sex", "race", "ethnicity", "region", "site_id"]) })
      .describe("a column of the patient table"),
    z
      .strictObject({ kind: z.literal("diagnosis"), column: z.enum(["stage", "histology"]), window: baselineWindow })
      .describe("the latest diagnosis at or before index"),
    z
      .strictObject({ kind: z.literal("therapy-line"), column: z.enum(["line_number", "regimen", "setting"]) })
      .describe("the latest line of therapy started at or before index"),
    z
      .strictObject({
        kind: z.literal("radiomic"),
        feature: z
          .string()
          .regex(/^[0-9A-Z]{4}$/, "must be four capital letters or digits, a code of the IBSI reference manual")
          .describe("radiomic_feature.ibsi_code"),
        filter: z.string().min(1).default("none").describe("radiomic_feature.filter"),
        reader: z
          .string()
          .min(1)
          .exactOptional()
          .describe("radiomic_feature.reader_id; of several readers the first by name where not given"),
        window: baselineWindow,
      })
      .describe(
        "a radiomic feature of the latest scan in the window that has any, of its largest lesion (targets first). Refused where a row does not say discretisation, resampling and software, or rows were computed under different settings",
      ),
  ])
  .describe("where the value comes from");

const common = {
  label: z.string().min(1).describe("name in tables and figures"),
  from: originSchema,
};

/** A baseline covariate. Nothing dated after index can reach it. */
export const covariateSchema = z
  .discriminatedUnion("type", [
    z
      .strictObject({ type: z.literal("continuous"), ...common, unit: z.string().min(1).exactOptional() })
      .describe("a number"),
    z
      .strictObject({
        type: z.literal("binary"),
        ...common,
        when: conditionSchema.describe("1 when the value passes, 0 when it does not"),
      })
      .describe("yes or no"),
    z
      .strictObject({
        type: z.literal("categorical"),
        ...common,
        levels: z
          .array(z.string().min(1))
          .min(2)
          .readonly()
          .describe("the levels, reference first; any other value in the data is an error"),
      })
      .describe("one of several levels"),
  ])
  .describe("a baseline covariate");

export type Covariate = z.infer<typeof covariateSchema>;
export type CovariateOrigin = z.infer<typeof originSchema>;

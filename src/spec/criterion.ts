import { z } from "zod";
import { conditionSchema } from "./condition.js";

/** Days from index, index = day 0; both ends included. */
export const windowSchema = z
  .tuple([z.int(), z.int()])
  .readonly()
  .refine(([from, to]) => from <= to, "must start no later than it ends")
  .describe("days from index [from, to], both included, index = day 0");

const common = {
  label: z.string().min(1).describe("what the attrition table prints"),
};

const texts = z.array(z.string().min(1)).min(1).readonly();

/** Observations, diagnoses and scans before index count back to any time unless a window is given. */
const baselineWindow = windowSchema
  .refine(([, to]) => to <= 0, "must not reach past index (day 0)")
  .default([-36500, 0] as const);

/** One eligibility criterion. Criteria see only what lies at or before index, unless they say `postIndex: true`. */
export const criterionSchema = z
  .discriminatedUnion("kind", [
    z
      .strictObject({
        kind: z.literal("observation"),
        ...common,
        concept: z.string().min(1).describe("observation.concept"),
        is: conditionSchema,
        pick: z
          .enum(["latest", "earliest", "any"])
          .default("latest")
          .describe("which observation in the window is tested: the latest, the earliest, or whether any passes"),
        undocumented: z
          .enum(["exclude", "include"])
          .exactOptional()
          .describe("patients without such a record: excluded unless this says include"),
        window: baselineWindow,
      })
      .describe("a recorded observation passes a test"),
    z
      .strictObject({ kind: z.literal("age"), ...common, is: conditionSchema })
      .describe("age in whole years at index passes a test"),
    z
      .strictObject({ kind: z.literal("index-year"), ...common, is: conditionSchema })
      .describe(
        "the calendar year of the index date passes a test: restricts an arm to years in which the other was treated too; nobody passes in a dataset that counts days from index",
      ),
    z
      .strictObject({
        kind: z.literal("patient"),
        ...common,
        column: z.enum(["sex", "race", "ethnicity", "region", "site_id", "trial_arm"]),
        is: conditionSchema,
      })
      .describe("a column of the patient table passes a test"),
    z
      .strictObject({
        kind: z.literal("diagnosis"),
        ...common,
        codes: texts.exactOptional().describe("code starts with one of these"),
        stages: texts.exactOptional().describe("stage is one of these"),
        histologies: texts.exactOptional().describe("histology is one of these"),
        window: baselineWindow,
      })
      .describe("a diagnosis in the window with the given code, stage and histology"),
    z
      .strictObject({
        kind: z.literal("therapy-line"),
        ...common,
        regimens: texts.exactOptional().describe("regimen is one of these"),
        settings: texts.exactOptional().describe("setting is one of these"),
        lineNumbers: z.array(z.int().min(0)).min(1).readonly().exactOptional(),
        started: windowSchema.default([0, 0] as const).describe("the line starts in this window"),
        present: z.boolean().default(true).describe("false: the patient must have no such line"),
      })
      .describe("a line of therapy starting in the window"),
    z
      .strictObject({
        kind: z.literal("drug-exposure"),
        ...common,
        drugs: texts.describe("drug_name or drug_code is one of these"),
        started: windowSchema.default([-36500, 0] as const),
        present: z.boolean().default(true).describe("false: the patient must have no such exposure"),
      })
      .describe("a drug exposure starting in the window"),
    z
      .strictObject({
        kind: z.literal("imaging"),
        ...common,
        modalities: texts.exactOptional(),
        window: windowSchema.default([-28, 0] as const).describe("a scan was done in this window"),
      })
      .describe("an imaging study in the window"),
    z
      .strictObject({
        kind: z.literal("sql"),
        ...common,
        sql: z
          .string()
          .min(1)
          .describe(
            "one SELECT that returns patient_id of those who stay, and no other column, over the tables of schema baseline",
          ),
        postIndex: z
          .boolean()
          .default(false)
          .describe(
            "true: the criterion reads data after index (schema rwid); printed in the report and named in the lock",
          ),
      })
      .describe("an escape hatch, printed in the report"),
  ])
  .describe("one eligibility criterion");

export type Criterion = z.infer<typeof criterionSchema>;

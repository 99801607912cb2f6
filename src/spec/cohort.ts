import { z } from "zod";
import { criterionSchema } from "./criterion.js";

/** When follow-up of a patient starts. */
export const indexRuleSchema = z
  .discriminatedUnion("rule", [
    z
      .strictObject({
        rule: z.literal("day-zero"),
        meaning: z.string().min(1).describe("what day 0 is in this dataset, in words"),
      })
      .describe("the dataset counts days from index already (time_basis days_from_index)"),
    z
      .strictObject({ rule: z.literal("entry") })
      .describe("patient.entered_on: enrolment, randomisation or entry into the database"),
    z
      .strictObject({
        rule: z.literal("therapy-line"),
        regimens: z.array(z.string().min(1)).min(1).readonly().exactOptional(),
        settings: z.array(z.string().min(1)).min(1).readonly().exactOptional(),
        lineNumbers: z.array(z.int().min(0)).min(1).readonly().exactOptional(),
        which: z
          .enum(["first", "last", "random", "all"])
          .default("first")
          .describe(
            "which of a patient's lines that fit; random: by a hash of patient, line and seed; all (control arm): each as a row of its own with its own index, every variance clustered by patient",
          ),
        seed: z.int().min(0).exactOptional().describe("another draw of random lines; by default 0"),
      })
      .describe("the start of a line of therapy"),
    z
      .strictObject({
        rule: z.literal("diagnosis"),
        column: z.enum(["diagnosed_on", "metastatic_on"]).default("diagnosed_on"),
      })
      .describe("the earliest diagnosis"),
  ])
  .describe("when follow-up of a patient starts (time zero)");

const armSchema = z.strictObject({
  label: z.string().min(1).describe("the arm's name in tables and figures"),
  dataset: z
    .union([z.string().min(1), z.array(z.string().min(1)).min(1).readonly()])
    .describe("dataset_id the arm comes from, or several that are pooled"),
  index: indexRuleSchema,
  eligibility: z
    .array(criterionSchema)
    .readonly()
    .default([])
    .describe("criteria of this arm alone, in order of application"),
});

export const cohortSchema = z.strictObject({
  trial: armSchema.describe("the treated arm: the estimand's population"),
  control: armSchema.describe("the external control"),
  eligibility: z
    .array(criterionSchema)
    .readonly()
    .default([])
    .describe("criteria of both arms, applied before those of each arm"),
});

export type IndexRule = z.infer<typeof indexRuleSchema>;
export type Arm = z.infer<typeof armSchema>;
export type Cohort = z.infer<typeof cohortSchema>;

/** The datasets an arm comes from. */
export const datasetsOf = ({ dataset }: Pick<Arm, "dataset">): readonly string[] =>
  typeof dataset === "string" ? [dataset] : dataset;

/** Whether every line of an arm's patients is a row of its own. */
export const takesAllLines = ({ index }: Pick<Arm, "index">): boolean =>
  index.rule === "therapy-line" && index.which === "all";

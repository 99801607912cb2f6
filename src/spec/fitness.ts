import { z } from "zod";
import { fitnessIds } from "./fitness-ids.js";

const rank = z.enum(["critical", "important", "nice"]);

/** What a candidate source must hold: a figure of the indicators, or one thing a patient may have on record. */
const need = z
  .union([
    z.strictObject({
      indicator: z.enum(fitnessIds).describe("an indicator that is read before index"),
      variable: z.string().min(1).exactOptional().describe("which of its parts, such as manufacturer of R3.6"),
    }),
    z.strictObject({
      observation: z.string().min(1).describe("observation.concept on record up to index"),
      atLeast: z.number().gt(0).max(1).default(0.8).describe("share of patients who must have it"),
    }),
    z.strictObject({
      modality: z.string().min(1).describe("imaging_study.modality on record up to index"),
      atLeast: z.number().gt(0).max(1).default(0.8).describe("share of patients who must have it"),
    }),
  ])
  .describe("what is asked of each source");

const criterionSchema = z
  .strictObject({
    label: z.string().min(1),
    rank,
    needs: need,
    rationale: z.string().min(1).exactOptional().describe("why the question needs it"),
  })
  .describe("one minimal criterion");

/** Fit for purpose: what this question asks of its data, and what is said where they fall short. */
export const fitnessSchema = z
  .strictObject({
    context: z
      .strictObject({
        decision: z.string().min(1).describe("the decision the evidence is for"),
        category: z
          .enum([
            "clinical outcome",
            "validated surrogate endpoint",
            "reasonably likely surrogate endpoint",
            "candidate surrogate endpoint",
            "response biomarker",
            "prognostic biomarker",
            "predictive biomarker",
            "monitoring biomarker",
          ])
          .describe("what the primary endpoint is in the terms of FDA-NIH BEST"),
        estimand: z.string().min(1).exactOptional().describe("the estimand in one sentence"),
      })
      .exactOptional()
      .describe("context of use (R1.1)"),
    critical: z
      .array(z.enum(fitnessIds))
      .readonly()
      .default([])
      .describe(
        "indicators the decision hangs on: where one is not met, or cannot be assessed, and `reasons` holds no reason, analyze refuses (exit code 5)",
      ),
    reasons: z
      .record(z.string().min(1), z.string().min(1))
      .default({})
      .describe("why the analysis goes on, by indicator (R2.4) or part of one (R3.6.kernel); printed in the report"),
    thresholds: z
      .record(
        z.string().min(1),
        z.strictObject({
          met: z.number().describe("the indicator is met at this value or better"),
          caution: z.number().exactOptional().describe("not met beyond this value, caution up to it"),
          basis: z.string().min(1).describe("where the threshold comes from"),
        }),
      )
      .default({})
      .describe("thresholds by indicator in place of the engine's own; shares from 0 to 1"),
    designs: z
      .array(z.string().min(1))
      .readonly()
      .exactOptional()
      .describe(
        "designs whose analysis sets are looked at beside database and cohort; by default those of primary and key secondary estimates",
      ),
    baselineScanDays: z.int().min(0).default(28).describe("a baseline scan lies at most this long before index"),
    exposureDays: z.int().min(0).default(14).describe("the index treatment's exposure lies within this of index"),
    scheduleDays: z.int().min(0).default(14).describe("a scan is on schedule within this of the planned interval"),
    plannedControls: z
      .number()
      .positive()
      .exactOptional()
      .describe("control patients, or effective sample size, the analysis was planned with"),
    trialCriteria: z
      .array(
        z.strictObject({
          label: z.string().min(1),
          computable: z.enum(["exact", "proxied", "not available"]),
          rank: rank.default("important"),
        }),
      )
      .readonly()
      .default([])
      .describe("the trial's eligibility criteria, and how each can be computed in the control data"),
    mortality: z
      .record(
        z.string().min(1),
        z.strictObject({
          sensitivity: z.number().min(0).max(1).describe("of death, against a reference"),
          patients: z.int().min(1).exactOptional().describe("patients the validation counted"),
          source: z.string().min(1).describe("publication or report of the validation"),
        }),
      )
      .default({})
      .describe("by dataset: a validation of its deaths that was made elsewhere"),
    sourceVerification: z
      .string()
      .min(1)
      .exactOptional()
      .describe("where the right to patient-level data and to source verification is documented"),
    criteria: z
      .record(z.string().min(1), criterionSchema)
      .default({})
      .describe("ranked minimal criteria, held against each candidate source: every dataset that is no trial"),
  })
  .describe("fit for purpose: what is critical, thresholds, reasons for going on, minimal criteria of the source");

export type Fitness = z.infer<typeof fitnessSchema>;
export type FitnessCriterion = Fitness["criteria"][string];

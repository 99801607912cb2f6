import { z } from "zod";
import { endsSchema } from "./ends.js";
import { entrySchema } from "./entry.js";
import { progressionRuleSchema } from "./progression-rule.js";

const words = {
  label: z.string().min(1),
  definition: z.string().min(1).describe("what counts, in words; the rule itself is the data beside it"),
};
const entry = entrySchema.exactOptional();
const ends = endsSchema;
const confirmed = z
  .boolean()
  .describe("a CR or PR counts once a later assessment confirms it (imaging.options.confirmationDays)");
export const modeSchema = z
  .enum(["recist11", "admiralonco"])
  .default("recist11")
  .describe("best overall response by RECIST 1.1 table 3 to the letter, or as admiralonco ranks it");
const measure = z
  .enum(["objective", "disease-control"])
  .default("objective")
  .describe("objective: CR or PR; disease-control: CR, PR or SD of the minimum duration");
const denominator = z
  .enum(["measurable", "all"])
  .default("measurable")
  .describe("who is counted: patients with a measurable target at baseline, or everyone");
const anchors = z
  .array(z.enum(["physician_note", "radiology_report", "treatment_change", "claims"]))
  .min(1)
  .readonly()
  .describe("evidence levels of ehr_assessment that count; of several on one day the one named first");
const byImaging = { by: z.literal("imaging").describe("RECIST by measurement, from lesion rows") };
const byRecords = {
  by: z.literal("ehr").describe("real-world, from ehr_assessment: as clinicians wrote it, no scan is read"),
  anchors,
};
/** From scans, confirmed unless the author says otherwise. */
export const scans = { ...byImaging, confirmed: confirmed.default(true) };
/** From health records, as they stand unless the author says otherwise. */
export const records = { ...byRecords, confirmed: confirmed.default(false) };
const rule = { progressionRule: progressionRuleSchema.default("primary") };
const ruleToProgression = { progressionRule: progressionRuleSchema.default("time-to-progression") };

/** The kinds that the engine derives itself, each named by `named`: what an author must say of it in words. */
export function derivedSchemas<Named extends z.core.$ZodLooseShape>(named: Named) {
  const of = <Kind extends string>(kind: Kind) => ({ kind: z.literal(kind), ...named });
  return [
    z
      .discriminatedUnion("by", [
        z.strictObject({ ...of("response"), ...scans, measure, mode: modeSchema, denominator }),
        z.strictObject({ ...of("response"), ...records, measure, mode: modeSchema }),
      ])
      .describe("response rate; NE and missing are non-responders"),
    z
      .discriminatedUnion("by", [
        z.strictObject({ ...of("progression-free-survival"), ...byImaging, ...rule }),
        z.strictObject({ ...of("progression-free-survival"), ...byRecords, ...rule }),
      ])
      .describe("index to first progression or death"),
    z
      .discriminatedUnion("by", [
        z.strictObject({ ...of("time-to-progression"), ...byImaging, ...ruleToProgression }),
        z.strictObject({ ...of("time-to-progression"), ...byRecords, ...ruleToProgression }),
      ])
      .describe("index to first progression; death is no event, whatever the rule says"),
    z
      .discriminatedUnion("by", [
        z.strictObject({ ...of("duration-of-response"), ...scans, ...rule }),
        z.strictObject({ ...of("duration-of-response"), ...records, ...rule }),
      ])
      .describe(
        "first response to progression or death, of responders; described per arm, never compared by a hazard ratio",
      ),
    z
      .discriminatedUnion("by", [
        z.strictObject({ ...of("time-to-response"), ...scans }),
        z.strictObject({ ...of("time-to-response"), ...records }),
      ])
      .describe("index to first response, of responders; described per arm, never compared by a hazard ratio"),
    z
      .strictObject({
        ...of("overall-survival"),
        censorAt: z
          .enum(["last-known-alive", "data-cutoff"])
          .default("last-known-alive")
          .describe("where the living are censored: at their last contact, or at the dataset's data_cutoff"),
      })
      .describe(
        "index to death of any cause, from vital_status; a death known to the month is its 15th, never before last contact",
      ),
  ] as const;
}

const intercurrent = z
  .array(
    z.strictObject({
      event: z
        .string()
        .min(1)
        .describe("what may come between index and the outcome, such as a new anticancer therapy"),
      strategy: z
        .enum(["treatment policy", "composite variable", "hypothetical", "while on treatment", "principal stratum"])
        .describe("the strategy of ICH E9(R1) that the source's rule amounts to"),
      how: z.string().min(1).describe("what the source did, in words"),
    }),
  )
  .min(1)
  .readonly()
  .exactOptional()
  .describe(
    "intercurrent events and how the source dealt with each, for the estimand's card: of an endpoint that was derived before, nothing but its author can tell. Not declared where not given",
  );

const collectedSchemas = [
  z
    .strictObject({
      kind: z.literal("collected-event"),
      label: z.string().min(1),
      event: z.string().min(1).describe("collected_event.endpoint"),
      evaluator: z
        .string()
        .min(1)
        .exactOptional()
        .describe("collected_event.evaluator; needed where a patient has several"),
      definition: z.string().min(1).describe("what counts as an event and as censoring, in words"),
      intercurrent,
      entry,
      ends,
    })
    .describe("time to an event that the source already derived; time_days is taken as given"),
  z
    .strictObject({
      kind: z.literal("collected-response"),
      label: z.string().min(1),
      event: z
        .string()
        .min(1)
        .describe("collected_event.endpoint; time_days must be empty: censored time is never dichotomised"),
      evaluator: z.string().min(1).exactOptional(),
      definition: z.string().min(1),
      intercurrent,
    })
    .describe("a yes/no outcome that the source already derived"),
] as const;

/**
 * An outcome. `collected-*` endpoints were derived before the data came here and are taken as given; the others are derived here,
 * from lesion measurements, from assessments in health records, or from vital status.
 */
export const endpointSchema = z
  .discriminatedUnion("kind", [...collectedSchemas, ...derivedSchemas({ ...words, entry, ends })])
  .describe("an outcome");

export type Endpoint = z.infer<typeof endpointSchema>;
export type CollectedEndpoint = Extract<Endpoint, { kind: "collected-event" | "collected-response" }>;
export type DerivedEndpoint = Exclude<Endpoint, CollectedEndpoint>;
export type EvidenceLevel = Extract<DerivedEndpoint, { by: "ehr" }>["anchors"][number];

/** Whether the engine derives the endpoint itself. */
export function isDerived(endpoint: Endpoint): endpoint is DerivedEndpoint {
  return endpoint.kind !== "collected-event" && endpoint.kind !== "collected-response";
}

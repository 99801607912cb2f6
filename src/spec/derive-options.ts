import { z } from "zod";
import { indexRuleSchema } from "./cohort.js";
import { derivedSchemas, modeSchema, records, scans } from "./endpoint.js";
import { imagingSchema } from "./imaging.js";

const file = z.string().min(1).describe("file in the folder; .csv or .csv.gz");
const column = (name: string) => z.string().min(1).default(name);

const rwidSchema = z
  .strictObject({
    shape: z.literal("rwid"),
    index: indexRuleSchema.prefault({ rule: "entry" }),
  })
  .describe("tables of the data contract, one CSV or Parquet file each");

const sdtmSchema = z
  .strictObject({
    shape: z.literal("sdtm"),
    tu: file.default("tu.csv"),
    tr: file.default("tr.csv"),
    dm: file.exactOptional().describe("DM, whose RFSTDTC is the start and DTHDTC the death"),
    start: z
      .enum(["first-scan", "reference-start"])
      .default("first-scan")
      .describe("the day that days count from: the subject's first scan in TR, or RFSTDTC of DM"),
  })
  .describe("SDTM tumour identification (TU) and results (TR): a subject's lesions by evaluator and visit");

const assessmentsSchema = z
  .strictObject({
    shape: z.literal("assessments"),
    assessments: z
      .strictObject({
        file,
        subject: column("USUBJID"),
        date: column("ADT"),
        response: column("AVALC"),
        notDone: z
          .enum(["keep", "drop"])
          .default("keep")
          .describe("assessments not done (ND): kept as such, or left out as if the visit had not been planned"),
      })
      .describe("one row per subject and visit with a ready overall response"),
    subjects: z
      .strictObject({
        file,
        subject: column("USUBJID"),
        start: column("TRTSDT").describe("the day that times count from"),
        death: z.string().min(1).exactOptional(),
        lastAlive: z.string().min(1).exactOptional(),
        newTherapy: z.string().min(1).exactOptional(),
        treatmentStop: z.string().min(1).exactOptional(),
      })
      .describe("one row per subject with its dates"),
  })
  .describe("ready assessments per visit, with a table of subjects; names of columns as the files have them");

const named = { label: z.string().min(1).exactOptional().describe("PARAM; by default its kind") };
const extraSchemas = [
  z
    .discriminatedUnion("by", [
      z.strictObject({ kind: z.literal("best-response"), ...named, ...scans, mode: modeSchema }),
      z.strictObject({ kind: z.literal("best-response"), ...named, ...records, mode: modeSchema }),
    ])
    .describe("best overall response in its category, of every subject"),
  z
    .discriminatedUnion("by", [
      z.strictObject({ kind: z.literal("clinical-benefit"), ...named, ...scans }),
      z.strictObject({ kind: z.literal("clinical-benefit"), ...named, ...records }),
    ])
    .describe("a response, or CR, PR, SD or NON-CR/NON-PD once imaging.options.minimumStableDays have passed"),
] as const;

export const tableEndpointSchema = z
  .discriminatedUnion("kind", [...derivedSchemas(named), ...extraSchemas])
  .describe("a parameter of ADRS or ADTTE");

/** Options of `scanarm derive`: what the files are, how responses are derived, and which parameters the tables hold. */
export const deriveOptionsSchema = z
  .strictObject({
    $schema: z.string().exactOptional(),
    input: z.discriminatedUnion("shape", [rwidSchema, sdtmSchema, assessmentsSchema]).describe("what the folder holds"),
    imaging: imagingSchema.prefault({}),
    endpoints: z
      .record(
        z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/, "must be a parameter code of letters, digits and underscores"),
        tableEndpointSchema,
      )
      .default({})
      .describe("parameters by PARAMCD; timepoints and sums of lesions are always in ADRS and ADTR"),
    timepoints: z
      .enum(["all", "accepted"])
      .default("all")
      .describe("whose timepoints ADRS and ADTR hold: every reader's, or those of the reading that counts"),
  })
  .describe("options of scanarm derive");

export type DeriveOptions = z.infer<typeof deriveOptionsSchema>;
export type DeriveOptionsJson = z.input<typeof deriveOptionsSchema>;
export type TableEndpoint = z.infer<typeof tableEndpointSchema>;

import { z } from "zod";
import { recistOptionsSchema } from "./recist-options.js";
import { scheduleSchema } from "./schedule.js";

const reader = z.string().min(1).describe("lesion.reader_id");

/** Whose reading counts. Readers are never mixed within a patient. */
export const readerRuleSchema = z
  .discriminatedUnion("rule", [
    z.strictObject({ rule: z.literal("single") }).describe("every patient was read by one reader; several are refused"),
    z.strictObject({ rule: z.literal("reader"), reader }).describe("this reader; patients without it have no reading"),
    z
      .strictObject({ rule: z.literal("accepted") })
      .describe("per patient the one reader whose assessments reader_assessment marks as accepted"),
    z
      .strictObject({ rule: z.literal("order"), readers: z.array(reader).min(1).readonly() })
      .describe("per patient the first of these who read the scans: adjudicator first"),
  ])
  .describe("whose reading counts");

/** When a therapy after index counts as a new anticancer therapy. */
export const newTherapySchema = z
  .strictObject({
    indexLineDays: z
      .int()
      .min(0)
      .default(28)
      .describe(
        "the line of therapy that starts nearest to index, at most this many days away, is the index line; the first one that starts after it (and after index) is new",
      ),
    localTherapy: z
      .enum(["ignore", "count"])
      .default("ignore")
      .describe("whether a local therapy after index is a new anticancer therapy"),
  })
  .describe("what counts as a new anticancer therapy");

/** How tumour responses are derived from scans, and the calendar they refer to. Also read by endpoints from health records. */
export const imagingSchema = z
  .strictObject({
    criteria: z
      .enum(["recist-1.1", "irecist-2017"])
      .default("recist-1.1")
      .describe("response criteria and their version"),
    readers: readerRuleSchema.prefault({ rule: "single" }),
    options: recistOptionsSchema.prefault({}),
    schedule: scheduleSchema.exactOptional(),
    newTherapy: newTherapySchema.prefault({}),
  })
  .describe("how responses are derived from lesion measurements");

export type ReaderRule = z.infer<typeof readerRuleSchema>;
export type NewTherapyRule = z.infer<typeof newTherapySchema>;
export type Imaging = z.infer<typeof imagingSchema>;

import { z } from "zod";

const arms = z
  .array(z.enum(["trial", "control"]))
  .min(1)
  .readonly()
  .default(["trial", "control"])
  .describe("arms whose patients may enter late; the follow-up of the others starts at index");

/** When a patient came under observation, where that may be after index: who had the event before is not in the data. */
export const entrySchema = z
  .discriminatedUnion("from", [
    z
      .strictObject({ from: z.literal("entered"), arms })
      .describe("patient.entered: enrolment, or entry into the database"),
    z
      .strictObject({
        from: z.literal("observation"),
        concept: z.string().min(1).describe("observation.concept"),
        arms,
      })
      .describe("the first observation of a concept, such as the genomic test that brings a patient into the database"),
  ])
  .describe(
    "delayed entry (left truncation): a patient is at risk only after this day, so that time before it, which nobody could have lost to the event, does not count. Whose time ends by then, or who has no such day, is left out. Where not given, everyone is at risk from index",
  );

export type Entry = z.infer<typeof entrySchema>;

import { z } from "zod";

const arms = z
  .array(z.enum(["trial", "control"]))
  .min(1)
  .readonly()
  .default(["trial", "control"])
  .describe("arms whose patients may enter late; the follow-up of the others starts at index");

const minimumAtRisk = z
  .int()
  .min(2)
  .exactOptional()
  .describe(
    "the least number at risk: risk sets of both arms begin with the first day on which each arm that enters late has so many, and the comparison is of patients free of the event until then. Where not given they begin with the first who enters, and a warning tells of an event among fewer than ten",
  );

/** When a patient came under observation, where that may be after index: who had the event before is not in the data. */
export const entrySchema = z
  .discriminatedUnion("from", [
    z
      .strictObject({ from: z.literal("entered"), arms, minimumAtRisk })
      .describe("patient.entered: enrolment, or entry into the database"),
    z
      .strictObject({
        from: z.literal("observation"),
        concept: z.string().min(1).describe("observation.concept"),
        arms,
        minimumAtRisk,
      })
      .describe("the first observation of a concept, such as the genomic test that brings a patient into the database"),
  ])
  .describe(
    "delayed entry (left truncation): a patient is at risk only after this day, so that time before it, which nobody could have lost to the event, does not count. Whose time ends by then, or who has no such day, is left out. Where not given, everyone is at risk from index",
  );

export type Entry = z.infer<typeof entrySchema>;

import { z } from "zod";

const segmentSchema = z.strictObject({
  everyDays: z.int().min(1).describe("days from one planned assessment to the next"),
  untilDay: z.int().min(1).describe("last day from index of this part of the schedule"),
});

/** When tumours were to be assessed. Nothing is assumed: endpoints that need it refuse to run without. */
export const scheduleSchema = z
  .strictObject({
    segments: z
      .array(segmentSchema)
      .min(1)
      .readonly()
      .describe("planned assessments of the trial: every so many days up to a day, then as the next segment says"),
    toleranceDays: z.int().min(0).default(7).describe("days either side of a planned day that a visit may fall on"),
    longestIntervalDays: z
      .int()
      .min(1)
      .exactOptional()
      .describe(
        "usual interval of the arm that is assessed less often; by default the longest interval of the segments. Twice this and the tolerance is the cap of missed-two-cap, and the time up to which a death without any assessment is an event",
      ),
  })
  .describe("the schedule of assessments");

export type Schedule = z.infer<typeof scheduleSchema>;

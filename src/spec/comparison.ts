import { z } from "zod";

const name = z.string().min(1);

/** An endpoint as charts have it beside the same one as scans confirm it. */
export const comparisonSchema = z
  .strictObject({
    label: z.string().min(1),
    ehr: name.describe("name of the endpoint by: ehr"),
    imaging: name.describe(
      "name of the endpoint of the same kind by: imaging; the reference of sensitivity and specificity",
    ),
    estimates: z
      .array(name)
      .readonly()
      .default([])
      .describe(
        "estimates that are made with both endpoints, one in place of the other: the effect by scans, by charts, and of a trial read on scans against charts",
      ),
    subgroups: z
      .array(name)
      .readonly()
      .default([])
      .describe(
        "binary or categorical covariates by whose levels agreement is shown, beside year of index and number of scans",
      ),
    sameDayDays: z
      .int()
      .min(0)
      .default(14)
      .describe("progressions that lie at most this many days apart are on the same date"),
    nearDays: z
      .int()
      .min(0)
      .default(30)
      .describe("the wider tolerance shown beside it, and how far a scan may lie from a chart's date to speak of it"),
    horizonDays: z
      .int()
      .min(1)
      .exactOptional()
      .describe("τ of restricted mean survival; by default the largest that both endpoints of both arms allow"),
    replicates: z
      .int()
      .min(0)
      .max(20_000)
      .default(500)
      .describe("bootstrap samples of patients; 0 = no such intervals"),
    level: z.number().gt(0.5).lt(1).default(0.95).describe("confidence level of intervals"),
  })
  .refine(({ sameDayDays, nearDays }) => sameDayDays <= nearDays, "must have sameDayDays <= nearDays")
  .describe("what would have been concluded from charts: the same patients, endpoint and design by both sources");

export type Comparison = z.infer<typeof comparisonSchema>;

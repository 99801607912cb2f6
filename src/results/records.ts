import { z } from "zod";

/** Version of the layout of results.json; raised whenever a record's meaning or shape changes. */
export const resultsVersion = "1";

const place = {
  /** `main` or the id of a sensitivity variant. */
  variant: z.string(),
  stage: z.enum([
    "source",
    "cohort",
    "endpoints",
    "design",
    "lock",
    "outcomes",
    "comparison",
    "sensitivity",
    "fitness",
  ]),
  /** Analysis set: an id of the plan (`datasets`, `eligible`, or a design's id). */
  population: z.string(),
  /** `trial`, `control`, or null for a statistic of both. */
  group: z.string().nullable(),
  /** Covariate, endpoint, estimate or criterion the record speaks of. */
  variable: z.string().nullable(),
};

const parameter = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** One number with everything needed to read it alone. */
export const statisticSchema = z.strictObject({
  kind: z.literal("statistic"),
  ...place,
  level: z.string().nullable(),
  statistic: z.string(),
  value: z.number().nullable(),
  unit: z.string().nullable(),
  method: z.string().nullable(),
  params: z.record(z.string(), parameter),
  role: z.enum(["primary", "key-secondary", "sensitivity", "diagnostic", "context", "exploratory", "descriptive"]),
  status: z.enum(["ok", "not_estimable", "suppressed"]),
  /** The reason where status is not ok, or what the reader must know. */
  note: z.string().nullable(),
});

/** Columns of equal length, for a curve or a distribution. */
export const seriesSchema = z.strictObject({
  kind: z.literal("series"),
  ...place,
  series: z.string(),
  columns: z.record(
    z.string(),
    z.strictObject({ unit: z.string().nullable(), values: z.array(z.number().nullable()) }),
  ),
  method: z.string().nullable(),
  params: z.record(z.string(), parameter),
});

/** What a fitness indicator counted. */
const countsSchema = z.strictObject({
  numerator: z.number().nullable(),
  denominator: z.number().nullable(),
  /** What is counted: patients, scans, rows. */
  unit: z.string(),
  /** Patients the count is made of. */
  patients: z.number().nullable(),
  lower: z.number().nullable(),
  upper: z.number().nullable(),
  /** What lower and upper are. */
  interval: z.string().nullable(),
});

/** A check against a threshold (a gate on the design, a fitness indicator). */
export const indicatorSchema = z.strictObject({
  kind: z.literal("indicator"),
  ...place,
  indicator: z.string(),
  label: z.string(),
  value: z.number().nullable(),
  threshold: z.number().nullable(),
  direction: z.enum(["at-most", "at-least"]),
  status: z.enum(["met", "caution", "not met", "not assessable"]),
  /** Where the threshold comes from. */
  basis: z.string(),
  /** Where it is not met: the reason recorded in the analysis file for going on. */
  reason: z.string().nullable(),
  /** Fitness indicators: what was counted, whether the decision hangs on it, why it cannot be assessed or what to know. */
  counts: countsSchema.exactOptional(),
  critical: z.boolean().exactOptional(),
  note: z.string().exactOptional(),
  /** What the value is: a share, or its unit. */
  unit: z.string().exactOptional(),
});

/** A small table of text and numbers that is shown as it is. */
export const listingSchema = z.strictObject({
  kind: z.literal("listing"),
  ...place,
  listing: z.string(),
  columns: z.array(z.strictObject({ name: z.string(), label: z.string() })),
  rows: z.array(z.array(parameter)),
});

/** Something a reader of the results must know. */
export const warningSchema = z.strictObject({
  kind: z.literal("warning"),
  ...place,
  code: z.string(),
  message: z.string(),
});

export const recordSchema = z.discriminatedUnion("kind", [
  statisticSchema,
  seriesSchema,
  indicatorSchema,
  listingSchema,
  warningSchema,
]);

export type Statistic = z.infer<typeof statisticSchema>;
export type Series = z.infer<typeof seriesSchema>;
export type Indicator = z.infer<typeof indicatorSchema>;
export type IndicatorCounts = NonNullable<Indicator["counts"]>;
export type Listing = z.infer<typeof listingSchema>;
export type Warning = z.infer<typeof warningSchema>;
export type ResultRecord = z.infer<typeof recordSchema>;
export type Stage = Statistic["stage"];
export type Role = Statistic["role"];
export type Params = Statistic["params"];

import { z } from "zod";

const end = z
  .union([
    z.strictObject({ days: z.int().positive().describe("this many days, index day included") }),
    z.strictObject({
      on: z
        .string()
        .regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, "must be a date written 2024-06-30")
        .describe("this date: the analysis's own data cut, in datasets with calendar dates"),
    }),
  ])
  .exactOptional()
  .describe("the last day of follow-up; the endpoint's own rule alone where not given");

/** Where an endpoint's follow-up ends, arm by arm, before its own rule ends it. */
export const endsSchema = z
  .strictObject({ trial: end, control: end })
  .refine(({ trial, control }) => trial !== undefined || control !== undefined, "must name trial, control or both")
  .exactOptional()
  .describe(
    "where follow-up is cut in each arm, whatever is known after: who has no event by then is censored on that day. Who was indexed after that date is left out. Without it, the endpoint's rule and the dataset's cut-off end follow-up",
  );

export type Ends = NonNullable<z.infer<typeof endsSchema>>;

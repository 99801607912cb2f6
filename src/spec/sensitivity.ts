import { z } from "zod";

/** A variant of the analysis: what it changes, why, and which estimates are run again. */
export const sensitivitySchema = z
  .strictObject({
    label: z.string().min(1),
    role: z
      .enum(["sensitivity", "diagnostic", "context"])
      .default("sensitivity")
      .describe(
        "diagnostic: tells about the data or the method, never a validation; context: another comparison beside the main one",
      ),
    varies: z.string().min(1).describe("what is changed"),
    why: z.string().min(1).describe("what it is for"),
    patch: z
      .looseObject({})
      .describe(
        "a JSON merge patch (RFC 7396) of cohort, covariates, harmonisation, imaging, endpoints, designs or estimates; lists are replaced whole",
      ),
    estimates: z.array(z.string().min(1)).min(1).readonly().describe("names of the estimates that are run again"),
  })
  .describe("a sensitivity analysis as a patch of the analysis");

export type Sensitivity = z.infer<typeof sensitivitySchema>;

import { z } from "zod";
import { camelName as names } from "./camel-name.js";

/** More variants than this are no longer choices that anybody made. */
export const mostVariants = 1000;

/** Options of all choices together: the figure has a line for each, and a page holds no more. */
export const mostOptions = 32;

const choiceSchema = z
  .strictObject({
    label: z.string().min(1).describe("what is chosen: `Covariates`"),
    options: z
      .record(
        names,
        z.strictObject({
          label: z.string().min(1),
          patch: z
            .looseObject({})
            .describe(
              "a JSON merge patch (RFC 7396) of cohort, covariates, harmonisation, imaging, endpoints, designs or estimates; empty: as in the main analysis",
            ),
        }),
      )
      .describe("at least two"),
  })
  .describe("a choice that could have been made otherwise, and how");

/** A set of variants: one estimate under every combination of the options of several choices. */
export const curveSchema = z
  .strictObject({
    label: z.string().min(1),
    why: z.string().min(1).describe("why each of these options is one that could be defended"),
    estimate: z.string().min(1).describe("name of the estimate that is made anew under each combination"),
    choices: z.record(names, choiceSchema).describe("in the order in which combinations are counted, the last fastest"),
    without: z
      .array(z.record(names, names))
      .readonly()
      .exactOptional()
      .describe(
        "combinations that are left out because they make no sense or say the same twice: options by choice; a choice that is not named stands for all its options",
      ),
  })
  .describe("a specification curve: one estimate under every combination of choices, run and locked as one plan");

export type Curve = z.infer<typeof curveSchema>;

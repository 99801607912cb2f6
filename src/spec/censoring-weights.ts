import { z } from "zod";
import { termSchema } from "./term.js";

/** Inverse-probability-of-censoring weights of one estimate. */
export const censoringWeightsSchema = z
  .strictObject({
    reasons: z
      .enum(["all", "new-therapy"])
      .describe(
        "the censorings that the model is about: all, of whatever reason; new-therapy: only those by a new anticancer therapy before progression, the others taken as independent",
      ),
    terms: z
      .array(termSchema)
      .min(1)
      .readonly()
      .describe("baseline covariates of the Cox model of the time to censoring, fitted within each arm"),
    largest: z
      .number()
      .gt(1)
      .exactOptional()
      .describe("weights above this are set to it; where not given, none is cut and one above 10 is warned of"),
  })
  .exactOptional()
  .describe(
    "weighs patients still followed for those like them who were censored (stabilised inverse probability of censoring, by arm, changing with time), times the design's weights: what the effect would be had nobody been censored for these reasons, if the covariates explain who was. Stands beside the treatment-policy estimate, which the analysis must hold",
  );

export type CensoringWeights = NonNullable<z.infer<typeof censoringWeightsSchema>>;

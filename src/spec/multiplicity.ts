import { z } from "zod";

/** How the tests of primary and key secondary estimates share one probability of a false claim. */
export const multiplicitySchema = z
  .strictObject({
    procedure: z
      .enum(["ordered", "holm"])
      .describe(
        "ordered: the tests one after the other, each at alpha, until one is not significant; holm: the primary one at alpha, and only if it is significant the others by Holm's steps at alpha; without a primary one Holm's steps over all",
      ),
    order: z
      .array(z.string().min(1))
      .min(2)
      .readonly()
      .describe("names of estimates, the primary one first, then every key secondary one"),
    alpha: z.number().positive().max(0.2).default(0.05).describe("two-sided, of the whole family"),
  })
  .describe(
    "the tests of the primary and key secondary estimates as one family; says of each whether its null hypothesis is rejected. Where not given, no claim is made and no p-value is adjusted",
  );

export type Multiplicity = z.infer<typeof multiplicitySchema>;

import { z } from "zod";

const covariate = z.string().min(1);

/** One term of a propensity model or one set of moments to balance. */
export const termSchema = z
  .union([
    covariate.describe("the covariate itself, linear; a categorical one by its levels, the first being the reference"),
    z.strictObject({
      polynomial: covariate,
      degree: z.int().min(2).max(5).default(2).describe("powers 1 to this, of the covariate centred at its mean"),
    }),
    z.strictObject({
      spline: covariate,
      df: z
        .int()
        .min(2)
        .max(10)
        .default(4)
        .describe("columns of the natural cubic spline; knots at quantiles of all patients"),
    }),
    z.strictObject({
      interaction: z
        .tuple([covariate, covariate])
        .readonly()
        .describe(
          "products of two covariates; both must also stand as terms of their own (not so in alsoBalance, which only shows)",
        ),
    }),
  ])
  .describe("a term: a covariate's name, {polynomial}, {spline} or {interaction}");

export type Term = z.infer<typeof termSchema>;

/** The covariates a term is made of. */
export function covariatesOf(term: Term): readonly string[] {
  if (typeof term === "string") return [term];
  if ("polynomial" in term) return [term.polynomial];
  return "spline" in term ? [term.spline] : term.interaction;
}

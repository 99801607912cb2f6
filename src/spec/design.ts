import { z } from "zod";
import { gatesSchema } from "./gates.js";
import { type Imputation, type MissingRule, missingSchema } from "./missing.js";
import { termSchema } from "./term.js";

const terms = z.array(termSchema).min(1).readonly();
const label = z.string().min(1).describe("name in tables and figures");

const propensitySchema = z
  .strictObject({
    terms,
    fit: z
      .enum(["logistic", "firth", "lasso"])
      .default("logistic")
      .describe(
        "logistic: maximum likelihood, separation refused; firth: Jeffreys' penalty, finite under separation; lasso: L1 penalty, for wide sets of covariates",
      ),
    penalty: z
      .union([z.number().positive(), z.enum(["cv-minimum", "cv-one-se"])])
      .exactOptional()
      .describe(
        "of lasso: λ itself, or chosen by ten-fold cross-validation (least deviance, where not given, or the largest λ within one standard error of it)",
      ),
    commonSupport: z
      .boolean()
      .exactOptional()
      .describe(
        "true: patients whose propensity lies outside the range of the other arm are left out; the population changes",
      ),
    missing: missingSchema,
  })
  .describe("model of being in the trial arm given baseline covariates");

const caliper = z
  .number()
  .positive()
  .nullable()
  .default(0.2)
  .describe(
    "largest distance of a pair, in standard deviations of the logit (over all patients, see caliperSd); null = none",
  );
const caliperSd = z
  .enum(["all", "pooled"])
  .exactOptional()
  .describe(
    "whose standard deviation the caliper is counted in: all: all patients together (R's MatchIt); pooled: √((s₁² + s₀²)/2) of the two arms (SAS's PSMATCH), smaller where the arms lie apart. all where not given",
  );
const exact = z
  .array(z.string().min(1))
  .readonly()
  .default([])
  .describe("binary or categorical covariates on which the members of a pair must agree");

const alsoBalance = terms
  .exactOptional()
  .describe("further terms whose balance is shown: squares, splines, interactions");
const ratio = z.int().min(1).max(10).default(1).describe("controls per trial patient, as far as they suffice");
const order = z
  .enum(["largest", "smallest", "closest"])
  .default("largest")
  .describe("which trial patient chooses first, by propensity");

export const designSchema = z
  .discriminatedUnion("method", [
    z.strictObject({ method: z.literal("unadjusted"), label }).describe("no adjustment: for context only"),
    z
      .strictObject({
        method: z.literal("weighting"),
        label,
        estimand: z
          .enum(["ATT", "ATE", "ATO", "ATM", "ATEN"])
          .default("ATT")
          .describe(
            "whose effect: ATT the trial's population (trial patients weigh 1, controls ps/(1 − ps)); ATE both arms together; ATO, ATM, ATEN the population of overlap, matching or entropy weights",
          ),
        propensity: propensitySchema,
        trim: z
          .strictObject({ below: z.number().min(0).max(0.5).default(0), above: z.number().min(0.5).max(1).default(1) })
          .exactOptional()
          .describe("patients whose propensity lies outside are left out: the population changes"),
        truncate: z
          .strictObject({ lower: z.number().min(0).max(0.5).default(0), upper: z.number().gt(0.5).max(1) })
          .exactOptional()
          .describe("weights are cut to these quantiles of themselves (of the controls' for ATT)"),
        stabilised: z.boolean().default(false).describe("weights times the share of the patient's own arm"),
        alsoBalance,
        gates: gatesSchema,
      })
      .describe("propensity-score weighting"),
    z
      .strictObject({
        method: z.literal("entropy-balancing"),
        label,
        estimand: z.enum(["ATT", "ATE"]).default("ATT"),
        moments: terms.describe("what is balanced exactly, in the mean"),
        missing: missingSchema,
        alsoBalance,
        gates: gatesSchema,
      })
      .describe("weights closest to equal under which the arms' means agree exactly"),
    z
      .strictObject({
        method: z.literal("nearest"),
        label,
        propensity: propensitySchema,
        order,
        ratio,
        caliper,
        caliperSd,
        exact,
        tieOrders: z
          .int()
          .min(1)
          .max(1000)
          .exactOptional()
          .describe(
            "how many other orders of breaking ties are tried; the range of the effect over the sets they give is reported",
          ),
        alsoBalance,
        gates: gatesSchema,
      })
      .describe("nearest-neighbour matching without replacement on the logit of the propensity score"),
    z
      .strictObject({
        method: z.literal("mahalanobis"),
        label,
        propensity: propensitySchema,
        distance: terms.describe("columns of the Mahalanobis distance, covariance pooled within the arms"),
        order,
        ratio,
        caliper,
        caliperSd,
        exact,
        alsoBalance,
        gates: gatesSchema,
      })
      .describe(
        "nearest-neighbour matching without replacement on the Mahalanobis distance, within a propensity caliper",
      ),
    z
      .strictObject({
        method: z.literal("with-replacement"),
        label,
        propensity: propensitySchema,
        ratio,
        caliper,
        caliperSd,
        exact,
        alsoBalance,
        gates: gatesSchema,
      })
      .describe(
        "nearest-neighbour matching with replacement on the logit of the propensity score; a hazard ratio after it is not validated",
      ),
    z
      .strictObject({
        method: z.literal("optimal"),
        label,
        propensity: propensitySchema,
        ratio,
        caliper,
        caliperSd,
        exact,
        alsoBalance,
        gates: gatesSchema,
      })
      .describe(
        "sets on the logit of the propensity score: as many trial patients as the caliper allows, then as many controls, then the least total distance",
      ),
    z
      .strictObject({
        method: z.literal("full"),
        label,
        propensity: propensitySchema,
        caliper,
        caliperSd,
        exact,
        alsoBalance,
        gates: gatesSchema,
      })
      .describe(
        "optimal full matching on the logit of the propensity score: everyone within the caliper of the other arm, in sets of least total distance",
      ),
  ])
  .describe("how the arms are made comparable; sees no outcome");

export type Design = z.infer<typeof designSchema>;

/** The terms a design balances, and those its pairs must agree on; none for an unadjusted design. */
export function termsOf(design: Design): {
  readonly terms: readonly z.infer<typeof termSchema>[];
  readonly exact: readonly string[];
} {
  if (design.method === "unadjusted") return { terms: [], exact: [] };
  if (design.method === "entropy-balancing") return { terms: design.moments, exact: [] };
  if (design.method === "weighting") return { terms: design.propensity.terms, exact: [] };
  const distance = design.method === "mahalanobis" ? design.distance : [];
  return { terms: [...design.propensity.terms, ...distance], exact: design.exact };
}

/** What a design does about missing covariates; an unadjusted one needs none. */
export function missingRuleOf(design: Design): MissingRule {
  if (design.method === "unadjusted") return "complete-case";
  return design.method === "entropy-balancing" ? design.missing : design.propensity.missing;
}

/** How a design imputes; null where it does not. */
export function imputationOf(design: Design): Imputation | null {
  const rule = missingRuleOf(design);
  return typeof rule === "string" ? null : rule;
}

/** What a model of the design does about missing covariates: under multiple imputation they come completed, and one still missing is refused. */
export function modelMissing(rule: MissingRule): "refuse" | "complete-case" {
  return rule === "complete-case" ? rule : "refuse";
}

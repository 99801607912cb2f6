import { z } from "zod";
import { adjustmentSchema as adjustment } from "./adjustment.js";
import { censoringWeightsSchema as censoringWeights } from "./censoring-weights.js";
import { subgroupsSchema } from "./subgroup.js";

const level = z.number().gt(0.5).lt(1).default(0.95).describe("confidence level of intervals");
const role = z
  .enum(["primary", "key-secondary", "sensitivity", "context", "exploratory"])
  .describe("primary: at most one; p-values of effects are printed for primary and key-secondary estimates only");

const imputation = z
  .literal("after-lock")
  .exactOptional()
  .describe(
    "of a design with multiple imputation: after-lock: once the lock is held, its covariates are imputed anew with this estimate's endpoint among the predictors (event indicator and Nelson–Aalen cumulative hazard of a time, the value of a yes/no endpoint) and the design is carried out within each data set. What is weighted or matched is then not outcome-blind; the same estimate without this option must stand beside it. Where not given: the imputations of the locked design, without any outcome",
  );

const shared = {
  label: z.string().min(1),
  endpoint: z.string().min(1),
  design: z.string().min(1),
  role,
  level,
  imputation,
  subgroups: subgroupsSchema,
};
const variance = z
  .enum(["robust", "influence", "bootstrap"])
  .exactOptional()
  .describe(
    "robust: weights taken as known, clustered by matched set; influence: knows that the weights were estimated (ATT, ATE, ATO, ATEN by logistic regression, without truncation, trimming or common support; entropy balancing); bootstrap: carries out the whole design anew on resampled patients. Where not given: robust where the design weights or matches, model-based where it does not",
  );
const bootstrap = z
  .strictObject({
    replicates: z.int().min(100).max(100_000).describe("resamples; 1000 or more for an interval by percentiles"),
    resample: z
      .enum(["patients", "pairs"])
      .default("patients")
      .describe("patients: within each arm, and the design is carried out anew; pairs: matched sets as they are"),
    interval: z
      .enum(["normal", "percentile"])
      .default("normal")
      .describe("normal: estimate ± z standard errors of the replicates; percentile: their quantiles"),
  })
  .exactOptional()
  .describe("how an estimate with variance bootstrap resamples; the cohort stays as it is");
const strata = z
  .array(z.string().min(1))
  .min(1)
  .readonly()
  .exactOptional()
  .describe("binary or categorical covariates; patients are compared within each combination of their values");
const onCurves = {
  curve: z
    .enum(["log", "log-log", "plain"])
    .exactOptional()
    .describe("scale of the intervals of Kaplan–Meier curves, their medians and landmarks; log where not given"),
  flat: z
    .enum(["last-time", "next-event"])
    .exactOptional()
    .describe(
      "where a curve lies flat at just the level of a median or quartile, its middle is taken: up to the next event, and where none comes last-time: up to the end of the curve (R); next-event: it is not reached (SAS). last-time where not given",
    ),
  landmarksDays: z
    .array(z.int().positive())
    .min(1)
    .readonly()
    .exactOptional()
    .describe("days at which each arm's survival is reported"),
  variance,
  bootstrap,
};
const underCompetition = {
  composite: z
    .string()
    .min(1)
    .describe(
      "the endpoint whose event is the first of this endpoint's and the competing one (progression-free survival beside time to progression): where it has an event and this endpoint none or a later one, the competing event came first; it must count every event of this endpoint on its day",
    ),
  curve: onCurves.curve,
  landmarksDays: onCurves.landmarksDays,
  variance,
  bootstrap,
};
const inResponse = {
  progression: z
    .string()
    .min(1)
    .describe(
      "the progression-free survival that ends a response, from the same source; everyone who has this time is in the denominator, responder or not",
    ),
  timeToResponse: z
    .string()
    .min(1)
    .describe("the time to response of the responders, from the same source and under the same rule of confirmation"),
  timeDays: z.int().positive().describe("the day at which the probability of being in response is compared"),
  landmarksDays: z
    .array(z.int().positive())
    .min(1)
    .readonly()
    .exactOptional()
    .describe("further days at which each arm's probability of being in response is reported"),
  variance,
  bootstrap,
};
const tauDays = z
  .int()
  .positive()
  .describe("the horizon τ in days; must lie within the follow-up of each arm whose curve has not come down to 0");
const tests = z
  .array(
    z.union([
      z.literal("max-combo").describe("largest of the log-rank statistics with weights (0,0), (0,1), (1,0), (1,1)"),
      z
        .strictObject({ rho: z.number().min(0), gamma: z.number().min(0) })
        .describe("Fleming–Harrington: S(t−)^rho (1 − S(t−))^gamma"),
    ]),
  )
  .min(1)
  .readonly()
  .exactOptional()
  .describe("weighted log-rank tests beside the plain one; of unadjusted arms");

const armInterval = z
  .enum(["clopper-pearson", "wilson", "jeffreys"])
  .exactOptional()
  .describe(
    "interval of an arm's rate where nobody in it is weighted; clopper-pearson where not given. A weighted arm has a logit interval with influence-function standard error",
  );
const scoreOrWald = z
  .enum(["miettinen-nurminen", "wald"])
  .exactOptional()
  .describe(
    "miettinen-nurminen: score interval of independent unweighted arms; wald: influence-function standard error of the logarithm, clustered by matched set; where not given, the first for unadjusted arms, else the second",
  );

export const estimateSchema = z
  .discriminatedUnion("measure", [
    z
      .strictObject({
        measure: z.literal("hazard-ratio"),
        ...shared,
        ties: z.enum(["efron", "breslow"]).default("efron"),
        strata,
        tests,
        censoringWeights,
        ...onCurves,
      })
      .describe("Cox model of the arm, with Kaplan–Meier medians beside it"),
    z
      .strictObject({
        measure: z.literal("interval-hazard-ratio"),
        ...shared,
        model: z
          .enum(["semiparametric", "weibull"])
          .default("semiparametric")
          .describe(
            "semiparametric: the baseline hazard is a step function, as in Cox's model; weibull: it is a power of time, with a shape and scale of its own in each stratum",
          ),
        deaths: z
          .enum(["exact", "interval"])
          .default("exact")
          .describe(
            "a death after the last clear scan: exact: on its day, as if progression would have been seen; interval: between that scan and the death, since progression may have gone unseen, also where scans were missed. Both belong in a report",
          ),
        strata,
        variance,
        bootstrap,
      })
      .describe(
        "hazard ratio of progression that scans place between two days (progression-free survival or time to progression by: imaging), with Turnbull's curve of each arm; scans that are further apart in one arm do not shift it",
      ),
    z
      .strictObject({
        measure: z.literal("rmst-difference"),
        ...shared,
        tauDays,
        adjustment,
        censoringWeights,
        ...onCurves,
      })
      .describe("difference of the mean times without event up to τ, in days, trial minus control"),
    z
      .strictObject({ measure: z.literal("rmst-ratio"), ...shared, tauDays, adjustment, censoringWeights, ...onCurves })
      .describe("ratio of the mean times without event up to τ, trial over control"),
    z
      .strictObject({
        measure: z.literal("parametric-rmst-difference"),
        ...shared,
        family: z
          .enum(["exponential", "weibull", "gompertz", "log-normal", "log-logistic", "generalised-gamma"])
          .describe("distribution of the time, fitted within each arm; choose it before, the AIC of each is reported"),
        tauDays: z
          .int()
          .positive()
          .describe("the horizon τ in days; beyond the follow-up of an arm the estimate is marked as an extrapolation"),
        ...onCurves,
      })
      .describe(
        "difference of the mean times without event up to τ under a parametric model, in days, trial minus control",
      ),
    z
      .strictObject({
        measure: z.literal("survival-difference"),
        ...shared,
        timeDays: z.int().positive().describe("the day at which survival is compared"),
        censoringWeights,
        ...onCurves,
      })
      .describe("difference of the Kaplan–Meier estimates at one day, trial minus control"),
    z
      .strictObject({
        measure: z.literal("subdistribution-hazard-ratio"),
        ...shared,
        ...underCompetition,
        ties: z.enum(["efron", "breslow"]).default("efron"),
      })
      .describe("Fine–Gray model of the arm, with cumulative incidences and Gray's test beside it"),
    z
      .strictObject({
        measure: z.literal("incidence-difference"),
        ...shared,
        ...underCompetition,
        timeDays: z.int().positive().describe("the day at which cumulative incidence is compared"),
      })
      .describe(
        "difference of the probabilities to have had the event by one day (Aalen–Johansen), trial minus control",
      ),
    z
      .strictObject({ measure: z.literal("in-response-difference"), ...shared, ...inResponse })
      .describe(
        "difference of the probabilities of being in response at one day, of all patients, trial minus control: to have responded by then (endpoint: an objective response), and neither progressed nor died",
      ),
    z
      .strictObject({
        measure: z.literal("risk-difference"),
        ...shared,
        interval: z
          .enum(["miettinen-nurminen", "newcombe", "tango", "wald"])
          .exactOptional()
          .describe(
            "miettinen-nurminen: score interval of independent unweighted arms; newcombe: hybrid score interval of such arms or of 1:1 pairs; tango: score interval of 1:1 pairs; wald: influence-function standard error, clustered by matched set. Where not given: miettinen-nurminen for unadjusted arms, tango for 1:1 pairs, Abadie–Imbens after matching with replacement, else wald",
          ),
        strata,
        stratumWeights: z
          .enum(["mantel-haenszel", "miettinen-nurminen"])
          .exactOptional()
          .describe("how strata are weighed; miettinen-nurminen (iterated) where not given"),
        armInterval,
        adjustment,
        variance,
        bootstrap,
      })
      .describe("difference of proportions, trial minus control"),
    z
      .strictObject({
        measure: z.literal("risk-ratio"),
        ...shared,
        interval: scoreOrWald,
        armInterval,
        adjustment,
        variance,
        bootstrap,
      })
      .describe("ratio of proportions, trial over control"),
    z
      .strictObject({
        measure: z.literal("odds-ratio"),
        ...shared,
        interval: scoreOrWald,
        strata,
        armInterval,
        adjustment,
        variance,
        bootstrap,
      })
      .describe("ratio of the odds, trial over control; with strata Mantel–Haenszel's"),
  ])
  .describe("an effect of the trial arm against the control arm");

export type Estimate = z.infer<typeof estimateSchema>;

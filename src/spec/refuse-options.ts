import { adjustmentTarget } from "./adjustment.js";
import { type Design, imputationOf } from "./design.js";
import type { Estimate } from "./estimate.js";
import { type RateEstimate, rateMethodOf, refuseRateMethod } from "./rate-method.js";

/** A rule that an estimate's option breaks under its design, and the option. */
export interface Refusal {
  readonly field: string;
  readonly rule: string;
}

/** The options of an estimate that do not fit its design: nothing is computed that the method was not made for. */
export function refuseOptions(estimate: Estimate, design: Design): Refusal[] {
  const refusals: Refusal[] = [];
  if (estimate.measure === "interval-hazard-ratio" && estimate.variance === "influence")
    refusals.push({ field: "variance", rule: "variance influence is not derived for interval-censored models" });
  if (estimate.variance === "influence") {
    const rule = refuseInfluence(design);
    if (rule !== null) refusals.push({ field: "variance", rule });
  }
  refusals.push(...refuseBootstrap(estimate, design), ...refuseAdjustment(estimate, design));
  if (estimate.measure === "hazard-ratio" && estimate.tests !== undefined && design.method !== "unadjusted")
    refusals.push({ field: "tests", rule: "weighted log-rank tests need unadjusted arms" });
  if (estimate.subgroups !== undefined && imputationOf(design) !== null)
    refusals.push({
      field: "subgroups",
      rule: "subgroups are not estimated under multiple imputation; name them in an estimate of another design",
    });
  if (estimate.imputation !== undefined && imputationOf(design) === null)
    refusals.push({ field: "imputation", rule: "imputation after-lock needs a design with multiple imputation" });
  if (estimate.imputation !== undefined && estimate.measure === "interval-hazard-ratio")
    refusals.push({
      field: "imputation",
      rule: "imputation after-lock needs a time that is known or right-censored; interval-censored times have no Nelson–Aalen hazard",
    });
  if ("family" in estimate && imputationOf(design) !== null)
    refusals.push({
      field: "family",
      rule: "parametric models are not estimated under multiple imputation; name another design",
    });
  if ("composite" in estimate && imputationOf(design) !== null)
    refusals.push({
      field: "composite",
      rule: "competing events are not estimated under multiple imputation; name another design",
    });
  if (estimate.measure === "in-response-difference" && imputationOf(design) !== null)
    refusals.push({
      field: "measure",
      rule: "the probability of being in response is not estimated under multiple imputation; name another design",
    });
  return isOfRates(estimate) ? [...refusals, ...refuseRateOptions(estimate, design)] : refusals;
}

function isOfRates(estimate: Estimate): estimate is RateEstimate {
  return (
    estimate.measure === "risk-difference" || estimate.measure === "risk-ratio" || estimate.measure === "odds-ratio"
  );
}

function refuseRateOptions(estimate: RateEstimate, design: Design): Refusal[] {
  const refusals: Refusal[] = [];
  const { interval, measure } = estimate;
  const rule = interval === undefined ? null : refuseRateMethod(interval, measure, design);
  if (rule !== null) refusals.push({ field: "interval", rule: `${interval} ${rule}` });
  const method = rateMethodOf(estimate, design);
  if (estimate.variance !== undefined && method !== "wald" && method !== "adjusted")
    refusals.push({ field: "variance", rule: `a variance is chosen for the interval wald only; got ${method}` });
  if (method === "adjusted" && interval !== undefined && interval !== "wald")
    refusals.push({ field: "interval", rule: `an adjusted estimate has the interval wald; got ${interval}` });
  if ("strata" in estimate && estimate.strata !== undefined && method !== "miettinen-nurminen")
    refusals.push({ field: "strata", rule: `strata need unadjusted arms and no other interval; got ${method}` });
  if ("stratumWeights" in estimate && estimate.stratumWeights !== undefined && estimate.strata === undefined)
    refusals.push({ field: "stratumWeights", rule: "stratumWeights need strata; got none" });
  return refusals;
}

/** A regression of the outcome is carried to a population of persons; only residuals that are weighted know of weights. */
function refuseAdjustment(estimate: Estimate, design: Design): Refusal[] {
  if (!("adjustment" in estimate) || estimate.adjustment === undefined) return [];
  const { by } = estimate.adjustment;
  const refusals: Refusal[] = [];
  if (adjustmentTarget(design) === null)
    refusals.push({
      field: "adjustment",
      rule: "an adjusted estimate needs ATT or ATE weights or an unadjusted design",
    });
  if (by === "aipw" && design.method === "unadjusted")
    refusals.push({ field: "adjustment.by", rule: "aipw needs weights; an unadjusted design takes g-computation" });
  if (by === "g-computation" && estimate.variance === "influence")
    refusals.push({
      field: "variance",
      rule: "g-computation uses no weights that could be estimated; its standard error knows that the model was",
    });
  return refusals;
}

function refuseBootstrap({ variance, bootstrap }: Estimate, design: Design): Refusal[] {
  if (variance !== "bootstrap") {
    return bootstrap === undefined
      ? []
      : [{ field: "bootstrap", rule: `bootstrap belongs to variance bootstrap; got ${variance ?? "none"}` }];
  }
  if (bootstrap === undefined)
    return [{ field: "bootstrap", rule: "variance bootstrap needs bootstrap with a number of replicates" }];
  if (design.method === "with-replacement")
    return [
      { field: "variance", rule: "the bootstrap is invalid after matching with replacement (Abadie & Imbens 2008)" },
    ];
  if (imputationOf(design) !== null)
    return [
      {
        field: "variance",
        rule: "the bootstrap does not go with multiple imputation here: each resample would have to be imputed anew; leave variance out, and Rubin's rules pool the robust ones",
      },
    ];
  const pairs = ["nearest", "mahalanobis", "optimal", "full"].includes(design.method);
  return bootstrap.resample === "pairs" && !pairs
    ? [{ field: "bootstrap.resample", rule: "resampling pairs needs matched sets" }]
    : [];
}

/** Why weights are not a smooth function of a maximum-likelihood or balancing equation; null where they are. */
function refuseInfluence(design: Design): string | null {
  if (design.method === "entropy-balancing") return null;
  if (design.method !== "weighting") return "variance influence needs weights that were estimated";
  const needs = "variance influence needs weights that are smooth in the propensity";
  if (design.estimand === "ATM") return `${needs}; ATM weights have a corner`;
  if (design.propensity.fit !== "logistic") return `${needs} and a logistic fit without penalty`;
  if (design.truncate !== undefined) return `${needs}; truncated weights are not`;
  if (design.trim !== undefined || design.propensity.commonSupport === true)
    return `${needs}; leaving patients out by it is not`;
  return null;
}

import { EstimationError } from "../errors.js";
import { normalIntervalFactor } from "../math/normal.js";
import { makeNotEstimable, makeSeries, makeStatistic } from "../results/make-records.js";
import type { ResultRecord } from "../results/records.js";
import type { Bias } from "../spec/bias.js";
import { calibrateEffect as calibrate, type SystematicError } from "../stats/empirical-calibration.js";
import { fitNormalRandomEffects } from "../stats/normal-random-effects.js";
import type { MainEffect } from "./main-effect.js";
import type { panelPlace } from "./panel-place.js";

type Place = ReturnType<typeof panelPlace>;

/** The log hazard ratio of one negative control under the estimate's design. */
export interface ControlEffect {
  readonly logHazardRatio: number;
  readonly se: number;
}

const names = ["hazard_ratio", "hazard_ratio_lower", "hazard_ratio_upper", "p_value"] as const;

/** The mean and spread of what negative controls show, and the effect less it with its calibrated p-value. controls: those that could be estimated. */
export function calibrateByControls(
  place: Place,
  effect: MainEffect,
  controls: readonly ControlEffect[],
  { asked, level }: { readonly asked: number; readonly level: number },
): ResultRecord[] {
  const detail = {
    role: "sensitivity" as const,
    method: "empirical calibration, null distribution by maximum likelihood (Schuemie)",
    params: { level, controls: controls.length, controls_asked: asked },
  };
  try {
    const estimate = controls.map(({ logHazardRatio }) => logHazardRatio);
    const se = controls.map((control) => control.se);
    const fit = fitNormalRandomEffects({ estimate, se });
    return [
      makeSeries(place, "negative_controls", {
        log_hazard_ratio: { unit: "log", values: estimate },
        standard_error: { unit: "log", values: se },
      }),
      boundsSeries(place, { mean: fit.mean, sd: fit.sd, largestSe: Math.max(...se), level }),
      makeStatistic(place, "null_mean", fit.mean, { ...detail, unit: "log" }),
      makeStatistic(place, "null_mean_se", fit.meanSe, { ...detail, unit: "log" }),
      makeStatistic(place, "null_sd", fit.sd, { ...detail, unit: "log" }),
      ...calibratedRecords(place, effect, { mean: fit.mean, sd: fit.sd, meanSe: 0 }, { detail, level }),
    ];
  } catch (error) {
    if (!(error instanceof EstimationError)) throw error;
    return names.map((name) => makeNotEstimable(place, name, error.message, detail));
  }
}

/** Standard errors at which the bounds are drawn. */
const BOUND_STEPS = 40;

/**
 * Between which log hazard ratios an estimate of each standard error is no evidence of an effect: by its own interval, and by the
 * calibrated one, μ ± z √(σ² + se²).
 */
function boundsSeries(
  place: Place,
  {
    mean,
    sd,
    largestSe,
    level,
  }: { readonly mean: number; readonly sd: number; readonly largestSe: number; readonly level: number },
) {
  const z = normalIntervalFactor(level);
  const se = Array.from({ length: BOUND_STEPS + 1 }, (_, i) => (1.1 * largestSe * i) / BOUND_STEPS);
  const log = (values: readonly number[]) => ({ unit: "log", values });
  return makeSeries(
    place,
    "negative_control_bounds",
    {
      standard_error: log(se),
      lower: log(se.map((each) => -z * each)),
      upper: log(se.map((each) => z * each)),
      calibrated_lower: log(se.map((each) => mean - z * Math.hypot(sd, each))),
      calibrated_upper: log(se.map((each) => mean + z * Math.hypot(sd, each))),
    },
    { method: "limits of no effect, as estimated and calibrated", params: { level } },
  );
}

/**
 * Fourteen replications of randomised trials in advanced non-small-cell lung cancer: trial controls against external controls, log hazard
 * ratio (mean log 0.907, between-study SD 0.114, posterior SD of the mean 0.053). Source: Incerti et al. 2023, Pharmaceutical Statistics
 * 22:162; the SD of the mean from the authors' published analysis.
 */
const nsclcReplications = {
  mean: Math.log(0.907),
  sd: 0.114,
  meanSe: 0.053,
  source: "Incerti et al. 2023, 14 replications",
};

/** The effect less the bias that external controls had in the studies of the set; the interval predicts one more study. */
export function calibrateByStudies(
  place: Place,
  bias: Extract<Bias, { method: "reference-studies" }>,
  effect: MainEffect,
  level: number,
): ResultRecord[] {
  const { set, similar } = bias;
  const { source, ...error } =
    typeof set === "string"
      ? nsclcReplications
      : { mean: Math.log(set.bias), sd: set.sd, meanSe: set.biasSe, source: set.source };
  const detail = {
    role: "sensitivity" as const,
    method: "effect less the bias of external controls in reference studies",
    params: { level, source, similar, bias: Math.exp(error.mean), sd: error.sd, bias_se: error.meanSe },
  };
  return calibratedRecords(place, effect, error, { detail, level });
}

function calibratedRecords(
  place: Place,
  { estimate, logSe }: MainEffect,
  error: SystematicError,
  { detail, level }: { readonly detail: Parameters<typeof makeStatistic>[3] & object; readonly level: number },
): ResultRecord[] {
  if (logSe === null)
    return names.map((name) =>
      makeNotEstimable(place, name, "the estimate has no standard error of its logarithm", detail),
    );
  const calibrated = calibrate(Math.log(estimate), logSe, error, level);
  const values = [Math.exp(calibrated.estimate), Math.exp(calibrated.lower), Math.exp(calibrated.upper), calibrated.p];
  return names.map((name, k) => makeStatistic(place, name, values[k]!, detail));
}

import { EstimationError } from "../errors.js";
import type { DesignWeights } from "../frame/design-weights.js";
import type { SurvivalData } from "../frame/outcome-data.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import { stream } from "../math/stream.js";
import { makeNotEstimable, makeStatistic, makeStatisticOrNot } from "../results/make-records.js";
import type { ResultRecord } from "../results/records.js";
import type { Bias } from "../spec/bias.js";
import { fitCox } from "../stats/cox.js";
import { imputeCensored } from "../stats/impute-censored.js";
import { type PooledEstimate, poolRubin } from "../stats/pool-rubin.js";
import type { panelPlace } from "./panel-place.js";

/** A time to an event with the censorings that may tell about it. Aligned to the frame. */
export interface CensoredOutcome {
  readonly patients: PatientFrame;
  readonly weights: DesignWeights;
  readonly data: SurvivalData;
  /** 1 = censored for another reason than the end of the data. */
  readonly imputable: Uint8Array;
  readonly level: number;
  readonly seed: number;
}

/**
 * The hazard ratio where what follows a censoring of trial patients is drawn from their arm's hazard times each factor, over imputations
 * pooled by Rubin's rules on variances that know weights and sets; and the least factor of the list at which the interval holds 1.
 */
export function boundByCensoring(
  place: ReturnType<typeof panelPlace>,
  bias: Extract<Bias, { method: "censoring" }>,
  outcome: CensoredOutcome,
): ResultRecord[] {
  const { hazardRatios, imputations } = bias;
  const base = {
    role: "sensitivity" as const,
    method: "delta-adjusted imputation after censoring, Cox, Rubin's rules",
  };
  const names = ["hazard_ratio", "hazard_ratio_lower", "hazard_ratio_upper"];
  const factors = [...hazardRatios].sort((a, b) => a - b);
  const records: ResultRecord[] = [];
  const held: { readonly factor: number; readonly holdsOne: boolean }[] = [];
  for (const factor of factors) {
    const detail = { ...base, level: `hazard × ${factor}`, params: { level: outcome.level, imputations } };
    try {
      const { estimate, lower, upper } = imputedEffect(outcome, factor, imputations);
      records.push(...[estimate, lower, upper].map((log, k) => makeStatistic(place, names[k]!, Math.exp(log), detail)));
      held.push({ factor, holdsOne: lower <= 0 && upper >= 0 });
    } catch (error) {
      if (!(error instanceof EstimationError)) throw error;
      records.push(...names.map((name) => makeNotEstimable(place, name, error.message, detail)));
    }
  }
  const first = held[0];
  const tipping = first?.holdsOne === true ? undefined : held.find(({ holdsOne }) => holdsOne);
  records.push(
    makeStatisticOrNot(place, "tipping_hazard_ratio", tipping?.factor ?? null, noTipping(first, factors.at(-1)), {
      ...base,
      params: { imputations },
    }),
  );
  return records;
}

function noTipping(
  first: { readonly factor: number; readonly holdsOne: boolean } | undefined,
  last: number | undefined,
): string {
  if (first === undefined) return "no factor could be estimated";
  return first.holdsOne
    ? `the interval holds 1 already at a factor of ${first.factor}`
    : `the interval holds no 1 up to a factor of ${last}`;
}

function imputedEffect(outcome: CensoredOutcome, factor: number, imputations: number): PooledEstimate {
  const { patients, weights, data, imputable, level, seed } = outcome;
  const rows = Int32Array.from({ length: patients.n }, (_, row) => row).filter(
    (row) => weights.weight[row]! > 0 && data.available[row] === 1,
  );
  const trial = Uint8Array.from(rows, (row) => patients.trial[row]!);
  const places = Int32Array.from(rows.keys()).filter((k) => trial[k] === 1);
  if (places.length === 0 || places.length === rows.length)
    throw new EstimationError("an arm has no patient with this endpoint");
  const time = rows.map((row) => data.timeDays[row]!);
  const status = Uint8Array.from(rows, (row) => data.status[row]!);
  const weight = Float64Array.from(rows, (row) => weights.weight[row]!);
  const arm = {
    time: places.map((k) => time[k]!),
    status: Uint8Array.from(places, (k) => status[k]!),
    weight: Float64Array.from(places, (k) => weight[k]!),
    imputable: Uint8Array.from(places, (k) => imputable[rows[k]!]!),
  };
  const draws = stream(seed, `censoring/${weights.design}`);
  const estimates: number[] = [];
  const variances: number[] = [];
  let fewestEvents = Number.POSITIVE_INFINITY;
  for (let m = 0; m < imputations; m += 1) {
    const drawn = imputeCensored(arm, factor, draws);
    const [times, states] = [time.slice(), status.slice()];
    for (const [i, k] of places.entries()) {
      times[k] = drawn.time[i]!;
      states[k] = drawn.status[i]!;
    }
    const fit = fitCox({
      time: times,
      status: states,
      X: Float64Array.from(trial),
      p: 1,
      names: ["trial arm"],
      weight,
      ...(weights.pair === null ? { robust: true } : { cluster: rows.map((row) => weights.pair![row]!) }),
    });
    estimates.push(fit.beta[0]!);
    variances.push((fit.robustCovariance ?? fit.covariance)[0]!);
    fewestEvents = Math.min(fewestEvents, fit.events);
  }
  return poolRubin({ estimate: estimates, variance: variances, completeDf: Math.max(1, fewestEvents - 1), level });
}

import { EstimationError } from "../errors.js";
import { sum } from "../math/sum.js";
import { fitCox } from "./cox.js";
import { orderSurvivalRows } from "./survival-rows.js";

/** The patients of one arm, one row each, columns of one length n in any order. */
export interface CensoringInput {
  /** Days of analysis time, >= 1. */
  readonly time: Int32Array;
  /** 1 = the time ended with the event. */
  readonly status: Uint8Array;
  /** 1 = it ended with a censoring that the model is about; 0 beside status 0: with another one, which is taken as independent. */
  readonly censored: Uint8Array;
  /** n × p, column-major, finite: baseline covariates. */
  readonly X: Float64Array;
  readonly p: number;
  readonly names: readonly string[];
}

/** Cumulative hazards of being censored. */
export interface CensoringModel {
  /** Distinct days with a modelled censoring, ascending; length k. */
  readonly day: Int32Array;
  /** Breslow's cumulative hazard up to and with each day, of a patient whose covariates are at the arm's means; length k. */
  readonly baseline: Float64Array;
  /** Nelson–Aalen cumulative hazard of the whole arm; length k. */
  readonly marginal: Float64Array;
  /** exp((x − x̄)β) of each row. */
  readonly risk: Float64Array;
  /** Length p. */
  readonly beta: Float64Array;
  /** Rows with a modelled censoring. */
  readonly censorings: number;
}

/**
 * Cox model (Breslow ties) of the time to a censoring within one arm, on baseline covariates, every patient counting once: the denominator of
 * inverse-probability-of-censoring weights, with the Nelson–Aalen hazard of the arm as their numerator. Events come before censorings on
 * one day: who has the event on a day is not at risk of being censored on it. Without a censoring to model all hazards are 0.
 * Throws EstimationError as `fitCox` does. O(n log n) once, O(n p²) an iteration. Not validated: covariates after baseline.
 * Source: Robins & Finkelstein 2000, Biometrics 56:779 (equations 3–5); Breslow 1974; R survival 3.5-3 coxph(ties = "breslow"), basehaz.
 */
export function fitCensoringModel({ time, status, censored, X, p, names }: CensoringInput): CensoringModel {
  const n = time.length;
  const both = censored.reduce((count, c, i) => count + (c === 1 && status[i] === 1 ? 1 : 0), 0);
  if (both > 0)
    throw new EstimationError(`a time ends with its event or with a censoring; got ${both} of ${n} rows with both`);
  const censorings = censored.reduce((count, c) => count + c, 0);
  if (censorings === 0) {
    const none = new Float64Array(0);
    return {
      day: new Int32Array(0),
      baseline: none,
      marginal: none,
      risk: new Float64Array(n).fill(1),
      beta: new Float64Array(p),
      censorings,
    };
  }
  // A day t stands at 2t for events and at 2t + 1 for censorings.
  const rows = { time: time.map((t, i) => 2 * t + (status[i] === 1 ? 0 : 1)), status: censored };
  const columns = Array.from({ length: p }, (_, j) => centre(X.subarray(j * n, (j + 1) * n)));
  const centred = new Float64Array(n * p);
  for (const [j, column] of columns.entries()) centred.set(column, j * n);
  const { beta } = fitCox({ ...rows, X: centred, p, names, ties: "breslow" });
  const risk = new Float64Array(n);
  for (let i = 0; i < n; i += 1) {
    let eta = 0;
    for (let j = 0; j < p; j += 1) eta += columns[j]![i]! * beta[j]!;
    risk[i] = Math.exp(eta);
  }
  const order = orderSurvivalRows(rows, "a censoring model", { reals: columns });
  return { ...cumulateHazards(rows, risk, order), risk, beta, censorings };
}

/** Less the mean: exp(xβ) stays in range. */
function centre(values: Float64Array): Float64Array {
  const mean = sum(values) / values.length;
  return values.map((value) => value - mean);
}

/** Σ d/Σ risk and Σ d/n over the days of censorings; rows are taken latest first. */
function cumulateHazards(
  { time, status }: { readonly time: Int32Array; readonly status: Uint8Array },
  risk: Float64Array,
  order: Uint32Array,
): Pick<CensoringModel, "day" | "baseline" | "marginal"> {
  const steps: { day: number; baseline: number; marginal: number }[] = [];
  let atRisk = 0;
  for (let i = order.length; i > 0; ) {
    const t = time[order[i - 1]!]!;
    let ended = 0;
    for (; i > 0 && time[order[i - 1]!] === t; i -= 1) {
      atRisk += risk[order[i - 1]!]!;
      ended += status[order[i - 1]!]!;
    }
    if (ended > 0) steps.push({ day: t >> 1, baseline: ended / atRisk, marginal: ended / (order.length - i) });
  }
  steps.reverse();
  const cumulate = (value: (step: (typeof steps)[number]) => number): Float64Array => {
    let total = 0;
    return Float64Array.from(steps, (step) => {
      total += value(step);
      return total;
    });
  };
  return {
    day: Int32Array.from(steps, ({ day }) => day),
    baseline: cumulate(({ baseline }) => baseline),
    marginal: cumulate(({ marginal }) => marginal),
  };
}

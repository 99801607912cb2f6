import { normalIntervalFactor } from "../math/normal.js";
import { sum } from "../math/sum.js";
import { standardDeviation } from "../stats/standard-deviation.js";
import { type StudyEstimateId, studyEstimates, studyTruths, type TruthId } from "./study-catalogue.js";
import type { StudyEstimate } from "./study-estimates.js";
import type { ReplicateResult } from "./study-replicate.js";
import type { StudyOutcome } from "./study-run.js";
import { type ScenarioId, scenarios } from "./study-settings.js";

/** A measure of performance with its Monte Carlo standard error. */
export interface Measured {
  readonly value: number;
  readonly error: number;
}

/** What an estimate is worth against one truth, over all replicates in which it could be made. */
export interface Performance {
  readonly scenario: ScenarioId;
  readonly estimate: StudyEstimateId;
  readonly truth: TruthId;
  /** On the scale of the estimate. */
  readonly trueValue: number;
  readonly replicates: number;
  readonly notEstimable: number;
  /** Null where fewer than two replicates could be estimated. */
  readonly measures: Measures | null;
}

export interface Measures {
  readonly bias: Measured;
  readonly empiricalError: Measured;
  /** Root of the mean squared standard error of the method; of score intervals, half their width over 1.96. */
  readonly modelError: Measured;
  /** Share of 95 % intervals that hold the truth. */
  readonly coverage: Measured;
  /** Share of two-sided p-values below 0.05: power, or where the drug does nothing type I error. */
  readonly rejection: Measured;
}

/**
 * Bias, standard errors, coverage and rejection of every estimate in every scenario against each truth it is held against, with
 * Monte Carlo standard errors. Source: Morris, White & Crowther 2019, Statistics in Medicine 38:2074, table 6.
 */
export function summariseStudy({ results, truths }: StudyOutcome): readonly Performance[] {
  return scenarios.flatMap(({ id: scenario }) => {
    const own = results.filter((result) => result.scenario === scenario);
    return (Object.keys(studyEstimates) as StudyEstimateId[]).flatMap((estimate) =>
      studyEstimates[estimate].truths.map((truth) => ({
        scenario,
        estimate,
        truth,
        ...measureAgainst(studyTruths[truth].of(truths[scenario].truth), own, estimate),
      })),
    );
  });
}

function measureAgainst(trueValue: number, results: readonly ReplicateResult[], name: StudyEstimateId) {
  const made = results.map(({ estimates }) => estimates[name]).filter((each) => each !== null);
  return {
    trueValue,
    replicates: made.length,
    notEstimable: results.length - made.length,
    measures: made.length < 2 ? null : measure(made, trueValue),
  };
}

function measure(made: readonly StudyEstimate[], trueValue: number): Measures {
  const n = made.length;
  const spread = standardDeviation(made.map(({ estimate }) => estimate));
  const variances = made.map((each) => errorOf(each) ** 2);
  const modelError = Math.sqrt(mean(variances));
  return {
    bias: { value: mean(made.map(({ estimate }) => estimate)) - trueValue, error: spread / Math.sqrt(n) },
    empiricalError: { value: spread, error: spread / Math.sqrt(2 * (n - 1)) },
    modelError: { value: modelError, error: standardDeviation(variances) / (2 * modelError * Math.sqrt(n)) },
    coverage: share(made, ({ lower, upper }) => lower <= trueValue && trueValue <= upper),
    rejection: share(made, ({ p }) => p < 0.05),
  };
}

function errorOf({ se, lower, upper }: StudyEstimate): number {
  return se ?? (upper - lower) / (2 * normalIntervalFactor(0.95));
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}

function share(made: readonly StudyEstimate[], is: (estimate: StudyEstimate) => boolean): Measured {
  const value = made.filter(is).length / made.length;
  return { value, error: Math.sqrt((value * (1 - value)) / made.length) };
}

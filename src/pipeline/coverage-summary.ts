import { type Measure, measures } from "../spec/measures.js";
import type { CoverageMethod } from "./coverage-method.js";
import type { CoverageResult } from "./coverage-read.js";

/** Coverage of a method over its runs, and its standard error against the spread of its estimates. */
export interface CoverageSummary {
  readonly name: string;
  readonly runs: number;
  readonly failed: number;
  readonly coverage: number;
  readonly monteCarloError: number;
  /** Mean of the standard errors over the standard deviation of the estimates; null of a method without. */
  readonly seRatio: number | null;
  /** Of the linear estimate: a ratio's logarithm. */
  readonly bias: number;
  /** |coverage − 95 %| ≤ 1 point + 3 Monte Carlo standard errors (of an exact interval ≥ 95 % less these errors), and the standard error within 5 %. */
  readonly holds: boolean;
}

/** Summarises the runs of one method; a run without an estimate counts as failed and as not covering. */
export function summariseCoverage(method: CoverageMethod, results: readonly CoverageResult[]): CoverageSummary {
  const runs = results.length;
  const found = results.flatMap(({ linear }) => (linear === null ? [] : [linear]));
  const coverage = results.filter(({ covers }) => covers).length / runs;
  const monteCarloError = Math.sqrt((coverage * (1 - coverage)) / runs);
  const mean = found.reduce((a, b) => a + b, 0) / found.length;
  const spread = Math.sqrt(found.reduce((total, value) => total + (value - mean) ** 2, 0) / (found.length - 1));
  const errors = results.flatMap(({ se }) => (se === null ? [] : [se]));
  const seRatio = method.hasSe ? errors.reduce((a, b) => a + b, 0) / errors.length / spread : null;
  const isNominal = method.isExact
    ? coverage >= 0.95 - 3 * monteCarloError
    : Math.abs(coverage - 0.95) <= 0.01 + 3 * monteCarloError;
  return {
    name: method.name,
    runs,
    failed: runs - found.length,
    coverage,
    monteCarloError,
    seRatio,
    bias: mean - linearTruth(method),
    holds: isNominal && (seRatio === null || Math.abs(seRatio - 1) <= 0.05),
  };
}

/** The truth on the scale of the linear estimates, which a standard error belongs to. */
export function linearTruth({ arm, hasSe, truth, fields }: CoverageMethod): number {
  const { kind } = measures[fields.measure as keyof typeof measures] as Measure;
  return arm === undefined && hasSe && kind === "ratio" ? Math.log(truth) : truth;
}

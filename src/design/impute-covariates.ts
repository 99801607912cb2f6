import { EstimationError } from "../errors.js";
import type { CovariateColumn, CovariateMatrix } from "../frame/covariate-matrix.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import { type Design, termsOf } from "../spec/design.js";
import type { Imputation } from "../spec/missing.js";
import { covariatesOf } from "../spec/term.js";
import { deriveCanonicalRank } from "../stats/canonical-rank.js";
import { type ChainedVariable, imputeChained } from "../stats/impute-chained.js";
import type { MethodInput } from "./derived-design.js";

/** One random stream for all designs: those that impute the same covariates in the same way stand on the same completed data. */
const streamName = "imputation";

/** The covariates that a design needs complete: those of its terms, and those that sets must agree on. */
export function neededCovariates(design: Design): ReadonlySet<string> {
  const { terms, exact } = termsOf(design);
  return new Set([...terms.flatMap(covariatesOf), ...exact]);
}

/** Whether any patient lacks a covariate that the design needs complete. */
export function lacksCovariates(design: Design, covariates: CovariateMatrix): boolean {
  const needed = neededCovariates(design);
  return covariates.columns.some((column) => needed.has(column.name) && column.missing.includes(1));
}

/**
 * The covariates with every missing value of the design's and the auxiliary ones filled in, once for each imputation; others stay as they are.
 * Predictors are these covariates and the arm, not any outcome (it would not be blind, so associations with the outcome are imputed as weaker
 * than they are, towards no confounding by what is missing), and not interactions or splines: terms are made from completed covariates.
 * Throws EstimationError for a covariate without any value in an arm: nothing tells what it is there. Source: White, Royston & Wood 2011, Stat Med 30:377; Leyrat et al. 2019, SMMR 28:3.
 */
export function imputeCovariates(
  design: Design,
  imputation: Imputation,
  { patients, covariates, seed }: Omit<MethodInput, "name">,
): CovariateMatrix[] {
  const needed = new Set([...neededCovariates(design), ...(imputation.also ?? [])]);
  const columns = covariates.columns.filter((column) => needed.has(column.name));
  for (const column of columns) requireBothArms(column, patients);
  const completed = imputeChained({
    n: patients.n,
    variables: [...columns.map(variableOf), armOf(patients)],
    tieRank: rankOf(columns, patients, seed),
    imputations: imputation.imputations,
    iterations: imputation.iterations,
    seed,
    streamName,
  });
  return completed.map(({ values }) => {
    const filled = new Map(columns.map((column, v) => [column.name, values[v]!]));
    return { n: covariates.n, columns: covariates.columns.map((column) => fill(column, filled.get(column.name))) };
  });
}

function requireBothArms({ name, missing }: CovariateColumn, { trial }: PatientFrame): void {
  for (const [arm, side] of [
    ["trial", 1],
    ["control", 0],
  ] as const) {
    if (trial.some((own, i) => own === side && missing[i] === 0)) continue;
    throw new EstimationError(
      `${name} has no value in the ${arm} arm: what it is there cannot be told from the other arm alone; drop it from the design`,
    );
  }
}

const variableOf = ({ name, kind, value, missing }: CovariateColumn): ChainedVariable => ({
  name,
  kind,
  value,
  missing,
});

const armOf = ({ n, trial }: PatientFrame): ChainedVariable => ({
  name: "trial arm",
  kind: "binary",
  value: Float64Array.from(trial),
  missing: new Uint8Array(n),
});

/** Draws go to patients in an order of what they hold, then of a hash of their ids. */
function rankOf(columns: readonly CovariateColumn[], patients: PatientFrame, seed: number): Int32Array {
  const keys = columns.flatMap(({ value, missing }) => [
    Float64Array.from(missing),
    value.map((own, i) => (missing[i] === 1 ? 0 : own)),
  ]);
  return deriveCanonicalRank([Float64Array.from(patients.trial), ...keys], patients.patientId, seed);
}

function fill(column: CovariateColumn, value: Float64Array | undefined): CovariateColumn {
  return value === undefined ? column : { ...column, value, missing: new Uint8Array(value.length) };
}

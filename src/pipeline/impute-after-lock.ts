import { runImputedDesign } from "../design/run-imputed-design.js";
import { EstimationError } from "../errors.js";
import type { CompletedDesign } from "../frame/completed-design.js";
import type { CovariateColumn, CovariateMatrix } from "../frame/covariate-matrix.js";
import type { DesignWeights } from "../frame/design-weights.js";
import type { OutcomeData } from "../frame/outcome-data.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import { type Design, imputationOf } from "../spec/design.js";
import { deriveNelsonAalen } from "../stats/nelson-aalen.js";

/** A locked design that lacks covariates, with the patients it was carried out on. */
export interface LockedDesign {
  readonly variant: string;
  readonly name: string;
  readonly design: Design;
  readonly patients: PatientFrame;
  readonly covariates: CovariateMatrix;
  readonly seed: number;
}

/** The design carried out anew in each imputation made with the outcome; `weights` are their means. */
export interface DesignAfterLock {
  readonly completed: readonly CompletedDesign[];
  readonly weights: DesignWeights;
  /** Largest mean size of an SMD over the imputations; null where no covariate varies. */
  readonly largestSmd: number | null;
}

/**
 * Imputes a design's covariates anew with an endpoint among the predictors, and carries the design out within each completed data set. Of a time the
 * predictors are the event indicator and the Nelson–Aalen cumulative hazard of both arms together at the patient's own time, of a yes/no endpoint its
 * value. The arm is a predictor as before; no interaction of arm and outcome is in the models. Where the endpoint itself is not known, its predictors
 * are imputed with the covariates, and the estimate leaves the patient out as it does elsewhere. Only called with the lock held: what it makes is not
 * outcome-blind and replaces nothing that was locked.
 * Throws EstimationError where an arm has no patient with the endpoint, or the design cannot be carried out in one of the imputations.
 * Source: White & Royston 2009, Stat Med 28:1982; von Hippel 2007, Sociol Methodol 37:83 (a missing outcome).
 */
export function imputeAfterLock(locked: LockedDesign, data: OutcomeData): DesignAfterLock {
  const { variant, name, design, patients, covariates, seed } = locked;
  const imputation = imputationOf(design);
  if (imputation === null) throw new Error("the spec lets no other design through than one that imputes");
  requireOutcome(patients, data);
  const predictors = outcomePredictors(data);
  const withOutcome = { n: covariates.n, columns: [...covariates.columns, ...predictors] };
  const also = [...(imputation.also ?? []), ...predictors.map((column) => column.name)];
  const input = { name, patients, covariates: withOutcome, seed };
  const { completed, weights, largestSmd } = runImputedDesign(variant, design, { ...imputation, also }, input);
  const known = covariates.columns.length;
  return {
    weights,
    largestSmd,
    completed: completed.map(({ covariates: { n, columns }, weights: own }) => ({
      covariates: { n, columns: columns.slice(0, known) },
      weights: own,
    })),
  };
}

function requireOutcome({ trial }: PatientFrame, { available }: OutcomeData): void {
  for (const [arm, side] of [
    ["trial", 1],
    ["control", 0],
  ] as const) {
    if (trial.some((own, i) => own === side && available[i] === 1)) continue;
    throw new EstimationError(`no patient of the ${arm} arm has the endpoint: nothing can be imputed with it`);
  }
}

/** The endpoint as columns to impute from. Their names are none that a covariate of a plan can have. */
function outcomePredictors(data: OutcomeData): CovariateColumn[] {
  const missing = data.available.map((has) => 1 - has);
  const column = (name: string, kind: "binary" | "continuous", value: ArrayLike<number>): CovariateColumn => ({
    ...{ name: `outcome: ${name}`, label: name, kind, unit: null, levels: [], missing },
    value: Float64Array.from(value, (own, i) => (missing[i] === 1 ? 0 : own)),
  });
  if (data.kind === "binary") return [column("value", "binary", data.value)];
  const rows = Int32Array.from(data.available.keys()).filter((i) => missing[i] === 0);
  const hazardOfRows = deriveNelsonAalen(
    rows.map((i) => data.timeDays[i]!),
    Uint8Array.from(rows, (i) => data.status[i]!),
  );
  const hazard = new Float64Array(missing.length);
  rows.forEach((i, k) => {
    hazard[i] = hazardOfRows[k]!;
  });
  return [column("event", "binary", data.status), column("cumulative hazard", "continuous", hazard)];
}

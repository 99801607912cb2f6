import { EstimationError } from "../errors.js";
import type { CompletedDesign } from "../frame/completed-design.js";
import type { CovariateMatrix } from "../frame/covariate-matrix.js";
import type { DesignWeights } from "../frame/design-weights.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import { makeStatisticOrNot, makeWarning } from "../results/make-records.js";
import type { Indicator, ResultRecord } from "../results/records.js";
import { type Design, imputationOf } from "../spec/design.js";
import { checkGates } from "./check-gates.js";
import { describeBalance } from "./describe-balance.js";
import { describeBaseline } from "./describe-baseline.js";
import { type DesignDescription, describeDerived } from "./describe-derived.js";
import { describeLost } from "./describe-lost.js";
import type { Propensity } from "./fit-propensity.js";
import { lacksCovariates } from "./impute-covariates.js";
import { deriveDesign } from "./methods.js";
import { runImputedDesign } from "./run-imputed-design.js";

export interface DesignResult {
  readonly name: string;
  readonly records: readonly ResultRecord[];
  readonly gates: readonly Indicator[];
  /** Null when the design cannot be carried out; `failure` says why. */
  readonly weights: DesignWeights | null;
  readonly failure: string | null;
  /** Other matched sets from other orders of breaking ties; null where the design tries none. */
  readonly alternatives: readonly DesignWeights[] | null;
  /** Under multiple imputation: each completed data set with its weights, `weights` then being their means. Null where nothing was imputed. */
  readonly completed: readonly CompletedDesign[] | null;
}

/** Carries out one design of one variant and describes it; `fits` are the propensity models of these patients so far. A propensity model that cannot be fitted is a result, not an end of the run. */
export function runDesign(
  variant: string,
  name: string,
  design: Design,
  patients: PatientFrame,
  covariates: CovariateMatrix,
  seed: number,
  fits: Map<string, Propensity> = new Map(),
): DesignResult {
  try {
    const input = { name, patients, covariates, seed };
    const imputation = imputationOf(design);
    if (imputation !== null && lacksCovariates(design, covariates)) {
      const { completed, weights, ...described } = runImputedDesign(variant, design, imputation, input);
      return { ...judge(variant, name, design, described), weights, alternatives: null, completed };
    }
    const derived = deriveDesign(design, { ...input, fits });
    const described = describeDerived(variant, name, design, patients, covariates, derived);
    const { weights, alternatives = null } = derived;
    const judged = judge(variant, name, design, described);
    const lost = describeLost(variant, name, patients, covariates, weights);
    return { ...judged, records: [...judged.records, ...lost], weights, alternatives, completed: null };
  } catch (error) {
    if (!(error instanceof EstimationError)) throw error;
    const warning = makeWarning({ variant, stage: "design", population: name }, "design_failed", error.message);
    const none = { gates: [], weights: null, alternatives: null, completed: null };
    return { name, records: [warning], failure: error.message, ...none };
  }
}

/** The records of a design with its gates. */
function judge(variant: string, name: string, design: Design, { records, facts, largestSmd }: DesignDescription) {
  const gates = checkGates(variant, name, design, facts, largestSmd);
  const place = { variant, stage: "design", population: name } as const;
  const largest = makeStatisticOrNot(place, "largest_smd", largestSmd, "no covariate of the design varies");
  return { name, records: [...records, largest, ...gates], gates, failure: null };
}

/** Baseline and balance of everyone who is eligible, before any design. */
export function describeEligible(variant: string, patients: PatientFrame, covariates: CovariateMatrix): ResultRecord[] {
  const weights: DesignWeights = {
    design: "eligible",
    kind: "unadjusted",
    weight: new Float64Array(patients.n).fill(1),
    pair: null,
  };
  const terms = covariates.columns.map((column) => column.name);
  return [
    ...describeBaseline(variant, "eligible", patients, covariates, weights),
    ...describeBalance(variant, "eligible", patients, covariates, weights, terms).records,
  ];
}

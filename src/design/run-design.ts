import { EstimationError } from "../errors.js";
import type { CovariateMatrix } from "../frame/covariate-matrix.js";
import type { DesignWeights } from "../frame/design-weights.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import { makeStatisticOrNot, makeWarning } from "../results/make-records.js";
import type { Indicator, ResultRecord } from "../results/records.js";
import { type Design, termsOf } from "../spec/design.js";
import { covariatesOf } from "../spec/term.js";
import { checkGates } from "./check-gates.js";
import type { DerivedDesign } from "./derived-design.js";
import { describeBalance, describeTermBalance } from "./describe-balance.js";
import { describeBaseline } from "./describe-baseline.js";
import { describeLeftOut } from "./describe-left-out.js";
import { describeWeights } from "./describe-weights.js";
import { deriveDesign } from "./methods.js";

export interface DesignResult {
  readonly name: string;
  readonly records: readonly ResultRecord[];
  readonly gates: readonly Indicator[];
  /** Null when the design cannot be carried out; `failure` says why. */
  readonly weights: DesignWeights | null;
  readonly failure: string | null;
  /** Other matched sets from other orders of breaking ties; null where the design tries none. */
  readonly alternatives: readonly DesignWeights[] | null;
}

/** Carries out one design of one variant and describes it. A propensity model that cannot be fitted is a result, not an end of the run. */
export function runDesign(
  variant: string,
  name: string,
  design: Design,
  patients: PatientFrame,
  covariates: CovariateMatrix,
  seed: number,
): DesignResult {
  let derived: DerivedDesign;
  try {
    derived = deriveDesign(design, { name, patients, covariates, seed });
  } catch (error) {
    if (!(error instanceof EstimationError)) throw error;
    const warning = makeWarning({ variant, stage: "design", population: name }, "design_failed", error.message);
    return { name, records: [warning], gates: [], weights: null, failure: error.message, alternatives: null };
  }
  const { terms: balanced, exact } = termsOf(design);
  const named = [...balanced.flatMap(covariatesOf), ...exact];
  const terms = design.method === "unadjusted" ? covariates.columns.map((column) => column.name) : named;
  const described = describeWeights(variant, name, patients, derived);
  const balance = describeBalance(variant, name, patients, covariates, derived.weights, terms);
  const gates = checkGates(variant, name, design, described, balance.largestSmd);
  const place = { variant, stage: "design", population: name } as const;
  const records = [
    ...described.records,
    ...describeLeftOut(variant, name, design, patients, derived),
    ...describeBaseline(variant, name, patients, covariates, derived.weights),
    ...balance.records,
    ...(design.method === "unadjusted"
      ? []
      : describeTermBalance(variant, name, patients, covariates, derived.weights, design.alsoBalance ?? [])),
    makeStatisticOrNot(place, "largest_smd", balance.largestSmd, "no covariate of the design varies"),
    ...gates,
  ];
  return { name, records, gates, weights: derived.weights, failure: null, alternatives: derived.alternatives ?? null };
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

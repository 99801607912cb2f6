import type { CovariateMatrix } from "../frame/covariate-matrix.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import type { ResultRecord } from "../results/records.js";
import { type Design, termsOf } from "../spec/design.js";
import { covariatesOf } from "../spec/term.js";
import type { DerivedDesign } from "./derived-design.js";
import { describeBalance, describeTermBalance } from "./describe-balance.js";
import { describeBaseline } from "./describe-baseline.js";
import { describeLeftOut } from "./describe-left-out.js";
import { describeWeights, type WeightFacts } from "./describe-weights.js";

export interface DesignDescription {
  readonly records: readonly ResultRecord[];
  readonly facts: WeightFacts;
  /** Largest absolute SMD of the design's covariates; null when none can be computed. */
  readonly largestSmd: number | null;
}

/** A design that was carried out: its weights, baseline under them, and balance. */
export function describeDerived(
  variant: string,
  name: string,
  design: Design,
  patients: PatientFrame,
  covariates: CovariateMatrix,
  derived: DerivedDesign,
): DesignDescription {
  const { weights } = derived;
  const { records, ...facts } = describeWeights(variant, name, patients, derived);
  const balance = describeBalance(variant, name, patients, covariates, weights, balancedIn(design, covariates));
  const further = design.method === "unadjusted" ? [] : (design.alsoBalance ?? []);
  return {
    records: [
      ...records,
      ...describeLeftOut(variant, name, design, patients, derived),
      ...describeBaseline(variant, name, patients, covariates, weights),
      ...balance.records,
      ...describeTermBalance(variant, name, patients, covariates, weights, further),
    ],
    facts,
    largestSmd: balance.largestSmd,
  };
}

/** The covariates whose balance a design answers for: its own; where nothing is adjusted, all. */
export function balancedIn(design: Design, covariates: CovariateMatrix): readonly string[] {
  if (design.method === "unadjusted") return covariates.columns.map((column) => column.name);
  const { terms, exact } = termsOf(design);
  return [...terms.flatMap(covariatesOf), ...exact];
}

import type { Covariate } from "../../spec/covariate.js";
import type { PlanVariant } from "../../spec/plan.js";

/** One line of a balance table: a covariate, or one level of a categorical one. */
export interface CovariateRow {
  readonly name: string;
  readonly covariate: Covariate;
  /** Null for a covariate that is one line by itself. */
  readonly level: string | null;
  /** Complete in itself: `Tumour size: >50 mm`. */
  readonly label: string;
}

/** The covariates of a variant, categorical ones by level, in the plan's order. */
export function covariateRows(variant: PlanVariant): readonly CovariateRow[] {
  return Object.entries(variant.covariates).flatMap(([name, covariate]): CovariateRow[] => {
    const label = covariateLabel(covariate);
    if (covariate.type !== "categorical") return [{ name, covariate, level: null, label }];
    return covariate.levels.map((level) => ({ name, covariate, level, label: `${label}: ${level}` }));
  });
}

/** A covariate's name with its unit: `Age (years)`. */
export const covariateLabel = (covariate: Covariate): string =>
  covariate.type === "continuous" && covariate.unit !== undefined
    ? `${covariate.label} (${covariate.unit})`
    : covariate.label;

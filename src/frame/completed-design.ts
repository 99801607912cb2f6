import type { CovariateMatrix } from "./covariate-matrix.js";
import type { DesignWeights } from "./design-weights.js";

/** One imputation: the covariates with nothing missing that the design needs, and the design carried out on them. Aligned to a PatientFrame. */
export interface CompletedDesign {
  readonly covariates: CovariateMatrix;
  readonly weights: DesignWeights;
}

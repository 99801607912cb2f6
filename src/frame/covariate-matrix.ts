/** One baseline covariate of all n patients of a comparison. */
export interface CovariateColumn {
  readonly name: string;
  readonly label: string;
  readonly kind: "continuous" | "binary" | "categorical";
  readonly unit: string | null;
  /** Categorical: the levels, reference first. Otherwise empty. */
  readonly levels: readonly string[];
  /** The value, 0/1, or the position in `levels`; 0 where missing. Length n. */
  readonly value: Float64Array;
  /** 1 = missing. Length n. */
  readonly missing: Uint8Array;
  /** Why no model may take it: a harmonisation that could not be made. Absent where it may. */
  readonly unusable?: string;
}

/** The covariates of one comparison, aligned to its PatientFrame. */
export interface CovariateMatrix {
  readonly n: number;
  readonly columns: readonly CovariateColumn[];
}

import type { CovariateMatrix } from "../frame/covariate-matrix.js";
import type { DesignWeights } from "../frame/design-weights.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import type { Design } from "../spec/design.js";
import type { Propensity } from "./fit-propensity.js";

export interface MethodInput {
  readonly name: string;
  readonly patients: PatientFrame;
  readonly covariates: CovariateMatrix;
  readonly seed: number;
  /** Propensity models already fitted to these patients and covariates, by what they are: designs that ask for one of them share it. */
  readonly fits?: Map<string, Propensity>;
}

/** A design carried out: the weights, and what a reader must know of how they came about. */
export interface DerivedDesign {
  readonly weights: DesignWeights;
  readonly propensity: Propensity | null;
  /** Largest distance of a pair allowed on the logit; null when the design has none. */
  readonly caliper: number | null;
  readonly pairs: number | null;
  /** The other matched sets that other orders of breaking ties give, each once; empty where ties decide nothing. Absent where the design tries no other order. */
  readonly alternatives?: readonly DesignWeights[];
  /** Further figures by name, such as how many weights were truncated. */
  readonly facts: Readonly<Record<string, number>>;
}

export type DesignOf<M extends Design["method"]> = Extract<Design, { method: M }>;

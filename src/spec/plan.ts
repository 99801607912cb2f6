import type { Analysis } from "./analysis.js";
import type { Cohort } from "./cohort.js";
import type { Covariate } from "./covariate.js";
import type { Design } from "./design.js";
import type { Endpoint } from "./endpoint.js";
import type { Estimate } from "./estimate.js";
import type { Harmonisation } from "./harmonisation.js";
import type { Imaging } from "./imaging.js";

/** One way through the stages: the main analysis, or a sensitivity variant with its patch applied and every default filled in. */
export interface PlanVariant {
  /** `main`, or the name under `sensitivity`. */
  readonly id: string;
  readonly label: string;
  readonly role: "main" | "sensitivity" | "diagnostic" | "context";
  readonly varies: string | null;
  readonly why: string | null;
  readonly cohort: Cohort;
  readonly covariates: Readonly<Record<string, Covariate>>;
  /** Present where radiomic features are harmonised. */
  readonly harmonisation?: Readonly<Record<string, Harmonisation>>;
  /** Present where any endpoint is derived here. */
  readonly imaging?: Imaging;
  readonly endpoints: Readonly<Record<string, Endpoint>>;
  readonly designs: Readonly<Record<string, Design>>;
  readonly estimates: Readonly<Record<string, Estimate>>;
}

/** One combination of the choices of a specification curve. */
export interface CurveVariant extends PlanVariant {
  /** Name under `curves`. */
  readonly curve: string;
  /** Option by choice. */
  readonly options: Readonly<Record<string, string>>;
}

/** The resolved analysis: nothing implied, nothing left to default. */
export interface Plan {
  readonly analysis: Analysis;
  /** The main analysis first, then the sensitivity variants in the order of the file. */
  readonly variants: readonly PlanVariant[];
  /** The combinations of every curve, in the order of the file. */
  readonly curves: readonly CurveVariant[];
  /** SHA-256 of the resolved plan without its labels. */
  readonly hash: string;
}

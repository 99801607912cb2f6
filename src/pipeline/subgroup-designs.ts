import { deriveDesign } from "../design/methods.js";
import { EstimationError } from "../errors.js";
import type { DesignWeights } from "../frame/design-weights.js";
import { spreadWeights } from "../frame/spread-weights.js";
import { takeCovariates, takePatients } from "../frame/take-rows.js";
import type { WeightedLevel } from "../outcomes/subgroup-effects.js";
import { deriveSubgroupLevels } from "../outcomes/subgroup-levels.js";
import type { Design } from "../spec/design.js";
import type { Subgroup } from "../spec/subgroup.js";
import { withoutCovariate } from "../spec/without-covariate.js";
import type { VariantCohort } from "./derive-cohorts.js";

export interface SubgroupDesignInput {
  readonly cohort: Pick<VariantCohort["cohort"], "patients" | "covariates">;
  readonly design: Design;
  /** The design as carried out on everyone; null where it was not, and `blocked` says why. */
  readonly weights: DesignWeights | null;
  readonly blocked: string | null;
  readonly name: string;
  readonly seed: number;
}

/** The levels of a subgroup, each with the weights its effect is estimated by: the design's own, or those of the design carried out within the level. Sees no outcome. */
export function weighLevels(input: SubgroupDesignInput, subgroup: Subgroup): WeightedLevel[] {
  const { cohort, weights, blocked } = input;
  return deriveSubgroupLevels(cohort.covariates, subgroup).map((level) => {
    if (subgroup.weights === "kept" || blocked !== null) return { ...level, weights, blocked };
    try {
      return { ...level, weights: carryOut(input, subgroup, level.inLevel), blocked: null };
    } catch (error) {
      if (!(error instanceof EstimationError)) throw error;
      return { ...level, weights: null, blocked: `the design within this level: ${error.message}` };
    }
  });
}

function carryOut(
  { cohort, design, name, seed }: SubgroupDesignInput,
  { by, cuts }: Subgroup,
  inLevel: Uint8Array,
): DesignWeights {
  const rows = Int32Array.from(inLevel.keys()).filter((row) => inLevel[row] === 1);
  const patients = takePatients(cohort.patients, rows);
  const covariates = takeCovariates(cohort.covariates, rows);
  const within = cuts === undefined ? withoutCovariate(design, by) : design;
  const { weights } = deriveDesign(within, { name, seed, patients, covariates });
  return spreadWeights(weights, rows, cohort.patients.n);
}

import { evaluabilityOf } from "../comparison/evaluability.js";
import { type DesignResult, runDesign } from "../design/run-design.js";
import type { DesignWeights } from "../frame/design-weights.js";
import type { EndpointView } from "../frame/endpoint-view.js";
import type { Estimate } from "../spec/estimate.js";
import type { PreparedPair } from "./compare-pairs.js";
import { subsetOf } from "./compare-subset.js";
import { blockedReason, type VariantDesign } from "./run-designs.js";

/** Patients and weights an estimate is made of. Weights lie on the whole frame: 0 outside the set. */
export interface PopulationSet {
  readonly population: string;
  readonly weights: DesignWeights | null;
  readonly blocked: string | null;
  readonly isLocked: boolean;
}

/** The design as it was locked. */
export const lockedSet = (design: DesignResult): PopulationSet => ({
  population: design.name,
  weights: design.weights,
  blocked: blockedReason(design),
  isLocked: true,
});

/** The design made again of the patients whom every source that exists for them can evaluate. */
export function evaluableSet(
  { pair }: PreparedPair,
  main: VariantDesign,
  estimate: Estimate,
  seed: number,
): PopulationSet {
  const { patients, covariates } = main.cohort;
  const population = `${estimate.design}.evaluable`;
  const speaks = (view: EndpointView, row: number) => view.available[row] === 0 || evaluabilityOf(view, row) === 0;
  const rows = Int32Array.from({ length: patients.n }, (_, row) => row).filter(
    (row) =>
      speaks(pair.ehr, row) &&
      speaks(pair.imaging, row) &&
      (pair.ehr.available[row] === 1 || pair.imaging.available[row] === 1),
  );
  const design = main.variant.designs[estimate.design]!;
  const subset = subsetOf(patients, covariates, rows);
  const made = runDesign("main", estimate.design, design, subset.patients, subset.covariates, seed);
  const weights = made.weights === null ? null : spreadWeights(made.weights, rows, patients.n);
  // Its variance needs the links of the matching, which lie on the rows of the subset.
  const isLinked = weights?.kind === "matching-with-replacement";
  const blocked = isLinked
    ? "matching with replacement is not made again among evaluable patients"
    : blockedReason(made);
  return { population, weights, blocked, isLocked: false };
}

/** Weights of a subset on the whole frame. */
function spreadWeights({ design, kind, weight, pair }: DesignWeights, rows: Int32Array, n: number): DesignWeights {
  const whole = new Float64Array(n);
  const sets = pair === null ? null : new Int32Array(n).fill(-1);
  for (const [i, row] of rows.entries()) {
    whole[row] = weight[i]!;
    if (sets !== null) sets[row] = pair![i]!;
  }
  return { design, kind, weight: whole, pair: sets };
}

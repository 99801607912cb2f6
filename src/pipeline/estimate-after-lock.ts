import { EstimationError } from "../errors.js";
import { type EffectInput, estimateEffect } from "../outcomes/estimate-effect.js";
import { estimateImputedEffect } from "../outcomes/imputed-effect.js";
import { makeStatisticOrNot, makeWarning } from "../results/make-records.js";
import type { ResultRecord } from "../results/records.js";
import { type DesignAfterLock, imputeAfterLock } from "./impute-after-lock.js";

/** Imputations of one variant with an outcome, by design and endpoint: estimates that share these share them. A text says why there is none. */
export type AfterLockDesigns = Map<string, DesignAfterLock | string>;

/**
 * The records of an estimate with `imputation: "after-lock"` under a design that imputes: made of imputations with its outcome, with a warning that
 * says so and the balance that these designs reached, which no gate looks at. A design that cannot be carried out in them is a result.
 */
export function estimateAfterLock(
  input: EffectInput & Required<Pick<EffectInput, "covariates">>,
  seed: number,
  known: AfterLockDesigns,
): ResultRecord[] {
  const { variant, name, estimate, design, patients, covariates, data, role } = input;
  if (input.blocked !== null) return estimateEffect(input);
  const key = JSON.stringify([estimate.design, estimate.endpoint]);
  const locked = { variant, name: estimate.design, design, patients, covariates, seed };
  const made = known.get(key) ?? carryOut(() => imputeAfterLock(locked, data));
  known.set(key, made);
  const place = { variant, stage: "outcomes", population: estimate.design, variable: name } as const;
  const warning = makeWarning(
    place,
    "imputed_with_outcome",
    `“${estimate.label}” was imputed after the lock with the outcome: its weights or matched sets are not outcome-blind, and no gate looked at their balance; read the outcome-blind estimate beside it`,
  );
  if (typeof made === "string") return [...estimateEffect({ ...input, weights: null, blocked: made }), warning];
  const balance = makeStatisticOrNot(
    place,
    "after_lock_largest_smd",
    made.largestSmd,
    "no covariate of the design varies",
    { role, method: "largest mean size of an SMD over the imputations made with the outcome" },
  );
  return [...estimateImputedEffect({ ...input, weights: made.weights }, made.completed), balance, warning];
}

function carryOut(work: () => DesignAfterLock): DesignAfterLock | string {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof EstimationError)) throw error;
    return `imputation with the outcome: ${error.message}`;
  }
}

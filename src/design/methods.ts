import { type Design, modelMissing } from "../spec/design.js";
import { buildModelMatrix } from "../stats/build-model-matrix.js";
import { deriveEntropyBalance } from "../stats/entropy-balance.js";
import type { DerivedDesign, DesignOf, MethodInput } from "./derived-design.js";
import { matchByMahalanobis, matchEveryone, matchGreedily, matchOptimally, matchReplacing } from "./matching.js";
import { requireArms } from "./require-arms.js";
import { entropyEquations } from "./weight-equations.js";
import { weightByPropensity } from "./weighting.js";

type Method<M extends Design["method"]> = (design: DesignOf<M>, input: MethodInput) => DerivedDesign;

/** What the engine can do to make arms comparable, by the spec's method id. */
const methods = {
  unadjusted,
  weighting: weightByPropensity,
  "entropy-balancing": balanceEntropy,
  nearest: matchGreedily,
  mahalanobis: matchByMahalanobis,
  "with-replacement": matchReplacing,
  optimal: matchOptimally,
  full: matchEveryone,
} satisfies { [M in Design["method"]]: Method<M> };

/** Carries out one design. Throws EstimationError where it cannot be. */
export function deriveDesign(design: Design, input: MethodInput): DerivedDesign {
  const method = methods[design.method] as (design: Design, input: MethodInput) => DerivedDesign;
  return method(design, input);
}

function unadjusted(_design: DesignOf<"unadjusted">, { name, patients }: MethodInput): DerivedDesign {
  const weight = new Float64Array(patients.n).fill(1);
  return {
    weights: { design: name, kind: "unadjusted", weight, pair: null },
    propensity: null,
    caliper: null,
    pairs: null,
    facts: {},
  };
}

function balanceEntropy(
  design: DesignOf<"entropy-balancing">,
  { name, patients, covariates }: MethodInput,
): DerivedDesign {
  const matrix = buildModelMatrix(covariates, design.moments, {
    intercept: false,
    missing: modelMissing(design.missing),
  });
  const { X, n, p, names, rows } = matrix;
  const treated = Uint8Array.from(rows, (row) => patients.trial[row]!);
  requireArms(treated, design.moments);
  const balanced = deriveEntropyBalance({ X, n, p, names, treated, estimand: design.estimand });
  const weight = new Float64Array(patients.n);
  for (const [k, row] of rows.entries()) weight[row] = balanced.weight[k]!;
  const equations = entropyEquations(design, matrix, treated, balanced.weight);
  const facts = { largest_residual: balanced.largestResidual };
  return {
    weights: { design: name, kind: "weighting", weight, pair: null, equations },
    propensity: null,
    caliper: null,
    pairs: null,
    facts,
  };
}

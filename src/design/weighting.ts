import { EstimationError } from "../errors.js";
import { derivePropensityWeights } from "../stats/propensity-weights.js";
import { stabiliseWeights } from "../stats/stabilise-weights.js";
import { truncateWeights } from "../stats/truncate-weights.js";
import type { DerivedDesign, DesignOf, MethodInput } from "./derived-design.js";
import { fitPropensity, type Propensity } from "./fit-propensity.js";

/** Weights by propensity: trimmed first, then the estimand's formula, then truncated, then stabilised, each only where the design says so. */
export function weightByPropensity(
  design: DesignOf<"weighting">,
  { name, patients, covariates }: MethodInput,
): DerivedDesign {
  const propensity = fitPropensity(patients, covariates, design.propensity);
  const kept = keepWithin(propensity, design.trim);
  const treated = Uint8Array.from(kept, (k) => propensity.treated[k]!);
  const score = Float64Array.from(kept, (k) => propensity.score[k]!);
  const facts: Record<string, number> = {};
  if (design.trim !== undefined) facts.trimmed = propensity.rows.length - kept.length;
  let weights = derivePropensityWeights(treated, score, design.estimand);
  if (design.truncate !== undefined) {
    const member = design.estimand === "ATT" ? treated.map((arm) => 1 - arm) : new Uint8Array(treated.length).fill(1);
    const cut = truncateWeights(weights, { member, ...design.truncate });
    weights = cut.weight;
    facts.truncated = cut.truncated;
    facts.truncated_at = cut.upper;
  }
  if (design.stabilised) weights = stabiliseWeights(weights, treated);
  const weight = new Float64Array(patients.n);
  for (const [i, k] of kept.entries()) weight[propensity.rows[k]!] = weights[i]!;
  return {
    weights: { design: name, kind: "weighting", weight, pair: null },
    propensity,
    caliper: null,
    pairs: null,
    facts,
  };
}

/** Positions of the model's rows whose propensity lies within the limits, both included. */
function keepWithin({ score, treated }: Propensity, trim: DesignOf<"weighting">["trim"]): number[] {
  const { below, above } = trim ?? { below: 0, above: 1 };
  const kept = Array.from(score.keys()).filter((k) => score[k]! >= below && score[k]! <= above);
  for (const [arm, side] of [
    ["trial", 1],
    ["control", 0],
  ] as const) {
    if (!kept.some((k) => treated[k] === side))
      throw new EstimationError(
        `trimming leaves nobody in the ${arm} arm; no propensity there lies in [${below}, ${above}]: widen the limits`,
      );
  }
  return kept;
}

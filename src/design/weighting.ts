import { derivePropensityWeights } from "../stats/propensity-weights.js";
import { stabiliseWeights } from "../stats/stabilise-weights.js";
import { truncateWeights } from "../stats/truncate-weights.js";
import { keepCommonSupport, type PropensityMembers, takeMembers } from "./common-support.js";
import type { DerivedDesign, DesignOf, MethodInput } from "./derived-design.js";
import { fitPropensity } from "./fit-propensity.js";
import { propensityEquations } from "./weight-equations.js";

/** Weights by propensity: trimmed first, then the estimand's formula, then truncated, then stabilised, each only where the design says so. */
export function weightByPropensity(design: DesignOf<"weighting">, input: MethodInput): DerivedDesign {
  const { name, patients } = input;
  const propensity = fitPropensity(input, design.propensity);
  const supported = design.propensity.commonSupport === true ? keepCommonSupport(propensity) : propensity;
  const { treated, score, rows } = keepWithin(supported, design.trim);
  const facts: Record<string, number> = {};
  if (design.trim !== undefined) facts.trimmed = supported.rows.length - rows.length;
  if (design.propensity.commonSupport === true) facts.outside_support = propensity.rows.length - supported.rows.length;
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
  for (const [k, row] of rows.entries()) weight[row] = weights[k]!;
  const equations = propensityEquations(design, propensity, weights);
  return {
    weights: {
      design: name,
      kind: "weighting",
      weight,
      pair: null,
      ...(equations === null ? {} : { equations }),
    },
    propensity,
    caliper: null,
    pairs: null,
    facts,
  };
}

/** The patients whose propensity lies within the limits, both included. */
export function keepWithin(members: PropensityMembers, trim: DesignOf<"weighting">["trim"]): PropensityMembers {
  if (trim === undefined) return members;
  const { below, above } = trim;
  const reason = `no propensity there lies within [${below}, ${above}]; widen the limits of trim`;
  return takeMembers(members, (k) => members.score[k]! >= below && members.score[k]! <= above, reason);
}

import { EstimationError } from "../errors.js";
import type { CovariateMatrix } from "../frame/covariate-matrix.js";
import { covariatesOf } from "../spec/term.js";
import { deriveCanonicalRank } from "../stats/canonical-rank.js";
import { matchOptimal } from "../stats/match-optimal.js";
import { matchNearest, type NearestMatch } from "../stats/nearest.js";
import { standardDeviation } from "../stats/standard-deviation.js";
import type { DerivedDesign, DesignOf, MethodInput } from "./derived-design.js";
import { fitPropensity, type Propensity } from "./fit-propensity.js";

type MatchingDesign = DesignOf<"nearest"> | DesignOf<"optimal">;

/** Greedy nearest-neighbour sets on the logit of the propensity score. */
export function matchGreedily(design: DesignOf<"nearest">, input: MethodInput): DerivedDesign {
  const prepared = prepare(design, input);
  const { order, ratio } = design;
  return finish(input, prepared, matchNearest({ ...prepared.scores, order, ratio }));
}

/** Optimal 1:1 pairs on the logit of the propensity score. */
export function matchPairs(design: DesignOf<"optimal">, input: MethodInput): DerivedDesign {
  const prepared = prepare(design, input);
  return finish(input, prepared, matchOptimal(prepared.scores));
}

interface Prepared {
  readonly propensity: Propensity;
  readonly caliper: number | null;
  readonly scores: {
    readonly score: Float64Array;
    readonly treated: Uint8Array;
    readonly tieRank: Int32Array;
    readonly caliper?: number;
    readonly stratum?: Int32Array;
  };
}

function prepare(design: MatchingDesign, { patients, covariates, seed }: MethodInput): Prepared {
  const propensity = fitPropensity(patients, covariates, design.propensity);
  const { rows, logit, treated } = propensity;
  const names = new Set(design.propensity.terms.flatMap(covariatesOf));
  const columns = covariates.columns.filter((column) => names.has(column.name));
  const values = columns.map((column) => Float64Array.from(rows, (row) => column.value[row]!));
  const tieRank = deriveCanonicalRank(
    values,
    Array.from(rows, (row) => patients.patientId[row]!),
    seed,
  );
  const caliper = design.caliper === null ? null : design.caliper * standardDeviation(logit);
  const stratum = stratify(covariates, design.exact, rows);
  return {
    propensity,
    caliper,
    scores: {
      score: logit,
      treated,
      tieRank,
      ...(caliper === null ? {} : { caliper }),
      ...(stratum === null ? {} : { stratum }),
    },
  };
}

/** A code for every combination of the exact covariates' values; a missing value is a value of its own. */
function stratify(covariates: CovariateMatrix, exact: readonly string[], rows: Int32Array): Int32Array | null {
  if (exact.length === 0) return null;
  const columns = exact.map((name) => covariates.columns.find((column) => column.name === name)!);
  const codes = new Map<string, number>();
  return rows.map((row) => {
    const key = columns.map((column) => (column.missing[row] === 1 ? "?" : column.value[row])).join("/");
    const code = codes.get(key) ?? codes.size;
    codes.set(key, code);
    return code;
  });
}

/** Trial patients in a set weigh 1 and its controls share 1, so that the controls weigh as the matched trial patients do. */
function finish(
  { name, patients }: MethodInput,
  { propensity, caliper }: Prepared,
  match: NearestMatch,
): DerivedDesign {
  if (match.pairs === 0) {
    throw new EstimationError(
      `matching finds no pair: ${caliper === null ? "the exact covariates have no value in common" : "no control lies within the caliper of any trial patient"}; widen the caliper or check the overlap of the arms`,
    );
  }
  const controls = new Int32Array(match.pairs);
  for (const [k, set] of match.pair.entries()) if (set >= 0 && propensity.treated[k] === 0) controls[set]! += 1;
  const weight = new Float64Array(patients.n);
  const pair = new Int32Array(patients.n).fill(-1);
  for (const [k, set] of match.pair.entries()) {
    if (set < 0) continue;
    const row = propensity.rows[k]!;
    pair[row] = set;
    weight[row] = propensity.treated[k] === 1 ? 1 : 1 / controls[set]!;
  }
  return {
    weights: { design: name, kind: "matching", weight, pair },
    propensity,
    caliper,
    pairs: match.pairs,
    facts: {},
  };
}

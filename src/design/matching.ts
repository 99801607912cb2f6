import type { DesignWeights } from "../frame/design-weights.js";
import { hash32 } from "../math/stream.js";
import { buildModelMatrix } from "../stats/build-model-matrix.js";
import { deriveCanonicalRank } from "../stats/canonical-rank.js";
import { matchFull } from "../stats/full-matching.js";
import { matchMahalanobis } from "../stats/match-mahalanobis.js";
import { matchOptimal } from "../stats/match-optimal.js";
import { matchNearest } from "../stats/nearest.js";
import { matchWithReplacement } from "../stats/nearest-with-replacement.js";
import type { DerivedDesign, DesignOf, MethodInput } from "./derived-design.js";
import { requireSets, shareEqually, weighSets } from "./matched-weights.js";
import { type PreparedMatching, prepareMatching } from "./prepare-matching.js";

/** Greedy nearest-neighbour sets on the logit of the propensity score, and those that other orders of breaking ties give. */
export function matchGreedily(design: DesignOf<"nearest">, input: MethodInput): DerivedDesign {
  const prepared = prepareMatching(design, input);
  const { order, ratio } = design;
  const matchBy = (tieRank: Int32Array): DerivedDesign => {
    const match = matchNearest({ ...prepared.scores, tieRank, order, ratio });
    return weighSets(
      input,
      prepared,
      match.pair,
      shareEqually(match.pair, match.pairs, prepared.members.treated),
      match.pairs,
    );
  };
  const derived = matchBy(prepared.scores.tieRank);
  if (design.tieOrders === undefined) return derived;
  return { ...derived, alternatives: otherSets(derived, design.tieOrders, input, prepared, matchBy) };
}

/** The distinct matched sets over `orders` random orders of all patients (stream of the seed), without the one already in hand. */
function otherSets(
  { weights }: DerivedDesign,
  orders: number,
  { name, patients, seed }: MethodInput,
  { members }: PreparedMatching,
  matchBy: (tieRank: Int32Array) => DerivedDesign,
): DesignWeights[] {
  const ids = Array.from(members.rows, (row) => patients.patientId[row]!);
  const seen = new Set([setsKey(weights)]);
  const found: DesignWeights[] = [];
  for (let k = 1; k <= orders; k += 1) {
    const other = matchBy(deriveCanonicalRank([], ids, hash32(`${seed}/tie-order/${name}/${k}`))).weights;
    const key = setsKey(other);
    if (seen.has(key)) continue;
    seen.add(key);
    found.push(other);
  }
  return found;
}

/** One text for one partition into sets, whatever their numbers. */
function setsKey({ pair }: DesignWeights): string {
  const first = new Map<number, number>();
  return Array.from(pair ?? [], (set, row) => {
    if (set < 0) return "-";
    if (!first.has(set)) first.set(set, row);
    return first.get(set);
  }).join();
}

/** Greedy nearest-neighbour sets on the Mahalanobis distance. */
export function matchByMahalanobis(design: DesignOf<"mahalanobis">, input: MethodInput): DerivedDesign {
  const prepared = prepareMatching(design, input);
  const { rows, treated } = prepared.members;
  const { X, p, names } = distanceColumns(input, design, rows);
  const { score, tieRank, caliper, stratum } = prepared.scores;
  const { order, ratio } = design;
  const match = matchMahalanobis({
    X,
    n: rows.length,
    p,
    names,
    treated,
    order,
    ratio,
    score,
    tieRank,
    ...(caliper === undefined ? {} : { caliper }),
    ...(stratum === undefined ? {} : { stratum }),
  });
  return weighSets(input, prepared, match.pair, shareEqually(match.pair, match.pairs, treated), match.pairs);
}

/** The columns of the distance for the rows of the propensity model, all of which must have them. */
function distanceColumns({ covariates }: MethodInput, design: DesignOf<"mahalanobis">, rows: Int32Array) {
  const columns = covariates.columns.map((column) => ({
    ...column,
    value: Float64Array.from(rows, (row) => column.value[row]!),
    missing: Uint8Array.from(rows, (row) => column.missing[row]!),
  }));
  return buildModelMatrix({ n: rows.length, columns }, design.distance, { intercept: false, missing: "refuse" });
}

/** Optimal sets on the logit of the propensity score. */
export function matchOptimally(design: DesignOf<"optimal">, input: MethodInput): DerivedDesign {
  const prepared = prepareMatching(design, input);
  const match = matchOptimal({ ...prepared.scores, ratio: design.ratio });
  return weighSets(
    input,
    prepared,
    match.pair,
    shareEqually(match.pair, match.pairs, prepared.members.treated),
    match.pairs,
  );
}

/** Optimal full matching on the logit of the propensity score. */
export function matchEveryone(design: DesignOf<"full">, input: MethodInput): DerivedDesign {
  const prepared = prepareMatching(design, input);
  const match = matchFull(prepared.scores);
  return weighSets(input, prepared, match.set, match.weight, match.sets);
}

/** Nearest neighbours with replacement: a control's weight is the sum of its shares in trial patients; it has no set of its own. */
export function matchReplacing(design: DesignOf<"with-replacement">, input: MethodInput): DerivedDesign {
  const prepared = prepareMatching(design, input);
  const match = matchWithReplacement({ ...prepared.scores, ratio: design.ratio });
  requireSets(match.treatedRow.length, prepared.caliper);
  const weight = new Float64Array(input.patients.n);
  for (const [k, row] of prepared.members.rows.entries()) weight[row] = match.weight[k]!;
  const links = {
    rows: prepared.members.rows,
    score: prepared.scores.score,
    trial: match.treatedRow,
    start: match.start,
    control: match.control,
  };
  return {
    weights: { design: input.name, kind: "matching-with-replacement", weight, pair: null, links },
    propensity: prepared.propensity,
    caliper: prepared.caliper,
    pairs: match.treatedRow.length,
    facts: {},
  };
}

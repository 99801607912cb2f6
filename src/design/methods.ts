import type { CovariateMatrix } from "../frame/covariate-matrix.js";
import type { DesignWeights } from "../frame/design-weights.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import type { Design } from "../spec/design.js";
import { deriveCanonicalRank } from "../stats/canonical-rank.js";
import { matchNearest } from "../stats/nearest.js";
import { derivePropensityWeights } from "../stats/propensity-weights.js";
import { standardDeviation } from "../stats/standard-deviation.js";
import { fitPropensity, type Propensity } from "./fit-propensity.js";

export interface MethodInput {
  readonly name: string;
  readonly patients: PatientFrame;
  readonly covariates: CovariateMatrix;
  readonly seed: number;
}

/** A design carried out: the weights, and what a reader must know of how they came about. */
export interface DerivedDesign {
  readonly weights: DesignWeights;
  readonly propensity: Propensity | null;
  /** Largest distance of a pair on the logit; null when the design has none. */
  readonly caliper: number | null;
  readonly pairs: number | null;
}

type Of<M extends Design["method"]> = Extract<Design, { method: M }>;
type Method<M extends Design["method"]> = (design: Of<M>, input: MethodInput) => DerivedDesign;

/** What the engine can do to make arms comparable, by the spec's method id. */
const methods = { unadjusted, weighting, nearest } satisfies { [M in Design["method"]]: Method<M> };

/** Carries out one design. Throws EstimationError where its propensity model cannot be fitted. */
export function deriveDesign(design: Design, input: MethodInput): DerivedDesign {
  const method = methods[design.method] as (design: Design, input: MethodInput) => DerivedDesign;
  return method(design, input);
}

function unadjusted(_design: Of<"unadjusted">, { name, patients }: MethodInput): DerivedDesign {
  const weight = new Float64Array(patients.n).fill(1);
  return {
    weights: { design: name, kind: "unadjusted", weight, pair: null },
    propensity: null,
    caliper: null,
    pairs: null,
  };
}

function weighting(design: Of<"weighting">, { name, patients, covariates }: MethodInput): DerivedDesign {
  const propensity = fitPropensity(patients, covariates, design.propensity);
  const rows = membersOf(propensity.member);
  const treated = Uint8Array.from(rows, (row) => patients.trial[row]!);
  const weights = derivePropensityWeights(
    treated,
    Float64Array.from(rows, (row) => propensity.score[row]!),
    design.estimand,
  );
  const weight = new Float64Array(patients.n);
  for (const [k, row] of rows.entries()) weight[row] = weights[k]!;
  return { weights: { design: name, kind: "weighting", weight, pair: null }, propensity, caliper: null, pairs: null };
}

function nearest(design: Of<"nearest">, { name, patients, covariates, seed }: MethodInput): DerivedDesign {
  const propensity = fitPropensity(patients, covariates, design.propensity);
  const rows = membersOf(propensity.member);
  const score = Float64Array.from(rows, (row) => propensity.logit[row]!);
  const treated = Uint8Array.from(rows, (row) => patients.trial[row]!);
  const terms = covariates.columns.filter((column) => design.propensity.terms.includes(column.name));
  const tieRank = deriveCanonicalRank(
    terms.map((column) => Float64Array.from(rows, (row) => column.value[row]!)),
    Array.from(rows, (row) => patients.patientId[row]!),
    seed,
  );
  const caliper = design.caliper * standardDeviation(score);
  const match = matchNearest({ score, treated, order: design.order, caliper, tieRank });
  const weight = new Float64Array(patients.n);
  const pair = new Int32Array(patients.n).fill(-1);
  for (const [k, row] of rows.entries()) {
    pair[row] = match.pair[k]!;
    if (match.pair[k]! >= 0) weight[row] = 1;
  }
  return { weights: { design: name, kind: "matching", weight, pair }, propensity, caliper, pairs: match.pairs };
}

function membersOf(member: Uint8Array): Int32Array {
  const rows: number[] = [];
  for (let i = 0; i < member.length; i += 1) if (member[i] === 1) rows.push(i);
  return Int32Array.from(rows);
}

import { EstimationError } from "../errors.js";
import type { CompletedDesign } from "../frame/completed-design.js";
import type { CovariateMatrix } from "../frame/covariate-matrix.js";
import type { DesignWeights } from "../frame/design-weights.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import { sum } from "../math/sum.js";
import { fillPlace, makeStatistic, type Place } from "../results/make-records.js";
import type { Listing, ResultRecord, Statistic } from "../results/records.js";
import type { Design } from "../spec/design.js";
import type { Imputation } from "../spec/missing.js";
import { averageRecords } from "./average-records.js";
import type { MethodInput } from "./derived-design.js";
import { balancedIn, type DesignDescription, describeDerived } from "./describe-derived.js";
import type { WeightFacts } from "./describe-weights.js";
import { imputeCovariates, neededCovariates } from "./impute-covariates.js";
import { deriveDesign } from "./methods.js";

/** A design carried out within each of m imputations. */
export interface ImputedDesign extends DesignDescription {
  readonly completed: readonly CompletedDesign[];
  /** Each patient's mean weight over the imputations: who is in the design at all, and what curves are drawn with. */
  readonly weights: DesignWeights;
}

/**
 * Fits, weights or matches within each completed data set, and describes the m designs as one: records are means over the imputations, and the
 * facts that gates look at are too. The size of an SMD is averaged, not the SMD, so that imbalances of opposite sign do not cancel.
 * Throws EstimationError where the design cannot be carried out in any one of them.
 */
export function runImputedDesign(
  variant: string,
  design: Design,
  imputation: Imputation,
  input: MethodInput,
): ImputedDesign {
  const { name, patients } = input;
  const place = { variant, stage: "design", population: name } as const;
  const data = imputeCovariates(design, imputation, input);
  const made = data.map((covariates, k) => {
    const derived = inImputation(k, data.length, () => deriveDesign(design, { ...input, covariates }));
    const described = describeDerived(variant, name, design, patients, covariates, derived);
    return { covariates, weights: derived.weights, described };
  });
  const described = made.map((each) => each.described);
  const weights = averageWeights(
    name,
    made.map((each) => each.weights),
  );
  const spread = describeSpread(described);
  const balanced = new Set(balancedIn(design, input.covariates));
  const sizes = spread.flatMap(({ statistic, variable, value }) =>
    statistic === "smd_mean_size" && balanced.has(variable ?? "") && value !== null ? [value] : [],
  );
  return {
    completed: made.map(({ covariates, weights: own }) => ({ covariates, weights: own })),
    weights,
    records: [
      makeStatistic(place, "imputations", data.length, { unit: "imputations" }),
      makeStatistic(place, "imputation_rounds", imputation.iterations, { unit: "rounds" }),
      listCovariates(place, design, imputation, input.covariates),
      listImputations(place, described),
      ...countPatients(averageRecords(described.map(({ records }) => records)), patients, weights),
      ...spread,
    ],
    facts: averageFacts(described.map(({ facts }) => facts)),
    largestSmd: sizes.length === 0 ? null : Math.max(...sizes),
  };
}

function inImputation<T>(k: number, of: number, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof EstimationError)) throw error;
    throw new EstimationError(`in imputation ${k + 1} of ${of}: ${error.message}`);
  }
}

function averageWeights(design: string, each: readonly DesignWeights[]): DesignWeights {
  const n = each[0]?.weight.length ?? 0;
  const weight = Float64Array.from({ length: n }, (_, i) => sum(each.map((own) => own.weight[i]!)) / each.length);
  return { design, kind: "weighting", weight, pair: null };
}

function averageFacts(each: readonly WeightFacts[]): WeightFacts {
  const mean = (fact: keyof WeightFacts) => sum(each.map((facts) => facts[fact])) / each.length;
  return {
    trialEffectiveSampleSize: mean("trialEffectiveSampleSize"),
    controlEffectiveSampleSize: mean("controlEffectiveSampleSize"),
    largestTrialShare: mean("largestTrialShare"),
    largestControlShare: mean("largestControlShare"),
    unmatchedTrialShare: mean("unmatchedTrialShare"),
  };
}

/** Per covariate and level: the mean and the largest size of its SMD over the imputations. None where an imputation has no SMD. */
function describeSpread(described: readonly DesignDescription[]): Statistic[] {
  const each = described.map(({ records }) =>
    records.filter((record): record is Statistic => record.kind === "statistic" && record.statistic === "smd"),
  );
  return (each[0] ?? []).flatMap((record, k) => {
    const values = each.map((records) => records[k]?.value ?? null);
    if (values.includes(null)) return [];
    const sizes = (values as number[]).map(Math.abs);
    const method = `${record.method}; size over ${sizes.length} imputations`;
    return [
      { ...record, statistic: "smd_mean_size", value: sum(sizes) / sizes.length, method },
      { ...record, statistic: "smd_largest_size", value: Math.max(...sizes), method },
    ];
  });
}

/** Numbers of patients are whole: those in the design in any imputation, and those in none, whom its last step loses. */
function countPatients(
  records: readonly ResultRecord[],
  { trial }: PatientFrame,
  { weight }: DesignWeights,
): ResultRecord[] {
  const count = (group: string | null, isIn: boolean) =>
    trial.reduce(
      (total, arm, i) => total + (arm === (group === "control" ? 0 : 1) && weight[i]! > 0 === isIn ? 1 : 0),
      0,
    );
  const steps = leavingSteps.filter((name) => records.some((record) => isCount(record) && record.statistic === name));
  const last = steps.at(-1);
  return records.flatMap((record): ResultRecord[] => {
    if (!isCount(record)) return [record];
    const { statistic, group } = record;
    if (statistic === "n") return [{ ...record, value: count(group, true), method: "in any imputation" }];
    if (statistic === "unmatched_trial" || (statistic === last && last !== "n_incomplete"))
      return [{ ...record, value: count(group, false), method: "in no imputation" }];
    return steps.includes(statistic) && statistic !== "n_incomplete" ? [] : [record];
  });
}

const leavingSteps: readonly string[] = ["n_incomplete", "n_outside_support", "n_trimmed", "n_unmatched"];

const isCount = (record: ResultRecord): record is Statistic => record.kind === "statistic" && record.variable === null;

function listCovariates(place: Place, design: Design, { also = [] }: Imputation, covariates: CovariateMatrix): Listing {
  const models = { continuous: "predictive mean matching", binary: "logistic", categorical: "polytomous" } as const;
  const needed = neededCovariates(design);
  const used = covariates.columns.filter(({ name }) => needed.has(name) || also.includes(name));
  return {
    kind: "listing",
    ...fillPlace(place),
    listing: "imputed_covariates",
    columns: [
      { name: "covariate", label: "Covariate" },
      { name: "place", label: "Place in the design" },
      { name: "model", label: "Imputed by" },
    ],
    rows: used.map(({ name, kind, missing }) => [
      name,
      needed.has(name) ? "balanced" : "auxiliary",
      missing.includes(1) ? models[kind] : "complete",
    ]),
  };
}

function listImputations(place: Place, described: readonly DesignDescription[]): Listing {
  return {
    kind: "listing",
    ...fillPlace(place),
    listing: "imputations",
    columns: [
      { name: "imputation", label: "Imputation" },
      { name: "effective_sample_size", label: "Effective sample size, control" },
      { name: "largest_smd", label: "Largest SMD" },
      { name: "largest_weight_share", label: "Largest weight share, control" },
      { name: "unmatched_trial_share", label: "Trial patients left out" },
    ],
    rows: described.map(({ facts, largestSmd }, k) => [
      k + 1,
      facts.controlEffectiveSampleSize,
      largestSmd,
      facts.largestControlShare,
      facts.unmatchedTrialShare,
    ]),
  };
}

import { patientClusters } from "../frame/patient-clusters.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import { sum } from "../math/sum.js";
import { fillPlace, makeSeries, makeStatistic } from "../results/make-records.js";
import type { ResultRecord } from "../results/records.js";
import { clusterTotals } from "../stats/cluster-totals.js";
import { effectiveSampleSize } from "../stats/effective-sample-size.js";
import { estimateOverlapCoefficient } from "../stats/overlap-coefficient.js";
import { derivePreferenceScore, estimateEquipoise } from "../stats/preference-score.js";
import { estimateCStatistic } from "../stats/propensity-overlap.js";
import type { DerivedDesign } from "./derived-design.js";
import { oddsRatioOf } from "./odds-ratio-of.js";

/** The figures of a design that its gates look at. */
export interface WeightFacts {
  readonly trialEffectiveSampleSize: number;
  readonly controlEffectiveSampleSize: number;
  readonly largestTrialShare: number;
  readonly largestControlShare: number;
  readonly unmatchedTrialShare: number;
}

export interface WeightDescription extends WeightFacts {
  readonly records: readonly ResultRecord[];
}

/** Who is in a design and with what weight: numbers per arm, effective sample size, largest share, pairs, the propensity model and its overlap. */
export function describeWeights(
  variant: string,
  population: string,
  patients: PatientFrame,
  derived: DerivedDesign,
): WeightDescription {
  const place = { variant, stage: "design", population } as const;
  const records: ResultRecord[] = [];
  const facts = { trial: armFacts(patients, derived, 1), control: armFacts(patients, derived, 0) };
  for (const group of ["trial", "control"] as const) {
    const { n, total, ess, largest, persons } = facts[group];
    const at = { ...place, group };
    const method = `(Σw)²/Σw²${persons < n ? ", w summed over the lines of a patient" : ""}`;
    records.push(makeStatistic(at, "n", n, { unit: "patients" }), makeStatistic(at, "sum_of_weights", total));
    if (persons < n) records.push(makeStatistic(at, "n_patients", persons, { unit: "patients" }));
    records.push(makeStatistic(at, "effective_sample_size", ess, { unit: "patients", method }));
    records.push(
      makeStatistic(at, "largest_weight", largest),
      makeStatistic(at, "largest_weight_share", total > 0 ? largest / total : 0),
    );
  }
  const unmatched = facts.trial.everyone - facts.trial.n;
  const unmatchedTrialShare = facts.trial.everyone === 0 ? 0 : unmatched / facts.trial.everyone;
  records.push(
    makeStatistic(place, "unmatched_trial", unmatched, { unit: "patients" }),
    makeStatistic(place, "unmatched_trial_share", unmatchedTrialShare),
  );
  if (derived.pairs !== null) records.push(makeStatistic(place, "pairs", derived.pairs));
  if (derived.caliper !== null) records.push(makeStatistic(place, "caliper", derived.caliper, { unit: "logit" }));
  for (const [fact, value] of Object.entries(derived.facts)) records.push(makeStatistic(place, fact, value));
  records.push(...describePropensity(variant, population, derived));
  const shareOf = ({ total, largest }: typeof facts.trial) => (total > 0 ? largest / total : 0);
  return {
    records,
    trialEffectiveSampleSize: facts.trial.ess,
    controlEffectiveSampleSize: facts.control.ess,
    largestTrialShare: shareOf(facts.trial),
    largestControlShare: shareOf(facts.control),
    unmatchedTrialShare,
  };
}

/** Of an arm; a patient of several lines carries the weight of all of them. */
function armFacts(patients: PatientFrame, derived: DerivedDesign, side: 0 | 1) {
  const { weight } = derived.weights;
  const clusters = patientClusters(patients);
  const mine: number[] = [];
  const person: number[] = [];
  let everyone = 0;
  for (let i = 0; i < patients.n; i += 1) {
    if (patients.trial[i] !== side) continue;
    everyone += 1;
    if (!(weight[i]! > 0)) continue;
    mine.push(weight[i]!);
    person.push(clusters?.[i] ?? i);
  }
  const total = sum(mine);
  const carried = clusterTotals(Float64Array.from(mine), clusters === null ? null : Int32Array.from(person));
  const ess = mine.length === 0 ? 0 : effectiveSampleSize(carried);
  const largest = carried.reduce((most, w) => Math.max(most, w), 0);
  return { everyone, n: mine.length, persons: carried.length, total, ess, largest };
}

function describePropensity(variant: string, population: string, derived: DerivedDesign): ResultRecord[] {
  const { propensity } = derived;
  if (propensity === null) return [];
  const place = { variant, stage: "design", population } as const;
  const { rows, score, treated } = propensity;
  const weight = Float64Array.from(rows, (row) => derived.weights.weight[row]!);
  const columns = ["term", "coefficient", "standard_error", "odds_ratio"];
  return [
    ...(propensity.penalty === null
      ? []
      : [
          makeStatistic(place, "lasso_penalty", propensity.penalty.lambda, {
            method: "L1, per patient, on standardised columns",
          }),
          makeStatistic(place, "lasso_terms", propensity.penalty.kept),
        ]),
    makeStatistic(place, "c_statistic", estimateCStatistic(score, treated), { method: "ties count half" }),
    ...describeOverlap(place, score, treated, weight),
    {
      kind: "listing",
      ...fillPlace(place),
      listing: "propensity_model",
      columns: columns.map((name) => ({ name, label: name.replace("_", " ") })),
      rows: propensity.names.map((name, j) => [
        name,
        propensity.beta[j]!,
        propensity.standardError?.[j] ?? null,
        oddsRatioOf(propensity.beta[j]!),
      ]),
    },
    makeHistogram(place, score, treated, weight),
  ];
}

/** How far the arms' propensities overlap before and after, and the share of each arm in equipoise: advisory, since support and equipoise can look well with a tiny effective sample. */
function describeOverlap(
  place: HistogramPlace,
  score: Float64Array,
  treated: Uint8Array,
  weight: Float64Array,
): ResultRecord[] {
  const equipoise = estimateEquipoise(derivePreferenceScore(score, treated), treated);
  const overlap = { method: `histogram of ${bins} bins` };
  const preference = { method: "preference score within 0.3 to 0.7 (Walker 2013)" };
  return [
    makeStatistic(place, "overlap_coefficient_before", estimateOverlapCoefficient(score, treated, { bins }), overlap),
    makeStatistic(place, "overlap_coefficient", estimateOverlapCoefficient(score, treated, { weight, bins }), overlap),
    makeStatistic({ ...place, group: "trial" }, "equipoise", equipoise.treated, preference),
    makeStatistic({ ...place, group: "control" }, "equipoise", equipoise.control, preference),
  ];
}

const bins = 20;

interface HistogramPlace {
  readonly variant: string;
  readonly stage: "design";
  readonly population: string;
}

function makeHistogram(
  place: HistogramPlace,
  score: Float64Array,
  treated: Uint8Array,
  weight: Float64Array,
): ResultRecord {
  const counts = { trial: new Float64Array(bins), control: new Float64Array(bins) };
  const weights = { trial: new Float64Array(bins), control: new Float64Array(bins) };
  for (let k = 0; k < score.length; k += 1) {
    const bin = Math.min(bins - 1, Math.floor(score[k]! * bins));
    const arm = treated[k] === 1 ? "trial" : "control";
    counts[arm][bin]! += 1;
    weights[arm][bin]! += weight[k]!;
  }
  const edge = (shift: number) => ({
    unit: "probability",
    values: Float64Array.from({ length: bins }, (_, k) => (k + shift) / bins),
  });
  const column = (values: Float64Array, unit: string | null) => ({ unit, values });
  return makeSeries(place, "propensity_histogram", {
    lower: edge(0),
    upper: edge(1),
    trial: column(counts.trial, "patients"),
    control: column(counts.control, "patients"),
    trial_weighted: column(weights.trial, null),
    control_weighted: column(weights.control, null),
  });
}

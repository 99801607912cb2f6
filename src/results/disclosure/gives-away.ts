import type { Statistic } from "../records.js";
import type { ArmFacts } from "./arm-facts.js";
import { guards, type IsGuarded } from "./count-book.js";

const arms = ["trial", "control"] as const;

/** Values of single patients. */
const extremes = new Set([
  ...["min", "max", "time_min", "time_max", "mean_left_out", "proportion_left_out"],
  ...["index_year_first", "index_year_last"],
]);
/** Share of an arm beyond a quantile on its shorter side: a quantile is shown where at least the limit lie there. */
const quantiles: Readonly<Record<string, number>> = {
  p10: 0.1,
  q1: 0.25,
  q1_lower: 0.25,
  q1_upper: 0.25,
  median: 0.5,
  median_lower: 0.5,
  median_upper: 0.5,
  median_left: 0.5,
  median_right: 0.5,
  follow_up_median: 0.5,
  follow_up_median_lower: 0.5,
  follow_up_median_upper: 0.5,
  q3: 0.25,
  q3_lower: 0.25,
  q3_upper: 0.25,
  p90: 0.1,
};
/** What the number of patients of an arm can be had from, whatever their weights. */
const sizes = new Set([
  "sum_of_weights",
  "effective_sample_size",
  "largest_weight",
  "largest_weight_share",
  "censoring_weight_mean",
  "censoring_weight_min",
  "censoring_weight_p99",
  "censoring_weight_max",
  "censoring_weight_cut_share",
]);
const moments = new Set([
  "mean",
  "sd",
  "equipoise",
  "rmst",
  "rmst_lower",
  "rmst_upper",
  "rmst_se",
  "follow_up_completeness",
]);
/** Comparisons of the arms from which, the trial's share being known, the other's follows. */
const contrasts = new Set([
  "smd",
  "smd_mean_size",
  "smd_largest_size",
  "ks",
  "ecdf_mean",
  "variance_ratio",
  "term_smd",
]);
const rateEffect = /^(risk_difference|risk_ratio|odds_ratio|log_risk_ratio|log_odds_ratio)(_se|_lower|_upper)?$|^cmh_/;
const incidenceEffect = /^incidence_difference(_se|_lower|_upper)?$/;
const inResponseEffect = /^in_response_difference(_se|_lower|_upper)?$/;
const survivalEffect = /^survival_difference(_se|_lower|_upper)?$/;

/** Whether a statistic that is no count gives a hidden count away, or tells of single patients: docs/RESULTS.md states the rule in words. */
export function givesAway(record: Statistic, facts: ArmFacts, isGuarded: IsGuarded, limit: number): boolean {
  if (record.statistic === "unmatched_trial_share") return facts.isHiddenAt(record, "unmatched_trial");
  if (record.group === null)
    return arms.some((group) => isGuarded(record.variant, group) && contrastGivesAway({ ...record, group }, facts));
  if (guards(record, isGuarded) && tellsOfFew(record, facts, limit)) return true;
  // Of a trial's numbers only those that matching makes equal to a hidden one are hidden.
  return armGivesAway(record, facts);
}

/** A value of a single patient, or a quantile with few patients beyond it. */
function tellsOfFew(record: Statistic, facts: ArmFacts, limit: number): boolean {
  if (extremes.has(record.statistic)) return true;
  const share = quantiles[record.statistic];
  if (share === undefined || record.stage === "comparison") return false;
  const known = facts.knownOf(record);
  return known !== null && known * share < limit;
}

function armGivesAway(record: Statistic, facts: ArmFacts): boolean {
  const { statistic, stage } = record;
  if (sizes.has(statistic)) return facts.isArmHidden(record);
  const isQuantile = statistic in quantiles;
  if (/^proportion(_lower|_upper)?$/.test(statistic)) return shareGivesAway(record, facts);
  if (/^in_response(_lower|_upper)?$/.test(statistic)) return inResponseGivesAway(record, facts);
  if (moments.has(statistic) || isQuantile) return facts.isArmHidden(record) && !facts.isUneven(record);
  // Within an arm: those evaluable by both sources against the others.
  if (stage === "comparison" && statistic === "smd") {
    const name = (record.variable ?? "").split(".")[0];
    return facts.isHiddenAt({ ...record, variable: `${name}.availability`, level: "both" }, "n");
  }
  return false;
}

/** A share of all patients of an arm that was made where their number, or that of the responders among them, is not shown. */
function inResponseGivesAway(record: Statistic, facts: ArmFacts): boolean {
  if (facts.isUneven(record)) return false;
  const isHidden = (level: string | null) =>
    facts.isHiddenAt({ ...record, level }, "n") || facts.isHiddenAt({ ...record, level }, "responders");
  return facts.isArmHidden(record) || isHidden(null) || isHidden(record.level);
}

/** A share of patients is a count over a count, unless they weigh differently. */
function shareGivesAway(record: Statistic, facts: ArmFacts): boolean {
  if (facts.isUneven(record)) return false;
  const isCellHidden = ["n", "responders", "agreeing"].some((count) => facts.isHiddenAt(record, count));
  // Of those with a first response, so that the other levels count too.
  if (record.stage === "endpoints") return facts.isTableHidden(record);
  return isCellHidden || facts.isArmHidden(record) || facts.isMissingHidden(record);
}

/** A record of both arms, seen from the arm `record.group`. */
function contrastGivesAway(record: Statistic, facts: ArmFacts): boolean {
  const { statistic, stage } = record;
  const day = String(record.params.time_days ?? "");
  // The trial's being known, the difference tells the other arm's probability, which is hidden weighted or not.
  if (isOfInResponse(record) && facts.isHiddenAt({ ...record, level: day }, "in_response")) return true;
  if (facts.isUneven(record)) return false;
  if (stage === "design" && statistic === "c_statistic") return facts.isArmHidden(record);
  if (stage === "design" && contrasts.has(statistic))
    return (
      facts.isArmHidden(record) ||
      facts.isHiddenAt(record, "n") ||
      (facts.isCounted(record) && facts.isMissingHidden(record))
    );
  if (stage !== "outcomes") return false;
  const isRateHidden = facts.isHiddenAt(record, "responders");
  if (rateEffect.test(statistic) || statistic === "p_value" || isOfInResponse(record)) return isRateHidden;
  if (incidenceEffect.test(statistic)) return facts.isHiddenAt({ ...record, level: day }, "incidence");
  return survivalEffect.test(statistic) && facts.isHiddenAt({ ...record, level: day }, "survival");
}

/** The difference of the probabilities of being in response, its interval and its test. */
const isOfInResponse = ({ statistic, params }: Statistic): boolean =>
  inResponseEffect.test(statistic) || (statistic === "p_value" && typeof params.time_to_response === "string");

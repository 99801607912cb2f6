import { joinWords } from "../document/inlines.js";
import { formatCount } from "../format.js";
import { printStatistic } from "../print-statistic.js";
import { type ArmSelection, isEmpty, isWhole, type LossStep } from "../records/left-out.js";
import { nounOf } from "../records/line-counts.js";
import { type Group, groups } from "../records/record-index.js";

type Selection = Readonly<Record<Group, ArmSelection>>;

/** Whose effect each estimand of a weighting design is, where everybody eligible is analysed. */
const averages = {
  ATT: "ATT, the average effect in the trial's eligible patients",
  ATE: "ATE, the average effect in the eligible patients of both arms together",
  ATO: "ATO, the average effect in the overlap population of the eligible patients",
  ATM: "ATM, the average effect in the population that pair matching of the eligible patients would keep",
  ATEN: "ATEN, the average effect in the population of entropy weights of the eligible patients",
} as const;

export type WeightingEstimand = keyof typeof averages;

/**
 * Whose effect a weighting design estimates. Where patients are left out it is no longer that of all the eligible, and the words say so:
 * `ATT, the average effect in those of the trial's eligible patients who are analysed (158 of 180)`. Without a selection: as planned.
 */
export function describePopulation(estimand: WeightingEstimand, selection: Selection | null): string {
  if (selection === null) return averages[estimand];
  const { trial, control } = selection;
  if (estimand === "ATT")
    return isWhole(trial)
      ? averages.ATT
      : `ATT, the average effect in those of the trial's eligible patients who are analysed (${countAnalysed(trial)})`;
  if (isWhole(trial) && isWhole(control)) return averages[estimand];
  return `${averages[estimand]} who are analysed (trial ${countAnalysed(trial)}, control ${countAnalysed(control)})`;
}

/** `158 of 180`. */
export const countAnalysed = ({ analysed, eligible }: ArmSelection): string =>
  `${printStatistic(analysed, formatCount)} of ${printStatistic(eligible, formatCount)}`;

const reasons: Readonly<Record<LossStep, string>> = {
  n_incomplete: "lacking a covariate of the design",
  n_outside_support: "with a propensity outside the other arm's range",
  n_trimmed: "trimmed for their propensity",
  n_unmatched: "without a match",
  n_without_endpoint: "without the endpoint",
  n_partner_without_endpoint: "matched to a patient without the endpoint",
};

/** Who is left out on each side, by reason; that nobody is, where nobody is; that an arm has nobody left, where it has not. */
export function describeLeftOut(selection: Selection): string {
  const empty = groups.find((group) => isEmpty(selection[group]));
  if (empty !== undefined)
    return `No contrast is made: ${countAnalysed(selection[empty])} eligible ${nounOf(selection[empty].eligible)} of the ${empty} arm can be analysed (left out: ${joinWords(countLosses(selection[empty]))}).`;
  const arms = groups.filter((group) => !isWhole(selection[group]));
  if (arms.length === 0)
    return nounOf(selection.control.eligible) === "lines"
      ? "Every eligible patient of the trial and every eligible line of the control arm is analysed."
      : "Every eligible patient is analysed.";
  const told = arms.map((group) => {
    const lost = countLosses(selection[group]);
    const why = lost.length === 0 ? "the rest left out" : `left out: ${joinWords(lost)}`;
    return `${countAnalysed(selection[group])} eligible ${nounOf(selection[group].eligible)} of the ${group} arm (${why})`;
  });
  return `Analysed are ${joinWords(told)}${arms.length === 1 ? `, and all of the ${arms[0] === "trial" ? "control" : "trial"} arm` : ""}.`;
}

const countLosses = ({ losses }: ArmSelection): string[] =>
  losses.map(({ step, count }) => `${printStatistic(count, formatCount)} ${reasons[step]}`);

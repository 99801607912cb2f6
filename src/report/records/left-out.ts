import type { Statistic } from "../../results/records.js";
import type { EstimateResult } from "./estimate-results.js";
import type { ReportInput } from "./read-results.js";
import { type Group, groups } from "./record-index.js";

/** One arm's way from the eligible to the analysed patients of an estimate. */
export interface ArmSelection {
  readonly eligible: Statistic | null;
  /** Of the estimate; of its design where the estimate did not come to count, none where the losses take everybody; null where neither did. */
  readonly analysed: Statistic | null;
  /** What took patients out, in order; steps that took nobody are not among them. */
  readonly losses: readonly { readonly step: LossStep; readonly count: Statistic }[];
}

const designSteps = ["n_incomplete", "n_outside_support", "n_trimmed", "n_unmatched"] as const;
const estimateSteps = ["n_without_endpoint", "n_partner_without_endpoint"] as const;
export type LossStep = (typeof designSteps)[number] | (typeof estimateSteps)[number];

/** Who of the eligible patients an estimate analyses, arm by arm, and who is left out. */
export function selectLeftOut(input: ReportInput, result: EstimateResult): Readonly<Record<Group, ArmSelection>> {
  const [trial, control] = groups.map((group) => selectArm(input, result, group));
  if (trial === undefined || control === undefined) throw new Error("there are two arms");
  return { trial, control };
}

function selectArm(input: ReportInput, { variant, estimate, name, arms }: EstimateResult, group: Group): ArmSelection {
  const place = { variant: variant.id, population: estimate.design, group };
  const find = (step: LossStep, variable?: string): ArmSelection["losses"] => {
    const count = input.records.findStatistic(variable === undefined ? place : { ...place, variable }, step);
    return count === null || (count.status === "ok" && count.value === 0) ? [] : [{ step, count }];
  };
  const eligible = input.records.findStatistic({ ...place, population: "eligible" }, "n");
  const losses = [...designSteps.flatMap((step) => find(step)), ...estimateSteps.flatMap((step) => find(step, name))];
  return { eligible, analysed: takesAll(eligible, losses) ? { ...eligible, value: 0 } : arms[group].n, losses };
}

function takesAll(eligible: Statistic | null, losses: ArmSelection["losses"]): eligible is Statistic {
  const lost = losses.reduce((sum, { count }) => sum + (count.status === "ok" ? (count.value ?? 0) : 0), 0);
  return eligible?.status === "ok" && lost > 0 && lost === eligible.value;
}

/** Whether no patient of the arm is left to be analysed. */
export const isEmpty = ({ analysed }: ArmSelection): boolean => analysed?.status === "ok" && analysed.value === 0;

/** Whether every eligible patient of the arm is analysed. */
export const isWhole = ({ eligible, analysed, losses }: ArmSelection): boolean =>
  losses.length === 0 && eligible?.value === analysed?.value;

import { type DataDrivenCause, dataDrivenCauses, partsOfEstimate } from "../../results/data-driven.js";
import type { Role, Statistic } from "../../results/records.js";
import type { Design } from "../../spec/design.js";
import { endpointNamesOf } from "../../spec/endpoint-names.js";
import type { Estimate } from "../../spec/estimate.js";
import { measures } from "../../spec/measures.js";
import type { PlanVariant } from "../../spec/plan.js";
import { isOneToOne } from "../../spec/rate-method.js";
import { markAfterLock } from "../after-lock-text.js";
import { markLabel } from "../data-driven-text.js";
import { countImputations } from "./imputations.js";
import type { ReportInput } from "./read-results.js";
import { type Group, groups } from "./record-index.js";

/** One estimate of one variant with its records. */
export interface EstimateResult {
  readonly variant: PlanVariant;
  /** Name of the estimate in the plan. */
  readonly name: string;
  readonly estimate: Estimate;
  readonly design: Design;
  /**
   * What tables, figures and sentences call it: the estimate's label in the main analysis, the variant's label elsewhere, with the mark DATA
   * DRIVEN behind it where there is cause and the words that it was imputed with the outcome, so that none of them can leave them out.
   */
  readonly label: string;
  /** Why it is DATA DRIVEN; empty where it was locked before outcomes were read. */
  readonly dataDriven: readonly DataDrivenCause[];
  readonly role: Role;
  /** The limits are null where the point could not be estimated. */
  readonly effect: { readonly point: Statistic; readonly lower: Statistic | null; readonly upper: Statistic | null };
  /** Null where the role prints no p-value or none was computed. */
  readonly p: Statistic | null;
  readonly arms: Readonly<Record<Group, ArmCounts>>;
}

/** Counts of one arm; null where the estimate did not come to count. */
export interface ArmCounts {
  readonly n: Statistic | null;
  /** Events, or responders of a binary endpoint. */
  readonly events: Statistic | null;
  /** Where the design weights the arm. */
  readonly effectiveSampleSize: Statistic | null;
}

/** Roles whose p-value is not printed: the estimate was not there to be tested. */
const withoutP: readonly Role[] = ["sensitivity", "context", "exploratory", "diagnostic", "descriptive"];

const eventsOf = { "time-to-event": "events", "yes-no": "responders" } as const;

/** Every estimate of every variant: the main analysis first with its primary estimate on top, then the variants in the plan's order. */
export function selectEstimates(input: ReportInput): readonly EstimateResult[] {
  return input.plan.variants.flatMap((variant) => {
    const names = Object.keys(variant.estimates);
    const results = names.map((name) => selectEstimate(input, variant, name));
    return [...results.filter((r) => r.role === "primary"), ...results.filter((r) => r.role !== "primary")];
  });
}

/** One estimate of one variant with its records. */
export function selectEstimate(input: ReportInput, variant: PlanVariant, name: string): EstimateResult {
  const estimate = variant.estimates[name];
  const design = estimate === undefined ? undefined : variant.designs[estimate.design];
  if (estimate === undefined || design === undefined) throw new Error(`plan has no estimate ${name} in ${variant.id}`);
  const place = { variant: variant.id, population: estimate.design, variable: name };
  const statistic = measures[estimate.measure].effect;
  const point = input.records.getStatistic(place, statistic);
  const role = variant.role === "main" ? estimate.role : variant.role;
  const limit = (side: "lower" | "upper"): Statistic | null =>
    point.status === "ok" ? input.records.getStatistic(place, `${statistic}_${side}`) : null;
  const several = Object.keys(variant.estimates).length > 1;
  const own = several ? `${variant.label}: ${estimate.label}` : variant.label;
  const isAfterLock = estimate.imputation !== undefined && countImputations(input, variant.id, estimate.design) > 0;
  const dataDriven = dataDrivenCauses(input.results.lock, partsOfEstimate(variant.id, name, endpointNamesOf(estimate)));
  return {
    variant,
    name,
    estimate,
    design,
    label: markLabel(markAfterLock(variant.role === "main" ? estimate.label : own, isAfterLock), dataDriven),
    dataDriven,
    role,
    effect: { point, lower: limit("lower"), upper: limit("upper") },
    p: withoutP.includes(role) ? null : input.records.findStatistic(place, "p_value"),
    arms: {
      trial: selectArm(input, variant.id, estimate, name, "trial"),
      control: selectArm(input, variant.id, estimate, name, "control"),
    },
  };
}

/** An estimate that was withheld has no counts of its own; its design's numbers stand in, without events. */
function selectArm(input: ReportInput, variant: string, estimate: Estimate, name: string, group: Group): ArmCounts {
  const designPlace = { variant, population: estimate.design, group };
  const place = { ...designPlace, variable: name };
  const either = (statistic: string): Statistic | null =>
    input.records.findStatistic(place, statistic) ?? input.records.findStatistic(designPlace, statistic);
  const weighted = isWeightedArm(input, variant, estimate.design, group);
  return {
    n: either("n"),
    events: input.records.findStatistic(place, eventsOf[measures[estimate.measure].sums]),
    effectiveSampleSize: weighted ? either("effective_sample_size") : null,
  };
}

/**
 * Whether the patients of an arm weigh differently in a design: then its effective sample size is less than their number. Where the small-cell rule hides these, the
 * design's method tells.
 */
export function isWeightedArm(input: ReportInput, variant: string, population: string, group: Group): boolean {
  const place = { variant, population, group };
  const n = input.records.findStatistic(place, "n");
  const ess = input.records.findStatistic(place, "effective_sample_size");
  // Of lines of therapy the effective sample size is one of patients, which is less than their number in any case.
  if (n?.status === "suppressed" || ess?.status === "suppressed" || n?.unit === "lines")
    return isWeightedByPlan(input, variant, population, group);
  if (n === null || ess === null || n.value === null || ess.value === null) return false;
  return ess.value < n.value * (1 - 1e-9);
}

function isWeightedByPlan(input: ReportInput, variant: string, population: string, group: Group): boolean {
  const design = input.plan.variants.find(({ id }) => id === variant)?.designs[population];
  if (design === undefined || design.method === "unadjusted" || isOneToOne(design)) return false;
  return group === "control" || !("estimand" in design) || design.estimand !== "ATT";
}

/** Whether a design weights either arm. */
export const isWeighted = (input: ReportInput, variant: string, population: string): boolean =>
  groups.some((group) => isWeightedArm(input, variant, population, group));

/** The estimate the report leads with: the primary one, else the first of the main analysis. */
export function selectHeadline(estimates: readonly EstimateResult[]): EstimateResult {
  const headline = estimates[0];
  if (headline === undefined) throw new Error("a plan has at least one estimate");
  return headline;
}

/** Both arms' counts, in the order trial, control. */
export const armsOf = (result: EstimateResult): readonly ArmCounts[] => groups.map((group) => result.arms[group]);

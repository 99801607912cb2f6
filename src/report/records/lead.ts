import type { Statistic } from "../../results/records.js";
import { canonicalJson } from "../../spec/canonical-json.js";
import { usualAlpha } from "../../spec/follow-up.js";
import type { EstimateResult } from "./estimate-results.js";
import type { ReportInput } from "./read-results.js";

/** What stands before a hazard ratio, and why. */
export interface Lead {
  /** The restricted mean that leads; null where none does. */
  readonly mean: EstimateResult | null;
  /** The restricted mean that should lead and has no value; null where one leads, none should or the plan has none. */
  readonly withoutValue: EstimateResult | null;
  /** The test of proportional hazards where it rejects, whether or not there is a restricted mean to lead. */
  readonly rejected: Statistic | null;
  /** Below which it rejects. */
  readonly alpha: number;
}

/** Whether a restricted mean leads a hazard ratio of the main analysis: where its hazards are not proportional, or where the plan says always. Null of another measure. */
export function findLead(
  input: ReportInput,
  estimates: readonly EstimateResult[],
  result: EstimateResult,
): Lead | null {
  if (result.estimate.measure !== "hazard-ratio") return null;
  const { followUp } = input.plan.analysis;
  const alpha = followUp?.alpha ?? usualAlpha;
  const place = { variant: result.variant.id, population: result.estimate.design, variable: result.name };
  const test = input.records.findStatistic(place, "proportional_hazards_p");
  const rejected = test?.status === "ok" && test.value !== null && test.value < alpha ? test : null;
  const shouldLead = rejected !== null || followUp?.leads === "always";
  const found = shouldLead ? estimates.find((other) => isBeside(other, result, followUp?.tauDays)) : undefined;
  const planned = found ?? null;
  const hasValue = planned?.effect.point.status === "ok";
  return { mean: hasValue ? planned : null, withoutValue: hasValue ? null : planned, rejected, alpha };
}

/** Whether an estimate is the restricted mean of a hazard ratio's patients, endpoint and weights, to the common horizon where there is one. */
function isBeside(other: EstimateResult, result: EstimateResult, tauDays: number | undefined): boolean {
  return (
    other.variant.id === result.variant.id &&
    other.estimate.measure === "rmst-difference" &&
    (tauDays === undefined || other.estimate.tauDays === tauDays) &&
    other.estimate.adjustment === undefined &&
    questionOf(other) === questionOf(result)
  );
}

function questionOf({ estimate }: EstimateResult): string {
  const { endpoint, design, imputation = null } = estimate;
  const censoring = "censoringWeights" in estimate ? (estimate.censoringWeights ?? null) : null;
  return canonicalJson({ endpoint, design, imputation, censoring });
}

/** The estimates with each restricted mean that leads before the hazard ratio it leads. */
export function orderByLead(input: ReportInput, estimates: readonly EstimateResult[]): readonly EstimateResult[] {
  const leading = new Map(estimates.map((result) => [result, findLead(input, estimates, result)?.mean ?? null]));
  const moved = new Set([...leading.values()].filter((mean) => mean !== null));
  const placed = new Set<EstimateResult>();
  return estimates
    .flatMap((result) => {
      const mean = leading.get(result) ?? null;
      if (mean !== null) return [mean, result];
      return moved.has(result) ? [] : [result];
    })
    .filter((result) => !placed.has(result) && placed.add(result));
}

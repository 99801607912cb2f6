import { fillPlace } from "../results/make-records.js";
import type { Indicator } from "../results/records.js";
import type { Design } from "../spec/design.js";
import { minimumDetectableHazardRatio } from "../stats/minimum-detectable-hazard-ratio.js";
import type { WeightFacts } from "./describe-weights.js";

/**
 * The gates of one design as records. Where a design has no gate, or has nothing to measure, the status says so. Effective sample size and
 * largest share are those of the control arm and, where the design weights the trial's patients too, of the trial arm beside it.
 */
export function checkGates(
  variant: string,
  name: string,
  design: Design,
  facts: WeightFacts,
  largestSmd: number | null,
): Indicator[] {
  if (design.method === "unadjusted") return [];
  const { gates } = design;
  const gate = (
    indicator: string,
    label: string,
    value: number | null,
    threshold: number | null,
    direction: Indicator["direction"],
    basis: string,
    reason: string | undefined,
  ): Indicator => {
    const met =
      value !== null && threshold !== null && (direction === "at-most" ? value <= threshold : value >= threshold);
    const status = value === null || threshold === null ? "not assessable" : met ? "met" : "not met";
    return {
      kind: "indicator",
      ...fillPlace({ variant, stage: "design", population: name }),
      indicator,
      label,
      value,
      threshold,
      direction,
      status,
      basis,
      reason: reason ?? null,
    };
  };
  const planned = gates.effectiveSampleSize;
  const plannedTrial = planned?.trialAtLeast ?? planned?.atLeast ?? null;
  const detectable = gates.detectableHazardRatio;
  const list = [
    gate(
      "gate_smd",
      "Largest absolute SMD of a term of the design",
      largestSmd,
      gates.smd.atMost,
      "at-most",
      "0.1: Austin 2009, Stat Med 28:3083",
      gates.smd.reason,
    ),
    gate(
      "gate_effective_sample_size",
      "Effective sample size of the control arm",
      facts.controlEffectiveSampleSize,
      planned?.atLeast ?? null,
      "at-least",
      planned === undefined ? "no planned number in the analysis file" : "planned in the analysis file",
      planned?.reason,
    ),
    gate(
      "gate_weight_share",
      "Largest share of the control weight carried by one patient",
      facts.largestControlShare,
      gates.weightShare.atMost,
      "at-most",
      "0.05: engine default",
      gates.weightShare.reason,
    ),
    gate(
      "gate_unmatched_trial",
      "Trial patients left out of the design",
      facts.unmatchedTrialShare,
      gates.unmatchedTrial.atMost,
      "at-most",
      "0.10: engine default",
      gates.unmatchedTrial.reason,
    ),
  ];
  if (weightsBothArms(design)) {
    list.push(
      gate(
        "gate_effective_sample_size_trial",
        "Effective sample size of the trial arm",
        facts.trialEffectiveSampleSize,
        plannedTrial,
        "at-least",
        planned === undefined ? "no planned number in the analysis file" : "planned in the analysis file",
        planned?.reason,
      ),
      gate(
        "gate_weight_share_trial",
        "Largest share of the trial weight carried by one patient",
        facts.largestTrialShare,
        gates.weightShare.atMost,
        "at-most",
        "0.05: engine default",
        gates.weightShare.reason,
      ),
    );
  }
  if (detectable !== undefined) {
    const { eventProbability, power, alpha } = detectable;
    const plan = {
      effectiveTreated: facts.trialEffectiveSampleSize,
      effectiveControl: facts.controlEffectiveSampleSize,
      eventProbability,
      power,
      alpha,
    };
    list.push(
      gate(
        "gate_detectable_hazard_ratio",
        "Smallest effect detectable, as a hazard ratio below 1",
        minimumDetectableHazardRatio(plan),
        detectable.atLeast,
        "at-least",
        "planned in the analysis file; Schoenfeld 1983, Biometrics 39:499",
        detectable.reason,
      ),
    );
  }
  return list;
}

/** Whether patients of the trial carry weights of their own: of every estimand but the effect in the trial's population. */
const weightsBothArms = (design: Exclude<Design, { method: "unadjusted" }>): boolean =>
  "estimand" in design && design.estimand !== "ATT";

/** The gates that are not met and for which the analysis file records no reason. */
export function selectBlockingGates(gates: readonly Indicator[]): Indicator[] {
  return gates.filter((gate) => gate.status === "not met" && gate.reason === null);
}

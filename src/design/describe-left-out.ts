import type { PatientFrame } from "../frame/patient-frame.js";
import { makeStatistic } from "../results/make-records.js";
import type { ResultRecord } from "../results/records.js";
import type { Design } from "../spec/design.js";
import { keepCommonSupport } from "./common-support.js";
import type { DerivedDesign } from "./derived-design.js";
import { keepWithin } from "./weighting.js";

/** A step at which a design can lose patients: the name of its count, and whom the step keeps. */
interface Step {
  readonly name: "n_incomplete" | "n_outside_support" | "n_trimmed" | "n_unmatched";
  readonly keeps: (row: number) => boolean;
}

/**
 * How many eligible patients of each arm a design leaves out, by the step that loses them: a missing covariate, a propensity outside the other arm's
 * range, one beyond the limits of trimming, no match. Eligible patients = those in the design + these counts. A step that the design does not have has no record.
 */
export function describeLeftOut(
  variant: string,
  population: string,
  design: Design,
  patients: PatientFrame,
  derived: DerivedDesign,
): ResultRecord[] {
  const steps = stepsOf(design, derived);
  return (["trial", "control"] as const).flatMap((group) => {
    let left = Array.from(patients.trial.keys()).filter((row) => (patients.trial[row] === 1) === (group === "trial"));
    return steps.map(({ name, keeps }) => {
      const kept = left.filter(keeps);
      const lost = left.length - kept.length;
      left = kept;
      return makeStatistic({ variant, stage: "design", population, group }, name, lost, { unit: "patients" });
    });
  });
}

function stepsOf(design: Design, { propensity, weights }: DerivedDesign): readonly Step[] {
  const inDesign = (row: number): boolean => weights.weight[row]! > 0;
  if (design.method === "unadjusted") return [];
  if (propensity === null || design.method === "entropy-balancing") return [{ name: "n_incomplete", keeps: inDesign }];
  const supported = design.propensity.commonSupport === true ? keepCommonSupport(propensity) : propensity;
  const support =
    supported === propensity ? [] : [{ name: "n_outside_support", keeps: isAmong(supported.rows) } as const];
  const steps: readonly Step[] = [{ name: "n_incomplete", keeps: isAmong(propensity.rows) }, ...support];
  if (design.method !== "weighting") return [...steps, { name: "n_unmatched", keeps: inDesign }];
  if (design.trim === undefined) return steps;
  return [...steps, { name: "n_trimmed", keeps: isAmong(keepWithin(supported, design.trim).rows) }];
}

function isAmong(rows: Int32Array): (row: number) => boolean {
  const members = new Set(rows);
  return (row) => members.has(row);
}

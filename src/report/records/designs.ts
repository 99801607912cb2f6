import type { PlanVariant } from "../../spec/plan.js";
import type { ReportInput } from "./read-results.js";

/** Why a design could not be carried out, or null where it was. */
export const designFailure = (input: ReportInput, variant: string, design: string): string | null =>
  input.records.warnings.find((w) => w.code === "design_failed" && w.variant === variant && w.population === design)
    ?.message ?? null;

/** The designs of a variant that adjust and were carried out, in the plan's order. */
export const adjustedDesigns = (input: ReportInput, variant: PlanVariant): readonly string[] =>
  Object.entries(variant.designs)
    .filter(([name, { method }]) => method !== "unadjusted" && designFailure(input, variant.id, name) === null)
    .map(([name]) => name);

/** Whether a design rests on a propensity model; weights that balance means directly do not. */
export const hasPropensity = (input: ReportInput, design: string): boolean =>
  input.records.findSeries({ variant: "main", population: design }, "propensity_histogram") !== null;

import type { PlanVariant } from "../../spec/plan.js";
import { covariateRows } from "./covariate-rows.js";
import type { ReportInput } from "./read-results.js";

/** A covariate, or a level of one, whose SMD under a design cannot be computed. */
export interface UnmeasuredBalance {
  readonly label: string;
  readonly reason: string;
}

/** The covariates whose balance no SMD measures under a design, such as one that does not vary: the gate on the SMD does not see them. */
export const selectUnmeasured = (
  input: ReportInput,
  variant: PlanVariant,
  population: string,
): readonly UnmeasuredBalance[] =>
  covariateRows(variant).flatMap(({ name, level, label }) => {
    const place = { variant: variant.id, population, variable: name, ...(level === null ? {} : { level }) };
    const smd = input.records.findStatistic(place, "smd");
    return smd?.status === "not_estimable" ? [{ label, reason: smd.note ?? "no reason recorded" }] : [];
  });

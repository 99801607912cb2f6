import type { DesignWeights } from "../frame/design-weights.js";
import type { OutcomeData } from "../frame/outcome-data.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import { makeStatistic, type Place } from "../results/make-records.js";
import type { ResultRecord, Role } from "../results/records.js";
import { brokenPairs } from "./analysis-rows.js";

/**
 * How many patients of a design an estimate leaves out, arm by arm: `n_without_endpoint`, and after matching `n_partner_without_endpoint`, those who have
 * it but whose matched set is dropped because a member has not. Patients in the design = patients analysed + these counts.
 */
export function describeLeftOut(
  place: Place,
  patients: PatientFrame,
  data: OutcomeData,
  weights: DesignWeights,
  role: Role,
): ResultRecord[] {
  const broken = brokenPairs(data, weights);
  const without = { trial: 0, control: 0 };
  const dropped = { trial: 0, control: 0 };
  for (let i = 0; i < patients.n; i += 1) {
    if (!(weights.weight[i]! > 0)) continue;
    const group = patients.trial[i] === 1 ? "trial" : "control";
    if (data.available[i] === 0) without[group] += 1;
    else if (broken.has(weights.pair?.[i] ?? -1)) dropped[group] += 1;
  }
  const detail = { unit: "patients", role } as const;
  return (["trial", "control"] as const).flatMap((group) => [
    makeStatistic({ ...place, group }, "n_without_endpoint", without[group], detail),
    ...(weights.pair === null
      ? []
      : [makeStatistic({ ...place, group }, "n_partner_without_endpoint", dropped[group], detail)]),
  ]);
}

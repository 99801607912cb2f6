import type { PatientFrame } from "../frame/patient-frame.js";
import { makeStatistic, type Place } from "../results/make-records.js";
import type { Statistic } from "../results/records.js";

/** Place of what endpoints tell of everyone eligible; the group is filled in per arm. */
export function endpointPlace(variant: string, variable: string): Place {
  return { variant, stage: "endpoints", population: "eligible", variable };
}

/**
 * Patients of each arm by level: `levelOf` gives a level's place in `levels`. Every level is stated, also those of nobody, so
 * that the levels of an arm add up to its patients.
 */
export function countByArm(
  place: Place,
  patients: PatientFrame,
  levels: readonly string[],
  levelOf: (patient: number) => number,
): Statistic[] {
  const counts = [new Float64Array(levels.length), new Float64Array(levels.length)];
  for (let patient = 0; patient < patients.n; patient += 1) counts[patients.trial[patient]!]![levelOf(patient)]! += 1;
  return ([1, 0] as const).flatMap((arm) =>
    levels.map((level, i) =>
      makeStatistic({ ...place, group: arm === 1 ? "trial" : "control" }, "n", counts[arm]![i]!, {
        level,
        unit: "patients",
      }),
    ),
  );
}

import type { PatientFrame } from "../frame/patient-frame.js";
import { NEVER } from "../recist/lesion-rows.js";
import type { ResultRecord } from "../results/records.js";
import { countByArm, endpointPlace } from "./arm-counts.js";
import { DEATH_PRECISION } from "./death-day.js";
import type { FollowUp } from "./follow-up.js";
import type { TimeTable } from "./time-table.js";

const notDerived = "none";

/** How the time ended, per arm: each situation with its event or censoring, and those without a time. */
export function describeTime(
  variant: string,
  name: string,
  { table, patients }: { readonly table: TimeTable; readonly patients: PatientFrame },
): ResultRecord[] {
  const { endings, available, ending } = table;
  const labelOf = ({ situation, cnsr }: TimeTable["endings"][number]) =>
    `${situation} (${cnsr === 0 ? "event" : "censored"})`;
  const levels = [...new Set(endings.map(labelOf))].sort();
  const hasNone = available.includes(0);
  return countByArm(
    endpointPlace(variant, `${name}.situation`),
    patients,
    hasNone ? [...levels, notDerived] : levels,
    (p) => (available[p] === 0 ? levels.length : levels.indexOf(labelOf(endings[ending[p]!]!))),
  );
}

const precisions = ["alive or not known", "day", "month", "year"] as const;

/** How exactly the deaths of each arm are dated; those known to the month or year have an imputed day. */
export function describeDeaths(
  variant: string,
  name: string,
  { followUp, patients }: { readonly followUp: FollowUp; readonly patients: PatientFrame },
): ResultRecord[] {
  return countByArm(endpointPlace(variant, `${name}.death_precision`), patients, precisions, (p) =>
    followUp.deathDay[p] === NEVER ? 0 : 1 + (followUp.deathPrecision[p] ?? DEATH_PRECISION.day),
  );
}

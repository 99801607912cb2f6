import type { PatientFrame } from "../frame/patient-frame.js";
import { NEVER } from "../recist/lesion-rows.js";
import { makeSeries } from "../results/make-records.js";
import type { ResultRecord } from "../results/records.js";
import { endpointPlace } from "./arm-counts.js";
import type { FollowUp } from "./follow-up.js";
import type { TimeTable } from "./time-table.js";

/** Where a patient stands on a day, in the order in which the states can follow each other. */
export const responseStates = ["in_response", "free", "not_assessed", "progressed", "ended", "dead"] as const;
type State = (typeof responseStates)[number];

export interface CourseTables {
  readonly progression: TimeTable;
  readonly timeToResponse: TimeTable;
  readonly followUp: FollowUp;
}

/** Months that are told of, of 30.4375 days. */
const [daysPerMonth, mostMonths] = [30.4375, 24];

/**
 * Patients of each arm by where they stand, month by month for two years (series `response_states` of `<endpoint>.state`): in response; free of progression without one; alive
 * but no longer assessed (the time to progression is censored); progressed; follow-up ended alive; dead. Every row adds up to those who were alive at index.
 */
export function describeStates(
  variant: string,
  name: string,
  patients: PatientFrame,
  tables: CourseTables,
): ResultRecord[] {
  const { available } = tables.progression;
  const known = Array.from(available.keys()).filter((p) => available[p] === 1);
  const end = known.reduce((latest, p) => Math.max(latest, lastKnown(tables.followUp, p)), 0);
  const months = Math.min(mostMonths, Math.floor(end / daysPerMonth));
  const days = Array.from({ length: months + 1 }, (_, k) => Math.floor(k * daysPerMonth));
  return (["trial", "control"] as const).flatMap((group) => {
    const mine = known.filter((p) => patients.trial[p] === (group === "trial" ? 1 : 0));
    if (mine.length === 0) return [];
    const counts = Object.fromEntries(responseStates.map((state) => [state, days.map(() => 0)])) as Record<
      State,
      number[]
    >;
    for (const p of mine) for (const [k, day] of days.entries()) counts[stateAt(tables, p, day)][k]! += 1;
    return [
      makeSeries({ ...endpointPlace(variant, `${name}.state`), group }, "response_states", {
        time_days: { unit: "days", values: days },
        ...Object.fromEntries(responseStates.map((state) => [state, { unit: "patients", values: counts[state] }])),
      }),
    ];
  });
}

function stateAt({ progression, timeToResponse, followUp }: CourseTables, p: number, day: number): State {
  if (followUp.deathDay[p]! <= day) return "dead";
  if (lastKnown(followUp, p) < day) return "ended";
  const { cnsr } = progression.endings[progression.ending[p]!]!;
  if (progression.day[p]! <= day && cnsr === 0) return "progressed";
  if (progression.day[p]! < day) return "not_assessed";
  return timeToResponse.available[p] === 1 && timeToResponse.day[p]! <= day ? "in_response" : "free";
}

/** The last day on which the patient is known to be alive; index itself where nothing is known. */
function lastKnown({ lastAliveDay, deathDay }: FollowUp, p: number): number {
  if (deathDay[p] !== NEVER) return deathDay[p]!;
  return lastAliveDay[p] === NEVER ? 0 : Math.max(0, lastAliveDay[p]!);
}

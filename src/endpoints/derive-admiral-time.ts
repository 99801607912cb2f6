import { NEVER, NONE } from "../recist/lesion-rows.js";
import { RESPONSE } from "../recist/response.js";
import { type DatedSources, deriveTimeToEvent, type TimeToEventDefinition } from "../recist/time-to-event.js";
import type { Course } from "./course.js";
import type { FollowUp } from "./follow-up.js";
import type { TimeResult, TimeSource } from "./time-table.js";

/** Where each source of admiral's definitions stands. */
const sources: Readonly<Record<string, TimeSource>> = {
  progression: "assessment",
  assessment: "assessment",
  evaluableAssessment: "assessment",
  death: "vital_status",
  lastAlive: "vital_status",
  newTherapy: "therapy_line",
  start: "index",
};

/** Time to an event of one patient as admiral's derive_param_tte decides it; null where it gives no row. */
export function deriveAdmiralTime(
  definition: TimeToEventDefinition,
  course: Course,
  followUp: FollowUp,
  startDay: number,
): TimeResult | null {
  const rows = rowsOf(course);
  const days = (list: readonly number[]) => list.map((row) => course.columns.day[row]!);
  const dated: DatedSources = {
    progression: days(rows.progression),
    assessment: days(rows.assessment),
    evaluableAssessment: days(rows.evaluableAssessment),
    death: known(followUp.deathDay[course.patient]!),
    lastAlive: known(followUp.lastAliveDay[course.patient]!),
    newTherapy: known(followUp.newTherapyDay[course.patient]!),
    start: [startDay],
  };
  const time = deriveTimeToEvent(definition, dated, startDay);
  if (time === null) return null;
  const row = time.source in rows ? rows[time.source as keyof typeof rows][time.place]! : NONE;
  return {
    cnsr: time.cnsr,
    description: time.description,
    censorDescription: time.censorDescription,
    situation: time.source,
    rule: "P5",
    source: sources[time.source] ?? "index",
    startDay,
    day: time.day,
    row,
    sourceRow: row === NONE ? 0 : course.sourceRow[row]!,
    interval: null,
  };
}

/** Rows of the assessments that admiral's sources filter: the first PD, all of them, those that were evaluable. */
function rowsOf({ columns, count }: Course) {
  const assessment: number[] = [];
  const evaluableAssessment: number[] = [];
  const progression: number[] = [];
  for (let row = 0; row < count; row += 1) {
    const response = columns.response[row]!;
    assessment.push(row);
    if (response !== RESPONSE.ne && response !== RESPONSE.nd) evaluableAssessment.push(row);
    if (response === RESPONSE.pd && progression.length === 0) progression.push(row);
  }
  return { progression, assessment, evaluableAssessment };
}

function known(day: number): number[] {
  return day === NEVER ? [] : [day];
}

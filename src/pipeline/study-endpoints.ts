import { type Course, emptyCourse, timelineOf } from "../endpoints/course.js";
import { DEATH_PRECISION, imputeDeathDay } from "../endpoints/death-day.js";
import { openEndpoint } from "../endpoints/endpoint-filler.js";
import { createFollowUp, type FollowUp } from "../endpoints/follow-up.js";
import { toOutcomeData } from "../endpoints/outcome-data.js";
import { progressionRuleOf } from "../endpoints/progression-parameters.js";
import { deriveTherapyDays } from "../endpoints/therapy-days.js";
import type { OutcomeData } from "../frame/outcome-data.js";
import { NEVER } from "../recist/lesion-rows.js";
import { deriveProgressionInterval } from "../recist/progression-interval.js";
import { RECIST11 } from "../recist/recist11.js";
import { isDerived } from "../spec/endpoint.js";
import type { NewTherapyRule } from "../spec/imaging.js";
import type { PlanVariant } from "../spec/plan.js";
import { chartCourses, scanCourses } from "./study-courses.js";
import type { StudyPatients } from "./study-patients.js";
import type { StudyTables } from "./study-rows.js";

/** The interval in which progression or death fell, in days of analysis; right end 0 where it is still to come. */
export interface StudyIntervals {
  /** 1 = the patient has one: a death dated before index leaves none, as in the engine's times. */
  readonly available: Uint8Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly rightCensored: Uint8Array;
}

export interface StudyEndpoints {
  /** By the endpoint's name in the plan. */
  readonly data: ReadonlyMap<string, OutcomeData>;
  /** Of progression by scan; a death after the last clear scan on its day, or in the interval from that scan. */
  readonly intervals: Readonly<Record<"exact" | "interval", StudyIntervals>>;
}

/** Every endpoint of the plan by the engine's own endpoint code, from rows in memory. */
export function deriveStudyEndpoints(tables: StudyTables, study: StudyPatients, plan: PlanVariant): StudyEndpoints {
  const { n } = study.patients;
  const { options, schedule, newTherapy } = plan.imaging!;
  const followUp = readFollowUp(tables, study, newTherapy);
  const fillers = Object.entries(plan.endpoints).flatMap(([name, endpoint]) => {
    if (!isDerived(endpoint) || !("by" in endpoint)) return [];
    const filler = openEndpoint(name, n, endpoint, { criteria: RECIST11, options, schedule, followUp });
    return [{ name, by: endpoint.by, filler }];
  });
  const rule = progressionRuleOf("primary", schedule!, "event");
  const intervals = { exact: openIntervals(n), interval: openIntervals(n) };
  const take = (by: "imaging" | "ehr", course: Course) => {
    for (const each of fillers) if (each.by === by) each.filler.take(course);
  };
  const takeScans = (course: Course) => {
    take("imaging", course);
    if (followUp.deathDay[course.patient]! < 0) return;
    const timeline = timelineOf(course, followUp);
    for (const death of ["exact", "interval"] as const)
      putInterval(intervals[death], course.patient, deriveProgressionInterval(timeline, rule, death));
  };
  const isRead = new Uint8Array(n);
  for (const course of scanCourses(tables, study, options)) {
    isRead[course.patient] = 1;
    takeScans(course);
  }
  for (let patient = 0; patient < n; patient += 1) if (isRead[patient] === 0) takeScans(emptyCourse(patient, false));
  for (const course of chartCourses(tables, study, ["physician_note", "radiology_report"])) take("ehr", course);
  return { data: new Map(fillers.map(({ name, filler }) => [name, toOutcomeData(name, filler.table)])), intervals };
}

function openIntervals(n: number): StudyIntervals {
  const [available, rightCensored] = [new Uint8Array(n), new Uint8Array(n).fill(1)];
  return { available, rightCensored, left: new Int32Array(n), right: new Int32Array(n) };
}

/** Analysis time is day + 1; free of the event at index itself means after time 0. */
function putInterval(
  { available, left, right, rightCensored }: StudyIntervals,
  patient: number,
  interval: { readonly left: number; readonly right: number },
): void {
  const isExact = interval.left === interval.right;
  const isOpen = interval.right === NEVER;
  available[patient] = 1;
  rightCensored[patient] = isOpen ? 1 : 0;
  right[patient] = isOpen ? 0 : interval.right + 1;
  left[patient] = interval.left === 0 && !isExact ? 0 : interval.left + 1;
}

const precisions: Readonly<Record<string, number>> = DEATH_PRECISION;

/** Death, last contact, new therapy and end of treatment, as the engine reads them from tables. */
function readFollowUp(tables: StudyTables, { patients, placeOf }: StudyPatients, rule: NewTherapyRule): FollowUp {
  const followUp = createFollowUp(patients.n);
  const lastScan = new Int32Array(patients.n).fill(-NEVER);
  const scans = tables.imaging_study;
  const performed = scans.number("performed_on");
  scans.text("patient_id").forEach((id, row) => {
    const place = placeOf.get(id!);
    if (place !== undefined) lastScan[place] = Math.max(lastScan[place]!, performed[row]!);
  });
  const vital = tables.vital_status;
  const died = vital.number("died_on");
  const precision = vital.text("died_on_precision");
  const alive = vital.number("last_known_alive_on");
  vital.text("patient_id").forEach((id, row) => {
    const place = placeOf.get(id!);
    if (place === undefined) return;
    const index = patients.indexEpochDay[place]!;
    const lastAlive = Math.max(alive[row]!, lastScan[place]!);
    followUp.lastAliveDay[place] = lastAlive - index;
    if (vital.isMissing("died_on", row)) return;
    const code = precisions[precision[row]!] ?? DEATH_PRECISION.day;
    followUp.deathDay[place] = imputeDeathDay(died[row]!, code, lastAlive, index) - index;
    followUp.deathPrecision[place] = code;
  });
  readTherapies(tables, { patients, placeOf }, rule, followUp);
  return followUp;
}

function readTherapies(
  { therapy_line: table }: StudyTables,
  { patients, placeOf }: Pick<StudyPatients, "patients" | "placeOf">,
  rule: NewTherapyRule,
  followUp: FollowUp,
): void {
  const ids = table.text("patient_id");
  const reason = table.text("end_reason");
  const dates = table.number("ended_on");
  const lines = {
    started: Int32Array.from(table.number("started_on")),
    ended: Int32Array.from(ids, (_, row) => (table.isMissing("ended_on", row) ? NEVER : dates[row]!)),
    isStop: Int32Array.from(reason, (why) => (why === "toxicity" || why === "progression" ? 1 : 0)),
  };
  for (let from = 0; from < table.rowCount; ) {
    let to = from + 1;
    while (to < table.rowCount && ids[to] === ids[from]) to += 1;
    const place = placeOf.get(ids[from]!);
    if (place !== undefined) {
      const days = deriveTherapyDays({ ...lines, from, to }, patients.indexEpochDay[place]!, [], rule);
      followUp.newTherapyDay[place] = days.newTherapyDay;
      followUp.treatmentStopDay[place] = days.stopDay;
    }
    from = to;
  }
}

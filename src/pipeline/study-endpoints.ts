import { type Course, emptyCourse } from "../endpoints/course.js";
import { DEATH_PRECISION, imputeDeathDay } from "../endpoints/death-day.js";
import { openEndpoint } from "../endpoints/endpoint-filler.js";
import { createFollowUp, type FollowUp } from "../endpoints/follow-up.js";
import { toOutcomeData } from "../endpoints/outcome-data.js";
import { deriveTherapyDays } from "../endpoints/therapy-days.js";
import type { OutcomeData } from "../frame/outcome-data.js";
import { NEVER } from "../recist/lesion-rows.js";
import { RECIST11 } from "../recist/recist11.js";
import { isDerived } from "../spec/endpoint.js";
import type { NewTherapyRule } from "../spec/imaging.js";
import type { PlanVariant } from "../spec/plan.js";
import { chartCourses, scanCourses } from "./study-courses.js";
import type { StudyPatients } from "./study-patients.js";
import type { StudyTables } from "./study-rows.js";

/** Every endpoint of the plan, by its name, by the engine's own endpoint code, from rows in memory. */
export function deriveStudyEndpoints(
  tables: StudyTables,
  study: StudyPatients,
  plan: PlanVariant,
): ReadonlyMap<string, OutcomeData> {
  const { n } = study.patients;
  const { options, schedule, newTherapy } = plan.imaging!;
  const followUp = readFollowUp(tables, study, newTherapy);
  const fillers = Object.entries(plan.endpoints).flatMap(([name, endpoint]) => {
    if (!isDerived(endpoint) || !("by" in endpoint)) return [];
    const filler = openEndpoint(name, n, endpoint, { criteria: RECIST11, options, schedule, followUp });
    return [{ name, by: endpoint.by, filler }];
  });
  const take = (by: "imaging" | "ehr", course: Course) => {
    for (const each of fillers) if (each.by === by) each.filler.take(course);
  };
  const isRead = new Uint8Array(n);
  for (const course of scanCourses(tables, study, options)) {
    isRead[course.patient] = 1;
    take("imaging", course);
  }
  for (let patient = 0; patient < n; patient += 1)
    if (isRead[patient] === 0) take("imaging", emptyCourse(patient, false));
  for (const course of chartCourses(tables, study, ["physician_note", "radiology_report"])) take("ehr", course);
  return new Map(fillers.map(({ name, filler }) => [name, toOutcomeData(name, filler.table)]));
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

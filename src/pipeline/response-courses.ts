import type { SumChanges } from "../endpoints/change-log.js";
import type { DerivedEndpoints } from "../endpoints/derive-endpoints.js";
import { describeBestChange, describeChangeWindows } from "../endpoints/describe-changes.js";
import { describeStates } from "../endpoints/describe-states.js";
import { describeTime } from "../endpoints/describe-time.js";
import { listPatients } from "../endpoints/list-patients.js";
import { toOutcomeData } from "../endpoints/outcome-data.js";
import { readingOf } from "../endpoints/reading.js";
import type { ResponseTable } from "../endpoints/response-table.js";
import type { TimeTable } from "../endpoints/time-table.js";
import type { BinaryData, SurvivalData } from "../frame/outcome-data.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import type { ResultRecord } from "../results/records.js";
import { canonicalJson } from "../spec/canonical-json.js";
import type { DerivedEndpoint } from "../spec/endpoint.js";
import type { PlanVariant } from "../spec/plan.js";
import { type Companion, companionsOf, type ResponseCompanions } from "../spec/response-companions.js";
import type { ResponseCourse } from "./describe-response-course.js";
import { endpointsOf, keyOf } from "./endpoints-of.js";

const companionsOfVariant = (variant: PlanVariant): ResponseCompanions[] =>
  variant.id === "main"
    ? companionsOf(
        variant.endpoints,
        endpointsOf(variant).map(([name]) => name),
      )
    : [];

/** What is derived beside the endpoints of the plan, to describe the responses of the main analysis. */
export const companionEndpoints = (variant: PlanVariant): Companion<DerivedEndpoint>[] =>
  companionsOfVariant(variant).flatMap(({ duration, timeToResponse, diseaseControl, progression }) => [
    duration,
    timeToResponse,
    diseaseControl,
    progression,
  ]);

/**
 * The courses of the responses of the main analysis as the estimates' room takes them, and the records of the derivation: how durations ended, best change and
 * change by scan window (responses by scans), and where patients stand month by month.
 */
export function takeResponseCourses(
  variant: PlanVariant,
  patients: PatientFrame,
  {
    tables,
    changes,
    drawn,
  }: {
    readonly tables: DerivedEndpoints;
    readonly changes: SumChanges;
    /** Arms whose patients the plan asks to be drawn one by one. */
    readonly drawn: readonly ("trial" | "control")[];
  },
): { readonly courses: readonly ResponseCourse[]; readonly records: readonly ResultRecord[] } {
  const imaging = variant.imaging!;
  const courses: ResponseCourse[] = [];
  const records: ResultRecord[] = [];
  let usesScans = false;
  for (const companions of companionsOfVariant(variant)) {
    const { response, endpoint, duration, timeToResponse, diseaseControl, progression } = companions;
    const tableOf = <T>({ endpoint: own }: Companion): T => tables.tables.get(keyOf(own, variant)) as T;
    const survival = (companion: Companion) =>
      toOutcomeData(companion.variable, tableOf<TimeTable>(companion)) as SurvivalData;
    courses.push({
      companions,
      duration: survival(duration),
      timeToResponse: survival(timeToResponse),
      diseaseControl: toOutcomeData(diseaseControl.variable, tableOf<ResponseTable>(diseaseControl)) as BinaryData,
      progression: survival(progression),
    });
    if (!duration.isDeclared)
      records.push(...describeTime(variant.id, duration.variable, { table: tableOf(duration), patients }));
    const followUp = tables.followUps.get(canonicalJson(imaging.newTherapy))!;
    records.push(
      ...describeStates(variant.id, response, patients, {
        progression: tableOf(progression),
        timeToResponse: tableOf(timeToResponse),
        followUp,
      }),
    );
    if (endpoint.by !== "imaging") continue;
    usesScans = true;
    const own = tables.tables.get(keyOf(endpoint, variant)) as ResponseTable;
    const { labels } = readingOf(imaging).criteria;
    const context = { patients, changes, schedule: imaging.schedule };
    records.push(...describeBestChange(variant.id, response, own, labels, context));
    for (const group of drawn)
      records.push(...listPatients(variant.id, response, group, { patients, changes, table: own, labels, followUp }));
  }
  if (usesScans) records.push(...describeChangeWindows(variant.id, { patients, changes, schedule: imaging.schedule }));
  return { courses, records };
}

import type { Store } from "../store/store.js";
import { type EhrSource, ehrEvidence, ehrResponses, takeEhrCourse } from "./ehr-course.js";
import type { PatientSlice } from "./follow-up.js";
import { codeOf, dayNumber, givenPatients } from "./given-patients.sql.js";

/** Assessments in health records of the given patients ($1). Grain: assessment, named by its rowid. Order: patient_no, day, id. */
const ehrAssessmentsSql = `with ${givenPatients}
select
  g.patient_no,
  ${dayNumber("a", "assessed")} as day,
  ${codeOf("a.response", ehrResponses)} as response,
  ${codeOf("a.evidence", ehrEvidence)} as evidence,
  cast(a.rowid as integer) as assessment
from rwid.ehr_assessment as a
join given as g on g.patient_id = a.patient_id
order by g.patient_no, day, a.ehr_assessment_id`;

/** The courses of a slice of patients by health records, as `takeEhrCourse` reads their rows. */
export async function readEhrCourses(store: Store, slice: PatientSlice, sources: readonly EhrSource[]): Promise<void> {
  const found = await store.query(ehrAssessmentsSql, [slice.ids]);
  const column = (name: string): Int32Array => found.int32(name).values;
  const rows = {
    patient: column("patient_no"),
    day: column("day"),
    response: column("response"),
    evidence: column("evidence"),
    assessment: column("assessment"),
  };
  for (const source of sources) {
    let from = 0;
    for (let p = 0; p < slice.indexDay.length; p += 1) {
      let to = from;
      while (to < rows.patient.length && rows.patient[to] === p) to += 1;
      const patient = { patient: slice.rows[p]!, indexDay: slice.indexDay[p]! };
      source.take(takeEhrCourse(rows, { from, to }, patient, source));
      from = to;
    }
  }
}

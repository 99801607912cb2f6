import { civilDate, firstOfMonth } from "./calendar.js";
import { identify } from "./identity.js";
import { drawGaps } from "./missingness.js";
import { drawControls } from "./negative-controls.js";
import type { Patient } from "./patient.js";
import type { Tables } from "./tables.js";
import type { World } from "./world.js";
import { writeImaging } from "./write-imaging.js";
import { writeObservations } from "./write-observations.js";
import { writeTherapy } from "./write-therapy.js";

/** Adds a patient's rows to every table. */
export function writePatient(world: World, patient: Patient, tables: Tables): void {
  const identity = identify(patient.recruit);
  const gaps = drawGaps(world, patient.recruit, identity);
  const { person, population } = patient.recruit;
  const { patientId, datasetId, siteId, region } = identity;
  const index = patient.indexEpochDay;
  tables.patient.add(
    patientId,
    datasetId,
    siteId,
    index + patient.enteredDay,
    civilDate(Math.floor(index - 365.25 * person.ageYears)).year,
    Math.floor(person.ageYears),
    person.isFemale ? "female" : "male",
    person.race,
    null,
    region,
    population === "care" ? null : "experimental",
  );
  writeDiagnosis(patient, patientId, tables);
  writeTherapy(patient, patientId, tables);
  writeObservations(patient, { patientId, gaps }, tables);
  writeVitalStatus(world, patient, patientId, tables);
  writeImaging(patient, { patientId, siteId }, tables);
  for (const { endpoint, name, timeDays, isEvent } of drawControls(patient, world.negativeControls))
    tables.collected_event.add(patientId, endpoint, "chart", timeDays, isEvent, `negative control: ${name}`);
}

/** Stage IV is metastatic at diagnosis; earlier stages relapsed 14 months after it in the median. */
function writeDiagnosis({ recruit, indexEpochDay }: Patient, patientId: string, tables: Tables): void {
  const { person, streamOf } = recruit;
  const metastatic = indexEpochDay - Math.round(30.4375 * person.monthsSinceAdvanced) - 21;
  const isLate = person.stageAtDiagnosis === "IV";
  const relapse = 60 + Math.floor(streamOf("diagnosis").uniform() * 720);
  const histology = person.isSquamous ? "squamous cell carcinoma" : "adenocarcinoma";
  tables.diagnosis.add(
    patientId,
    "1",
    "ICD-10",
    "C34.9",
    "malignant neoplasm of bronchus or lung, non-small-cell",
    isLate ? metastatic : metastatic - relapse,
    person.stageAtDiagnosis,
    histology,
    metastatic,
  );
}

/** Deaths after the end of follow-up are not known. A death known to the month stands on its first day. */
function writeVitalStatus(world: World, patient: Patient, patientId: string, tables: Tables): void {
  const { recruit, followUpEnd, indexEpochDay } = patient;
  const last = indexEpochDay + patient.lastDay;
  if (followUpEnd !== "death") {
    tables.vital_status.add(patientId, null, null, last, sourceOf(recruit.population));
    return;
  }
  const isMonthOnly = world.monthOnlyDeaths && recruit.population === "care";
  const lastScan = patient.scans.at(-1)?.day ?? 0;
  const contact = Math.min(
    patient.lastDay,
    Math.max(lastScan, patient.lastDay - recruit.streamOf("contact").integer(15)),
  );
  tables.vital_status.add(
    patientId,
    isMonthOnly ? firstOfMonth(last) : last,
    isMonthOnly ? "month" : "day",
    indexEpochDay + contact,
    sourceOf(recruit.population),
  );
}

function sourceOf(population: Patient["recruit"]["population"]): string {
  return population === "care" ? "health record and death registry" : "case report form";
}

import type { Identity } from "./identity.js";
import { ORGAN, ORGANS, REGION } from "./organs.js";
import type { Patient } from "./patient.js";
import type { Scan } from "./scan.js";
import type { Tables } from "./tables.js";

type Names = Pick<Identity, "patientId" | "siteId">;

/** Scans, readings and assessments. A visit is a CT of the body and, where the head is looked at, an MR of the brain. */
export function writeImaging(patient: Patient, names: Names, tables: Tables): void {
  patient.scans.forEach((scan, visit) => {
    writeStudies(patient, scan, visit, names, tables);
  });
  writeReadings(patient, names, tables);
  writeLocalTherapy(patient, names, tables);
  const { patientId } = names;
  const index = patient.indexEpochDay;
  for (const { day, target, nonTarget, isNewLesion, overall } of patient.assessments)
    tables.reader_assessment.add(patientId, "investigator", index + day, target, nonTarget, isNewLesion, overall, true);
  patient.chart.forEach(({ day, response, evidence }, i) => {
    tables.ehr_assessment.add(patientId, String(i + 1), index + day, response, evidence);
  });
}

const regionNames = [
  ["chest", REGION.chest],
  ["abdomen", REGION.abdomen],
  ["pelvis", REGION.pelvis],
] as const;

function studyUid(patientId: string, visit: number, modality: "CT" | "MR"): string {
  return `${patientId}/${visit + 1}/${modality}`;
}

function writeStudies(patient: Patient, scan: Scan, visit: number, { patientId, siteId }: Names, tables: Tables): void {
  const { scanner, sliceMm, hasContrast, regions } = scan;
  const on = patient.indexEpochDay + scan.day;
  const body = regionNames.filter(([, bit]) => (regions & bit) !== 0).map(([name]) => name);
  const common = ["DICOM PS3.15 basic profile, synthetic", "none"] as const;
  tables.imaging_study.add(
    studyUid(patientId, visit, "CT"),
    patientId,
    on,
    "CT",
    body.join(";"),
    sliceMm,
    scanner.pixelMm,
    hasContrast ? "portal venous" : "none",
    scanner.manufacturer,
    scanner.model,
    scanner.kernel,
    siteId,
    ...common,
  );
  if ((regions & REGION.head) === 0) return;
  tables.imaging_study.add(
    studyUid(patientId, visit, "MR"),
    patientId,
    on,
    "MR",
    "head",
    3,
    0.5,
    hasContrast ? "gadolinium" : "none",
    "SIEMENS",
    "MAGNETOM Aera",
    null,
    siteId,
    ...common,
  );
}

function writeReadings({ readings, scans, indexEpochDay }: Patient, { patientId }: Names, tables: Tables): void {
  for (const { reader, lesions, marks } of readings) {
    for (const { id, role, organ, firstSeenDay } of lesions) {
      const { name, isNode } = ORGANS[organ]!;
      const nature = organ === ORGAN.pleura ? "effusion" : null;
      tables.lesion.add(patientId, reader, id, role, name, isNode, indexEpochDay + firstSeenDay, nature);
    }
    for (const { scan, lesion, state, diameterMm, certainty, reason } of marks) {
      const { id, organ } = lesions[lesion]!;
      const isOnMr = organ === ORGAN.brain && (scans[scan]!.regions & REGION.head) !== 0;
      const axis = diameterMm === null ? null : ORGANS[organ]!.isNode ? "short" : "long";
      const study = studyUid(patientId, scan, isOnMr ? "MR" : "CT");
      tables.lesion_measurement.add(study, reader, id, axis, diameterMm, state, certainty, reason);
    }
  }
}

/** Palliative radiotherapy: of bone in 15 %, of the brain in 30 % of those with disease there, around index. Tumours of the model do not feel it. */
function writeLocalTherapy(patient: Patient, { patientId }: Names, tables: Tables): void {
  const { recruit, indexEpochDay, lastDay } = patient;
  const stream = recruit.streamOf("radiotherapy");
  const draws = [stream.uniform(), stream.uniform(), stream.uniform(), stream.uniform()] as const;
  const { person } = recruit;
  let count = 0;
  const add = (organ: string, day: number) => {
    if (day >= lastDay) return;
    count += 1;
    tables.local_therapy.add(patientId, String(count), organ, "radiotherapy", indexEpochDay + day);
  };
  if (person.bone && draws[0] < 0.15) add("bone", Math.floor(draws[1] * 150) - 30);
  if (person.brain && draws[2] < 0.3) add("brain", -30 - Math.floor(draws[3] * 120));
}

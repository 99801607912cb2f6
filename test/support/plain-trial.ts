import type { Datasets } from "./ingest-files.js";
import type { RwidRow } from "./write-rwid.js";

const day = (n: number): string => new Date(Date.UTC(2020, 0, 1 + n)).toISOString().slice(0, 10);

interface Reading {
  readonly lesion: string;
  readonly day: number;
  readonly mm?: number;
  readonly state?: "PRESENT" | "ABSENT" | "UNEQUIVOCAL PROGRESSION";
}
interface Lesion {
  readonly id: string;
  readonly role: "TARGET" | "NON-TARGET" | "NEW";
  readonly organ: string;
}
interface Subject {
  readonly id: string;
  readonly female: boolean;
  readonly born: number;
  readonly site: string;
  readonly entered: number;
  readonly started: number;
  readonly ended: number;
  readonly died?: number;
  readonly alive: number;
  readonly modality: "CT" | "MR";
  readonly lesions: readonly Lesion[];
  readonly readings: readonly Reading[];
  readonly responses: readonly { readonly day: number; readonly overall: string }[];
}

/** Lesions of a patient carry their numbers, as an OMOP finding does; the reader is the investigator. */
const subjects: readonly Subject[] = [
  {
    id: "1",
    female: true,
    born: 1955,
    site: "A",
    entered: 2,
    started: 3,
    ended: 120,
    alive: 300,
    modality: "CT",
    lesions: [
      { id: "11", role: "TARGET", organ: "LUNG" },
      { id: "12", role: "TARGET", organ: "LYMPH NODE" },
      { id: "13", role: "NON-TARGET", organ: "BONE" },
      { id: "14", role: "NEW", organ: "LIVER" },
    ],
    readings: [
      { lesion: "11", day: -5, mm: 40 },
      { lesion: "12", day: -5, mm: 20 },
      { lesion: "13", day: -5, state: "PRESENT" },
      { lesion: "11", day: 44, mm: 25.4 },
      { lesion: "12", day: 44, mm: 12 },
      { lesion: "13", day: 44, state: "PRESENT" },
      { lesion: "11", day: 86, mm: 24.6 },
      { lesion: "12", day: 86, mm: 9.5 },
      { lesion: "13", day: 86, state: "ABSENT" },
      { lesion: "14", day: 86, state: "PRESENT" },
    ],
    responses: [
      { day: 44, overall: "PR" },
      { day: 86, overall: "PD" },
    ],
  },
  {
    id: "2",
    female: false,
    born: 1948,
    site: "B",
    entered: 6,
    started: 7,
    ended: 60,
    died: 90,
    alive: 80,
    modality: "MR",
    lesions: [
      { id: "21", role: "TARGET", organ: "LIVER" },
      { id: "22", role: "NON-TARGET", organ: "BONE" },
    ],
    readings: [
      { lesion: "21", day: 1, mm: 33 },
      { lesion: "22", day: 1, state: "PRESENT" },
      { lesion: "21", day: 50, mm: 34 },
      { lesion: "22", day: 50, state: "UNEQUIVOCAL PROGRESSION" },
    ],
    responses: [{ day: 50, overall: "PD" }],
  },
];

const evaluator = "INVESTIGATOR";
const isNode = ({ organ }: Lesion): boolean => organ === "LYMPH NODE";
const lesionOf = ({ lesions }: Subject, { lesion }: Reading): Lesion => lesions.find(({ id }) => id === lesion)!;
const studyOf = (subject: Subject, at: number): string => `t1:${subject.id}:${day(at)}:${subject.modality}`;

/** The trial in SDTM. */
export function plainTrialInSdtm(): Datasets {
  const each = (make: (subject: Subject) => readonly RwidRow[]) => subjects.flatMap(make);
  return {
    DM: each((s) => [
      {
        USUBJID: s.id,
        SITEID: s.site,
        SEX: s.female ? "F" : "M",
        BRTHDTC: String(s.born),
        RFSTDTC: day(s.entered),
        ...(s.died === undefined ? {} : { DTHDTC: day(s.died), DTHFL: "Y" }),
        ARMCD: "A",
      },
    ]),
    EX: each((s) => [{ USUBJID: s.id, EXSEQ: 1, EXTRT: "DRUG A", EXSTDTC: day(s.started), EXENDTC: day(s.ended) }]),
    SS: each((s) => [{ USUBJID: s.id, SSSEQ: 1, SSTESTCD: "SURVSTAT", SSSTRESC: "ALIVE", SSDTC: day(s.alive) }]),
    TU: each((s) =>
      s.lesions.map((lesion, i) => ({
        USUBJID: s.id,
        TUSEQ: i + 1,
        TULNKID: lesion.id,
        TUTESTCD: "TUMIDENT",
        TUSTRESC: lesion.role,
        TULOC: lesion.organ,
        TUMETHOD: s.modality === "CT" ? "CT SCAN" : "MRI",
        TUEVAL: evaluator,
      })),
    ),
    TR: each((s) =>
      s.readings.map((reading, i) => ({
        USUBJID: s.id,
        TRSEQ: i + 1,
        TRLNKID: reading.lesion,
        TRTESTCD: reading.state === undefined ? (isNode(lesionOf(s, reading)) ? "LPERP" : "LDIAM") : "TUMSTATE",
        TRSTRESC: reading.state ?? String(reading.mm),
        TRSTRESN: reading.mm ?? null,
        TRSTRESU: reading.mm === undefined ? null : "mm",
        TRDTC: day(reading.day),
        TREVAL: evaluator,
      })),
    ),
    RS: each((s) =>
      s.responses.map((response, i) => ({
        USUBJID: s.id,
        RSSEQ: i + 1,
        RSTESTCD: "OVRLRESP",
        RSSTRESC: response.overall,
        RSDTC: day(response.day),
        RSEVAL: evaluator,
      })),
    ),
  };
}

/** Local concepts of the made-up OMOP database; the CSV a user writes. */
export const omopConcepts: readonly RwidRow[] = [
  { concept_id: 2000000001, use: "lesion_size", value: "long", name: "Longest diameter" },
  { concept_id: 2000000002, use: "lesion_size", value: "short", name: "Short axis" },
  { concept_id: 2000000003, use: "lesion_state", value: "present", name: "Lesion present" },
  { concept_id: 2000000004, use: "lesion_state", value: "absent", name: "Lesion absent" },
  { concept_id: 2000000005, use: "lesion_state", value: "unequivocal_progression", name: "Unequivocal progression" },
  { concept_id: 2000000011, use: "lesion_role", value: "target", name: "Target lesion" },
  { concept_id: 2000000012, use: "lesion_role", value: "nontarget", name: "Non-target lesion" },
  { concept_id: 2000000013, use: "lesion_role", value: "new", name: "New lesion" },
  { concept_id: 2000000021, use: "organ", value: "LUNG", name: "Lung" },
  { concept_id: 2000000022, use: "organ", value: "LYMPH NODE", name: "Lymph node" },
  { concept_id: 2000000023, use: "organ", value: "BONE", name: "Bone" },
  { concept_id: 2000000024, use: "organ", value: "LIVER", name: "Liver" },
  { concept_id: 2000000031, use: "assessment", value: "overall", name: "RECIST overall response" },
  { concept_id: 2000000032, use: "response", value: "PR", name: "Partial response" },
  { concept_id: 2000000033, use: "response", value: "PD", name: "Progressive disease" },
  { concept_id: 2000000041, use: "acquisition", value: "slice_thickness_mm", name: "Slice thickness" },
];

const concept = (name: string): number =>
  Number(omopConcepts.find((row) => String(row.value) === name && row.use !== "assessment")!.concept_id);
const states = { PRESENT: "present", ABSENT: "absent", "UNEQUIVOCAL PROGRESSION": "unequivocal_progression" } as const;
const roles = { TARGET: "target", "NON-TARGET": "nontarget", NEW: "new" } as const;

/** The trial in the OMOP CDM with episodes and the imaging extension. `slices`: slice thickness of each image, in mm. */
export function plainTrialInOmop(slices?: number): Datasets {
  const measurement: RwidRow[] = [];
  const feature: RwidRow[] = [];
  const image: RwidRow[] = [];
  for (const s of subjects) {
    for (const at of [...new Set(s.readings.map((reading) => reading.day))]) {
      image.push({
        image_occurrence_id: image.length + 1,
        person_id: Number(s.id),
        procedure_occurrence_id: image.length + 1,
        image_occurrence_date: day(at),
        image_study_uid: studyOf(s, at),
        image_series_uid: `${studyOf(s, at)}.1`,
        modality_concept_id: s.modality === "CT" ? 4300757 : 4013636,
      });
      if (slices !== undefined)
        measurement.push({
          measurement_id: measurement.length + 1,
          person_id: Number(s.id),
          measurement_concept_id: 2000000041,
          measurement_date: day(at),
          value_as_number: slices,
          unit_concept_id: 8588,
          measurement_event_id: image.length,
        });
    }
    for (const reading of s.readings) {
      const lesion = lesionOf(s, reading);
      const size = isNode(lesion) ? 2000000002 : 2000000001;
      const id = measurement.length + 1;
      measurement.push({
        measurement_id: id,
        person_id: Number(s.id),
        measurement_concept_id: reading.mm === undefined ? 2000000003 : size,
        measurement_date: day(reading.day),
        value_as_number: reading.mm ?? null,
        unit_concept_id: reading.mm === undefined ? null : 8588,
        provider_id: 1,
      });
      feature.push({
        image_feature_id: feature.length + 1,
        person_id: Number(s.id),
        image_occurrence_id: image.findIndex((row) => row.image_study_uid === studyOf(s, reading.day)) + 1,
        image_feature_event_field_concept_id: 1147330,
        image_feature_event_id: id,
        image_feature_concept_id: reading.state === undefined ? size : concept(states[reading.state]),
        image_feature_type_concept_id: 32817,
        image_finding_concept_id: concept(roles[lesion.role]),
        image_finding_id: Number(lesion.id),
        anatomic_site_concept_id: concept(lesion.organ),
      });
    }
    for (const response of s.responses)
      measurement.push({
        measurement_id: measurement.length + 1,
        person_id: Number(s.id),
        measurement_concept_id: 2000000031,
        measurement_date: day(response.day),
        value_as_concept_id: concept(response.overall),
        provider_id: 1,
      });
  }
  return {
    person: subjects.map((s) => ({
      person_id: Number(s.id),
      gender_concept_id: s.female ? 8532 : 8507,
      year_of_birth: s.born,
      race_concept_id: 0,
      care_site_id: s.site === "A" ? 1 : 2,
    })),
    care_site: [
      { care_site_id: 1, care_site_source_value: "A" },
      { care_site_id: 2, care_site_source_value: "B" },
    ],
    provider: [{ provider_id: 1, provider_source_value: evaluator }],
    observation_period: subjects.map((s) => ({
      observation_period_id: Number(s.id),
      person_id: Number(s.id),
      observation_period_start_date: day(s.entered),
      observation_period_end_date: day(s.alive),
    })),
    death: subjects.flatMap((s) =>
      s.died === undefined ? [] : [{ person_id: Number(s.id), death_date: day(s.died) }],
    ),
    episode: subjects.map((s) => ({
      episode_id: Number(s.id),
      person_id: Number(s.id),
      episode_concept_id: 32531,
      episode_number: 1,
      episode_start_date: day(s.started),
      episode_end_date: day(s.ended),
      episode_source_value: "DRUG A",
    })),
    episode_event: subjects.map((s) => ({
      episode_id: Number(s.id),
      event_id: Number(s.id),
      episode_event_field_concept_id: 1147094,
    })),
    drug_exposure: subjects.map((s) => ({
      drug_exposure_id: Number(s.id),
      person_id: Number(s.id),
      drug_concept_id: 0,
      drug_exposure_start_date: day(s.started),
      drug_exposure_end_date: day(s.ended),
      drug_source_value: "DRUG A",
    })),
    image_occurrence: image,
    image_feature: feature,
    measurement,
  };
}

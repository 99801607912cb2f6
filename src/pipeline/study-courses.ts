import type { Course } from "../endpoints/course.js";
import { ehrEvidence, ehrResponses, openEhrCounts, takeEhrCourse } from "../endpoints/ehr-course.js";
import { deriveTimepoints } from "../recist/derive-timepoints.js";
import {
  AXIS,
  CERTAINTY,
  createLesionRows,
  type LesionRows,
  NATURE,
  NEVER,
  NONE,
  ROLE,
  STATE,
  toHundredths,
} from "../recist/lesion-rows.js";
import type { RecistOptions } from "../recist/options.js";
import { organKey } from "../recist/organ.js";
import { RECIST11 } from "../recist/recist11.js";
import { BASELINE_STATUS, createWorkspace } from "../recist/workspace.js";
import type { EvidenceLevel } from "../spec/endpoint.js";
import type { StudyPatients } from "./study-patients.js";
import { studyReader } from "./study-plan.js";
import type { StudyTables } from "./study-rows.js";

const roles: Readonly<Record<string, number>> = { target: ROLE.target, nontarget: ROLE.nonTarget, new: ROLE.new };
const states: Readonly<Record<string, number>> = {
  measured: STATE.measured,
  too_small: STATE.tooSmall,
  absent: STATE.absent,
  present: STATE.present,
  unequivocal_progression: STATE.unequivocalProgression,
  not_evaluable: STATE.notEvaluable,
};
const axes: Readonly<Record<string, number>> = AXIS;
const certainties: Readonly<Record<string, number>> = CERTAINTY;
const responses: Readonly<Record<string, number>> = ehrResponses;
const evidences: Readonly<Record<string, number>> = ehrEvidence;
const natures: Readonly<Record<string, number>> = { effusion: NATURE.effusion };

/**
 * The courses by scan of all patients whose scans the reader read, by the engine's RECIST 1.1 from the same lesion rows that a
 * query would bring. Of how a scan was taken the rows keep the slices: contrast, modality and coverage raise flags alone here,
 * and no lesion that is irradiated in this world is ever a target. A course is valid until the next one is asked for.
 */
export function* scanCourses(
  tables: StudyTables,
  { patients, placeOf }: StudyPatients,
  options: RecistOptions,
): Generator<Course> {
  const workspace = createWorkspace();
  const sequences = gatherSequences(tables, placeOf);
  let rows = createLesionRows(256);
  for (const [patient, sequence] of sequences) {
    const { marks } = sequence;
    if (marks.length > rows.day.length) rows = createLesionRows(marks.length * 2);
    writeRows(rows, sequence, patients.indexEpochDay[patient]!);
    deriveTimepoints(workspace, rows, { from: 0, to: marks.length }, { criteria: RECIST11, options });
    const { timepoints, baseline } = workspace;
    yield {
      patient,
      columns: timepoints,
      count: timepoints.count,
      hasBaseline: baseline.status !== BASELINE_STATUS.missing,
      isMeasurable: baseline.targetCount > 0,
      sourceRow: new Int32Array(timepoints.count),
    };
  }
}

interface SequenceLesion {
  readonly id: string;
  readonly role: number;
  readonly organ: number;
  readonly isNode: number;
  readonly nature: number;
}

interface Mark {
  readonly day: number;
  readonly lesionId: string;
  readonly state: number;
  readonly diameter: number;
  readonly axis: number;
  readonly certainty: number;
  readonly slice: number;
}

interface Sequence {
  /** In code-unit order of id. */
  readonly lesions: readonly SequenceLesion[];
  readonly marks: readonly Mark[];
}

function gatherSequences(tables: StudyTables, placeOf: ReadonlyMap<string, number>): Map<number, Sequence> {
  const lesions = gatherLesions(tables, placeOf);
  const marks = gatherMarks(tables, placeOf);
  return new Map(Array.from(marks, ([place, own]) => [place, { lesions: lesions.get(place)!, marks: own }]));
}

function gatherLesions(
  { lesion: table }: StudyTables,
  placeOf: ReadonlyMap<string, number>,
): Map<number, SequenceLesion[]> {
  const organs = table.text("organ").map((word) => organKey(word ?? ""));
  const codes = new Map([...new Set(organs)].sort().map((key, i) => [key, i + 1]));
  const [reader, id, role, nature] = (["reader_id", "lesion_id", "role", "nature"] as const).map(table.text);
  const isNode = table.number("is_lymph_node");
  const found = new Map<number, SequenceLesion[]>();
  table.text("patient_id").forEach((patient, row) => {
    const place = placeOf.get(patient!);
    if (place === undefined || reader![row] !== studyReader) return;
    const lesion = {
      id: id![row]!,
      role: roles[role![row]!]!,
      organ: codes.get(organs[row]!)!,
      isNode: isNode[row]!,
      nature: natures[nature![row] ?? ""] ?? NATURE.ordinary,
    };
    const own = found.get(place);
    if (own === undefined) found.set(place, [lesion]);
    else own.push(lesion);
  });
  for (const own of found.values()) own.sort((a, b) => (a.id < b.id ? -1 : 1));
  return found;
}

/** Marks of the reader by place in the frame, in order of day, then as written. */
function gatherMarks(
  { imaging_study: scans, lesion_measurement: table }: StudyTables,
  placeOf: ReadonlyMap<string, number>,
): Map<number, Mark[]> {
  const studies = new Map<string, { readonly place: number; readonly day: number; readonly slice: number }>();
  const patientOf = scans.text("patient_id");
  const performed = scans.number("performed_on");
  const thickness = scans.number("slice_thickness_mm");
  scans.text("study_uid").forEach((uid, row) => {
    const place = placeOf.get(patientOf[row]!);
    if (place !== undefined) studies.set(uid!, { place, day: performed[row]!, slice: toHundredths(thickness[row]!) });
  });
  const [reader, lesion, axis, state, certainty] = (
    ["reader_id", "lesion_id", "axis", "state", "certainty"] as const
  ).map(table.text);
  const diameter = table.number("diameter_mm");
  const found = new Map<number, Mark[]>();
  table.text("study_uid").forEach((uid, row) => {
    const study = studies.get(uid!);
    if (study === undefined || reader![row] !== studyReader) return;
    const mark = {
      day: study.day,
      lesionId: lesion![row]!,
      state: states[state![row]!]!,
      diameter: table.isMissing("diameter_mm", row) ? NONE : toHundredths(diameter[row]!),
      axis: axes[axis![row] ?? "unstated"]!,
      certainty: certainties[certainty![row] ?? "unstated"]!,
      slice: study.slice,
    };
    const own = found.get(study.place);
    if (own === undefined) found.set(study.place, [mark]);
    else own.push(mark);
  });
  for (const own of found.values()) own.sort((a, b) => a.day - b.day);
  return found;
}

function writeRows(rows: LesionRows, { lesions, marks }: Sequence, indexDay: number): void {
  const numberOf = new Map(lesions.map(({ id }, number) => [id, number]));
  for (const [row, mark] of marks.entries()) {
    const number = numberOf.get(mark.lesionId)!;
    const lesion = lesions[number]!;
    rows.day[row] = mark.day - indexDay;
    rows.lesion[row] = number;
    rows.role[row] = lesion.role;
    rows.isNode[row] = lesion.isNode;
    rows.organ[row] = lesion.organ;
    rows.nature[row] = lesion.nature;
    rows.state[row] = mark.state;
    rows.diameter[row] = mark.diameter;
    rows.axis[row] = mark.axis;
    rows.certainty[row] = mark.certainty;
    rows.sliceThickness[row] = mark.slice;
  }
}

/** The courses by chart of every patient, by the engine's rule (`takeEhrCourse`) on rows in memory. */
export function* chartCourses(
  { ehr_assessment: table }: StudyTables,
  { patients, placeOf }: StudyPatients,
  anchors: readonly EvidenceLevel[],
): Generator<Course> {
  const [ids, response, evidence] = (["patient_id", "response", "evidence"] as const).map(table.text);
  const day = table.number("assessed_on");
  const owned = ids!.flatMap((id, row) => {
    const place = placeOf.get(id!);
    return place === undefined ? [] : [{ place, row }];
  });
  owned.sort((a, b) => a.place - b.place || day[a.row]! - day[b.row]! || a.row - b.row);
  const column = (value: (row: number) => number) => Int32Array.from(owned, ({ row }) => value(row));
  const rows = {
    day: column((row) => (table.isMissing("assessed_on", row) ? NEVER : day[row]!)),
    response: column((row) => responses[response![row] ?? ""] ?? 0),
    evidence: column((row) => evidences[evidence![row] ?? ""] ?? 0),
    assessment: column((row) => row),
  };
  const source = { anchors, counts: openEhrCounts() };
  for (let patient = 0, from = 0; patient < patients.n; patient += 1) {
    let to = from;
    while (to < owned.length && owned[to]!.place === patient) to += 1;
    yield takeEhrCourse(rows, { from, to }, { patient, indexDay: patients.indexEpochDay[patient]! }, source);
    from = to;
  }
}

import type { CovariateColumn, CovariateMatrix } from "../frame/covariate-matrix.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import type { Covariate } from "../spec/covariate.js";
import { baselineWindow, singleAgents, studyReader } from "./study-plan.js";
import type { StudyTables } from "./study-rows.js";

/** The patients of a comparison with what is known of them at index. */
export interface StudyPatients {
  readonly patients: PatientFrame;
  readonly covariates: CovariateMatrix;
  /** Place in the frame by patient id. */
  readonly placeOf: ReadonlyMap<string, number>;
}

const indexRegimens: ReadonlySet<string | null> = new Set(["SYN-101", ...singleAgents]);

/**
 * Cohort, index and covariates of the study's plan, from rows in memory. Everyone in the tables passes the criteria on recorded
 * facts; the scan before index and the measured target are looked for here.
 */
export function deriveStudyPatients(
  tables: StudyTables,
  covariates: Readonly<Record<string, Covariate>>,
): StudyPatients {
  const indexOf = indexDays(tables);
  const targets = patientsWithTarget(tables, indexOf);
  const { patient } = tables;
  const datasets = patient.text("dataset_id");
  const kept = patient
    .text("patient_id")
    .map((id, row) => ({ id: id!, dataset: datasets[row]!, row }))
    .filter(({ id, dataset }) => indexOf.has(id) && (dataset === "lung-trial" || targets.has(id)))
    .sort((a, b) => compare(a.dataset, b.dataset) || compare(a.id, b.id));
  const placeOf = new Map(kept.map(({ id }, place) => [id, place]));
  const patients = {
    n: kept.length,
    patientId: kept.map(({ id }) => id),
    datasetId: kept.map(({ dataset }) => dataset),
    indexEpochDay: Int32Array.from(kept, ({ id }) => indexOf.get(id)!.day),
    trial: Uint8Array.from(kept, ({ dataset }) => (dataset === "lung-trial" ? 1 : 0)),
  };
  const facts = factsAtIndex(
    tables,
    kept.map(({ row }) => row),
    { placeOf, indexOf },
  );
  const columns = Object.entries(covariates).map(([name, covariate]) => columnOf(name, covariate, facts, kept.length));
  return { patients, covariates: { n: kept.length, columns }, placeOf };
}

interface IndexLine {
  readonly day: number;
  readonly lineNumber: number;
}

/** Code-unit order. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The first line of an index regimen. Rows of a patient are in order of line. */
function indexDays({ therapy_line: lines }: StudyTables): Map<string, IndexLine> {
  const found = new Map<string, IndexLine>();
  const regimen = lines.text("regimen");
  const started = lines.number("started_on");
  const lineNumber = lines.number("line_number");
  lines.text("patient_id").forEach((id, row) => {
    if (!indexRegimens.has(regimen[row]!) || found.has(id!)) return;
    found.set(id!, { day: started[row]!, lineNumber: lineNumber[row]! });
  });
  return found;
}

/** Patients with a CT in the window on which the reader measured a target. */
function patientsWithTarget(tables: StudyTables, indexOf: ReadonlyMap<string, IndexLine>): Set<string> {
  const { imaging_study: scans, lesion: lesions, lesion_measurement: measurements } = tables;
  const scanned = new Map<string, string>();
  const patientOf = scans.text("patient_id");
  const performed = scans.number("performed_on");
  const modality = scans.text("modality");
  scans.text("study_uid").forEach((uid, row) => {
    const id = patientOf[row]!;
    const index = indexOf.get(id);
    if (index === undefined) return;
    const day = performed[row]! - index.day;
    if (day >= baselineWindow[0] && day <= baselineWindow[1] && modality[row] === "CT") scanned.set(uid!, id);
  });
  const isTarget = new Set<string>();
  const role = lesions.text("role");
  const lesionReader = lesions.text("reader_id");
  const lesionId = lesions.text("lesion_id");
  lesions.text("patient_id").forEach((id, row) => {
    if (role[row] === "target" && lesionReader[row] === studyReader) isTarget.add(`${id}/${lesionId[row]}`);
  });
  const found = new Set<string>();
  const reader = measurements.text("reader_id");
  const measured = measurements.text("lesion_id");
  const state = measurements.text("state");
  measurements.text("study_uid").forEach((uid, row) => {
    const id = scanned.get(uid!);
    if (id === undefined || reader[row] !== studyReader || state[row] !== "measured") return;
    if (isTarget.has(`${id}/${measured[row]}`)) found.add(id);
  });
  return found;
}

/** Recorded facts by name, a value per patient of the frame. */
type Facts = ReadonlyMap<string, readonly (string | number | null)[]>;

function factsAtIndex(
  { patient, diagnosis, observation }: StudyTables,
  rows: readonly number[],
  {
    placeOf,
    indexOf,
  }: { readonly placeOf: ReadonlyMap<string, number>; readonly indexOf: ReadonlyMap<string, IndexLine> },
): Facts {
  const facts = new Map<string, (string | number | null)[]>();
  const fact = (name: string) => {
    const known = facts.get(name) ?? new Array<string | number | null>(placeOf.size).fill(null);
    facts.set(name, known);
    return known;
  };
  const [age, sex, ids] = [patient.number("age_at_index"), patient.text("sex"), patient.text("patient_id")];
  rows.forEach((row, place) => {
    fact("age")[place] = age[row]!;
    fact("sex")[place] = sex[row]!;
    fact("line_number")[place] = indexOf.get(ids[row]!)!.lineNumber;
  });
  const histology = diagnosis.text("histology");
  diagnosis.text("patient_id").forEach((id, row) => {
    const place = placeOf.get(id!);
    if (place !== undefined) fact("histology")[place] = histology[row]!;
  });
  const concept = observation.text("concept");
  const texts = observation.text("value_text");
  const numbers = observation.number("value_num");
  observation.text("patient_id").forEach((id, row) => {
    const place = placeOf.get(id!);
    if (place === undefined) return;
    fact(concept[row]!)[place] = observation.isMissing("value_num", row) ? texts[row]! : numbers[row]!;
  });
  return facts;
}

function columnOf(name: string, covariate: Covariate, facts: Facts, n: number): CovariateColumn {
  const { from } = covariate;
  if (from.kind === "radiomic" || from.kind === "index-year")
    throw new Error(`covariate ${name}: the simulated worlds have no radiomic features and no calendar`);
  const values = facts.get(from.kind === "age" ? "age" : from.kind === "observation" ? from.concept : from.column);
  if (values === undefined || values.includes(null)) throw new Error(`covariate ${name} is not complete`);
  return {
    name,
    label: covariate.label,
    kind: covariate.type,
    unit: null,
    levels: [],
    value: Float64Array.from(values, (value) => codeOf(covariate, value!)),
    missing: new Uint8Array(n),
  };
}

function codeOf(covariate: Covariate, value: string | number): number {
  if (covariate.type !== "binary") return Number(value);
  const { when } = covariate;
  if ("equals" in when) return value === when.equals ? 1 : 0;
  if ("atLeast" in when && when.atLeast !== undefined) return Number(value) >= when.atLeast ? 1 : 0;
  throw new Error("the study's covariates are numbers, texts that equal or numbers of at least so much");
}

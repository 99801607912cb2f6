import { sourceIdsOf } from "../frame/patient-clusters.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import type { LesionRows } from "../recist/lesion-rows.js";
import { NONE } from "../recist/lesion-rows.js";
import { BASELINE_STATUS, type SequenceWorkspace } from "../recist/workspace.js";
import { canonicalJson } from "../spec/canonical-json.js";
import type { Imaging } from "../spec/imaging.js";
import type { Store } from "../store/store.js";
import { findUnsourced } from "./check-sources.js";
import type { DerivedSequence, RowCounts } from "./close-lesion-sequence.js";
import { type Course, emptyCourse } from "./course.js";
import { type EndpointRequest, openWork, type Work } from "./derivation-work.js";
import type { EhrRowCounts } from "./ehr-course.js";
import { readEhrCourses } from "./ehr-courses.js";
import type { EndpointTable } from "./endpoint-filler.js";
import { type FollowUp, type PatientSlice, readFollowUp } from "./follow-up.js";
import { checkReaders, type Reading } from "./reading.js";
import { noteSequence, type ReadingSummary } from "./reading-summary.js";
import { openLesionScanner } from "./scan-lesions.js";
import { readLesionTables } from "./slice-lesions.js";
import { readWordCodes, type WordCodes } from "./word-codes.js";

/** What one way of reading the scans gave. */
export interface ReadingResult {
  readonly reading: Reading;
  readonly summary: ReadingSummary;
  /** Breaches by `ISSUE`. */
  readonly issues: Int32Array;
  readonly rows: RowCounts;
}

export interface DerivedEndpoints {
  /** By the key of the request. */
  readonly tables: ReadonlyMap<string, EndpointTable>;
  /** By the key of the request, datasets that hold nothing to derive the endpoint from: their patients are not available. */
  readonly unsourced: ReadonlyMap<string, ReadonlySet<string>>;
  /** By the key of the reading (`readingOf`). */
  readonly readings: ReadonlyMap<string, ReadingResult>;
  /** Rows of ehr_assessment, by the anchors as JSON. */
  readonly records: ReadonlyMap<string, EhrRowCounts>;
  /** Follow-up, by the rule for new therapy as JSON. */
  readonly followUps: ReadonlyMap<string, FollowUp>;
  readonly codes: WordCodes;
}

/** A sequence as it is handed to whoever keeps its timepoints. */
export interface SequenceSight {
  readonly reading: Reading;
  /** Place in the frame. */
  readonly patient: number;
  readonly reader: number;
  readonly isChosen: boolean;
  readonly workspace: SequenceWorkspace;
  readonly rows: LesionRows;
  /** Rowid of rwid.lesion_measurement of each row. */
  readonly measurement: Int32Array;
  /** First day of a new anticancer therapy, NEVER without. */
  readonly newTherapyDay: number;
}

export interface DerivationOptions {
  /** Patients whose rows are read at once: memory grows with it, time falls with it. */
  readonly slicePatients?: number;
  /** Share of the work done, 0 to 1. */
  readonly progress?: (share: number) => void;
  /** Sees every derived sequence, also of readers that do not count, while it lasts. */
  readonly onSequence?: (sight: SequenceSight) => void;
  /** Sees those of the readers that count, of every reading. */
  readonly onChosen?: (sight: SequenceSight) => void;
  /** Readings derived though no endpoint asks for them. */
  readonly alsoRead?: readonly Imaging[];
  /** Called when the patients [from, to) are done; their rows of the tables are final. For frames with one row a patient. */
  readonly onSlice?: (from: number, to: number, derived: DerivedEndpoints) => void;
}

const SLICE_PATIENTS = 250_000;

/**
 * Derives every endpoint asked for, of all patients of a frame, in one pass over the lesion rows and one over the records:
 * slice by slice of patients, so that neither rows nor results but the tables returned stand in memory. Where rows are lines of therapy a patient comes again
 * in a slice of his next line. Readings, record
 * sources and follow-up that several endpoints share are derived once.
 * Throws DataError where no dataset holds anything to derive an endpoint from, or a reader rule does not fit the data.
 */
export async function deriveEndpoints(
  store: Store,
  patients: PatientFrame,
  requests: readonly EndpointRequest[],
  options: DerivationOptions = {},
): Promise<DerivedEndpoints> {
  const unsourced = await findUnsourced(store, patients, requests);
  const work = openWork(patients, requests, options.alsoRead ?? []);
  const codes = await readWordCodes(store);
  for (const { reading } of work.readings) checkReaders(reading, codes);
  const slicePatients = options.slicePatients ?? SLICE_PATIENTS;
  const totalRows = await countRows(store, work.readings.length > 0);
  let rowsDone = 0;
  const scanner =
    work.readings.length === 0
      ? null
      : openLesionScanner({
          readings: work.readings.map(({ reading }) => reading),
          codes,
          tables: await readLesionTables(store),
          everyReader: options.onSequence !== undefined,
          onSequence: (sequence) => takeSequence(work, patients, sequence, options),
          onRows: (rows) => {
            rowsDone += rows;
            if (totalRows > 0) options.progress?.(Math.min(1, rowsDone / totalRows));
          },
        });
  const derived: DerivedEndpoints = {
    unsourced,
    tables: new Map([...work.fillers].map(([key, { table }]) => [key, table])),
    readings: new Map(
      work.readings.map(({ reading, summary }, i) => [
        reading.key,
        { reading, summary, issues: scanner!.issues[i]!, rows: scanner!.counts[i]! },
      ]),
    ),
    records: new Map(work.records.map(({ anchors, counts }) => [canonicalJson(anchors), counts])),
    followUps: new Map([...work.followUps].map(([key, { followUp }]) => [key, followUp])),
    codes,
  };
  let done = 0;
  for (const slice of slicesOf(patients, slicePatients)) {
    const { rows } = slice;
    work.rows = rows;
    for (const { rule, followUp } of work.followUps.values()) await readFollowUp(store, slice, rule, followUp);
    if (scanner !== null) await scanner.scan(store, slice.ids, slice.indexDay);
    for (const patient of rows) closePatient(work, patient);
    if (work.records.length > 0) await readEhrCourses(store, slice, work.records);
    withoutSource(work, patients, rows, unsourced);
    options.onSlice?.(done, done + rows.length, derived);
    done += rows.length;
    if (totalRows === 0) options.progress?.(done / patients.n);
  }
  return derived;
}

/** Nobody has an endpoint whose source his dataset does not hold. */
function withoutSource(
  { fillers }: Work,
  { datasetId }: PatientFrame,
  rows: Int32Array,
  unsourced: DerivedEndpoints["unsourced"],
): void {
  for (const [key, datasets] of unsourced) {
    const { available } = fillers.get(key)!.table;
    for (const patient of rows) if (datasets.has(datasetId[patient]!)) available[patient] = 0;
  }
}

function* slicesOf(patients: PatientFrame, size: number): Generator<PatientSlice> {
  const ids = sourceIdsOf(patients);
  for (const rows of roundsOf(patients))
    for (let from = 0; from < rows.length; from += size) {
      const own = rows.subarray(from, from + size);
      yield {
        ids: JSON.stringify(Array.from(own, (row) => ids[row]!)),
        rows: own,
        indexDay: own.map((row) => patients.indexEpochDay[row]!),
      };
    }
}

/** The rows in rounds that hold no patient twice: the first line of each, then the second of those who have one, and so on. */
function roundsOf({ n, lines }: PatientFrame): Int32Array[] {
  const everyone = Int32Array.from({ length: n }, (_, row) => row);
  if (lines === undefined) return [everyone];
  const seen = new Map<number, number>();
  const rounds: number[][] = [];
  for (const row of everyone) {
    const round = seen.get(lines.cluster[row]!) ?? 0;
    seen.set(lines.cluster[row]!, round + 1);
    rounds[round] ??= [];
    rounds[round].push(row);
  }
  return rounds.map((rows) => Int32Array.from(rows));
}

/** Takes a derived sequence through the endpoints of its reading, if its reader is the one that counts. */
function takeSequence(
  work: Work,
  patients: PatientFrame,
  sequence: DerivedSequence,
  { onSequence, onChosen }: DerivationOptions,
): void {
  const { reading, summary, fillers, followUp } = work.readings[sequence.reading]!;
  const { workspace, reader, isChosen, rows, measurement } = sequence;
  const patient = work.rows[sequence.patient]!;
  const newTherapyDay = followUp.newTherapyDay[patient]!;
  const sight: SequenceSight = { reading, patient, reader, isChosen, workspace, rows, measurement, newTherapyDay };
  onSequence?.(sight);
  if (!isChosen) return;
  onChosen?.(sight);
  noteSequence(summary, workspace, { patient, reader, arm: patients.trial[patient]! });
  const { timepoints, baseline } = workspace;
  const sourceRow = new Int32Array(timepoints.count);
  for (let t = 0; t < timepoints.count; t += 1) {
    const evidence = timepoints.evidenceRow[t]!;
    sourceRow[t] = evidence === NONE ? 0 : measurement[evidence]! + 1;
  }
  const course: Course = {
    patient,
    columns: timepoints,
    count: timepoints.count,
    hasBaseline: baseline.status !== BASELINE_STATUS.missing,
    isMeasurable: baseline.targetCount > 0,
    sourceRow,
  };
  for (const filler of fillers) filler.take(course);
}

/** Patients whose scans nobody read still have their endpoints: no assessment is a result too. */
function closePatient({ readings, others }: Work, patient: number): void {
  for (const { summary, fillers } of readings) {
    if (summary.reader[patient] !== NONE || fillers.length === 0) continue;
    const course = emptyCourse(patient, false);
    for (const filler of fillers) filler.take(course);
  }
  if (others.length === 0) return;
  const course = emptyCourse(patient, false);
  for (const filler of others) filler.take(course);
}

async function countRows(store: Store, needed: boolean): Promise<number> {
  if (!needed) return 0;
  const counted = await store.query("select count(*) as n from rwid.lesion_measurement");
  return counted.float64("n").values[0] ?? 0;
}

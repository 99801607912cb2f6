import { deriveTimepoints } from "../recist/derive-timepoints.js";
import { createLesionRows, type LesionRows, NEVER, NONE, ROW_FLAG, toHundredths } from "../recist/lesion-rows.js";
import { ROW_FATES } from "../recist/row-fate.js";
import { createWorkspace, type SequenceWorkspace } from "../recist/workspace.js";
import type { Columns } from "../store/columns.js";
import type { Store } from "../store/store.js";
import { judgeNewLesion } from "./coverage.js";
import { HOW, lesionRowsSql } from "./lesion.sql.js";
import { chooseReaders, type Reading } from "./reading.js";
import { isNewLesion, type LesionTables, readSliceLesions, type SliceLesions } from "./slice-lesions.js";
import type { WordCodes } from "./word-codes.js";

/** A (patient, reader) sequence as it was derived under one reading. Valid only while it is being handed over. */
export interface DerivedSequence {
  /** Place in the list of readings. */
  readonly reading: number;
  /** Place of the patient in the slice. */
  readonly patient: number;
  /** Code of the reader. */
  readonly reader: number;
  /** Whether this is the reader whose reading counts. */
  readonly isChosen: boolean;
  readonly workspace: SequenceWorkspace;
  readonly rows: LesionRows;
  /** Rowid of rwid.lesion_measurement of each row. */
  readonly measurement: Int32Array;
}

/** What became of lesion rows: those that reached no derivation, and those that did by `ROW_FATES`. */
export interface RowCounts {
  /** Rows of the patients, of all readers. */
  rows: number;
  otherReader: number;
  undated: number;
  readonly fates: Float64Array;
}

export interface LesionScan {
  readonly readings: readonly Reading[];
  readonly codes: WordCodes;
  readonly tables: LesionTables;
  /** Readers that do not count are derived too, for tables that show all of them. */
  readonly everyReader: boolean;
  readonly onSequence: (sequence: DerivedSequence) => void;
  readonly onRows: (rows: number) => void;
}

export interface LesionScanner {
  /** Derives the lesion rows of a slice of patients: ids as a JSON list, the day of index of each on its dataset's count. */
  readonly scan: (store: Store, ids: string, indexDay: Int32Array) => Promise<void>;
  /** Breaches met so far, by reading, by `ISSUE`. */
  readonly issues: readonly Int32Array[];
  readonly counts: readonly RowCounts[];
}

/**
 * Opens a scanner that brings the lesion rows of one slice of patients after another, ordered by SQL, chunk by chunk into typed
 * arrays that are used again, and derives every sequence under every reading in the same pass. A sequence may span chunks;
 * memory grows with the longest sequence and the slice, not with the rows.
 */
export function openLesionScanner(setup: LesionScan): LesionScanner {
  const { readings, codes, tables } = setup;
  const workspaces = readings.map(createWorkspace);
  const counts = readings.map(
    (): RowCounts => ({ rows: 0, otherReader: 0, undated: 0, fates: new Float64Array(ROW_FATES.length) }),
  );
  const placeOf = new Int32Array(tables.lesionRowids);
  const buffer: RowBuffer = { rows: createLesionRows(FIRST_ROOM), measurement: new Int32Array(FIRST_ROOM), count: 0 };
  return {
    issues: workspaces.map(({ issues }) => issues),
    counts,
    scan: async (store, ids, indexDay) => {
      const lesions = await readSliceLesions(store, ids, codes, tables, placeOf);
      const chosen: Int32Array[] = [];
      for (const reading of readings)
        chosen.push(await chooseReaders(store, ids, reading, { n: indexDay.length, lesions, codes }));
      const slice: Slice = { setup, lesions, chosen, workspaces, counts, indexDay, buffer };
      const lists = [codes.readerCodes, codes.modalityCodes, codes.contrastCodes].map((list) => JSON.stringify(list));
      let sequence: number = NONE;
      for await (const chunk of store.streamChunks(lesionRowsSql, [ids, ...lists])) {
        sequence = takeChunk(slice, chunk, sequence);
        setup.onRows(chunk.rowCount);
      }
      if (sequence !== NONE) closeSequence(slice, sequence);
    },
  };
}

const FIRST_ROOM = 256;

interface RowBuffer {
  rows: LesionRows;
  measurement: Int32Array;
  count: number;
}

interface Slice {
  readonly setup: LesionScan;
  readonly lesions: SliceLesions;
  /** Reader that counts, by reading and patient. */
  readonly chosen: readonly Int32Array[];
  readonly workspaces: readonly SequenceWorkspace[];
  readonly counts: readonly RowCounts[];
  readonly indexDay: Int32Array;
  readonly buffer: RowBuffer;
}

/** Adds a chunk's rows to the buffer and closes each sequence that ends in it. A sequence is named by its first lesion's place. */
function takeChunk(slice: Slice, chunk: Columns, open: number): number {
  const { lesions, buffer, indexDay } = slice;
  const lesion = chunk.int32("lesion").values;
  const day = chunk.int32("day").values;
  const diameter = chunk.float64("diameter").values;
  const thickness = chunk.float64("slice").values;
  const how = chunk.int32("how").values;
  const measurement = chunk.int32("measurement").values;
  let sequence = open;
  for (let i = 0; i < chunk.rowCount; i += 1) {
    const place = lesions.placeOf[lesion[i]!]!;
    const first = lesions.first[place]!;
    if (first !== sequence) {
      if (sequence !== NONE) closeSequence(slice, sequence);
      sequence = first;
    }
    const index = indexDay[lesions.patient[place]!]!;
    if (day[i] === NEVER) {
      for (const count of slice.counts) {
        count.rows += 1;
        count.undated += 1;
      }
      continue;
    }
    if (buffer.count === buffer.measurement.length) grow(buffer);
    const row = buffer.count;
    const { rows } = buffer;
    const packed = how[i]!;
    rows.day[row] = day[i]! - index;
    rows.lesion[row] = place - first;
    rows.role[row] = lesions.role[place]!;
    rows.isNode[row] = lesions.isNode[place]!;
    rows.organ[row] = lesions.organ[place]!;
    rows.nature[row] = lesions.nature[place]!;
    rows.splitFrom[row] = linkWithin(lesions.splitFrom[place]!, first);
    rows.mergedInto[row] = linkWithin(lesions.mergedInto[place]!, first);
    rows.localTherapyDay[row] = NEVER;
    rows.state[row] = packed & 7;
    rows.axis[row] = (packed >>> HOW.axis) & 3;
    rows.certainty[row] = (packed >>> HOW.certainty) & 3;
    rows.modality[row] = (packed >>> HOW.modality) & 7;
    rows.contrast[row] = packed >>> HOW.contrast;
    rows.diameter[row] = hundredthsOrNone(diameter[i]!);
    rows.sliceThickness[row] = hundredthsOrNone(thickness[i]!);
    rows.flags[row] = isNewLesion(lesions, place) ? flagsOfNew(slice, place, { row, day: day[i]!, index }) : 0;
    buffer.measurement[row] = measurement[i]!;
    buffer.count = row + 1;
  }
  return sequence;
}

function linkWithin(place: number, first: number): number {
  return place === NONE ? NONE : place - first;
}

function hundredthsOrNone(mm: number): number {
  return mm < 0 ? NONE : toHundredths(mm);
}

function flagsOfNew(
  { lesions, setup, buffer }: Slice,
  place: number,
  { row, day, index }: { readonly row: number; readonly day: number; readonly index: number },
): number {
  return judgeNewLesion(lesions.coverage, {
    patient: lesions.patient[place]!,
    day,
    modality: buffer.rows.modality[row]!,
    region: setup.codes.organRegions[lesions.organ[place]!]!,
    indexDay: index,
  });
}

/** Derives the buffered sequence under each reading that asks for its reader and hands it over. */
function closeSequence(slice: Slice, first: number): void {
  const { setup, lesions, buffer, chosen, workspaces, counts } = slice;
  const patient = lesions.patient[first]!;
  const reader = lesions.reader[first]!;
  if (lesions.localTherapy.size > 0) applyLocalTherapy(slice, first);
  for (let reading = 0; reading < workspaces.length; reading += 1) {
    const workspace = workspaces[reading]!;
    const count = counts[reading]!;
    const isChosen = chosen[reading]![patient] === reader;
    count.rows += buffer.count;
    if (!isChosen) {
      count.otherReader += buffer.count;
      if (!setup.everyReader) continue;
    }
    const issuesBefore = isChosen ? null : workspace.issues.slice();
    deriveTimepoints(workspace, buffer.rows, { from: 0, to: buffer.count }, setup.readings[reading]!);
    if (issuesBefore !== null) workspace.issues.set(issuesBefore);
    else for (let row = 0; row < buffer.count; row += 1) count.fates[workspace.fate[row]!]! += 1;
    setup.onSequence({
      reading,
      patient,
      reader,
      isChosen,
      workspace,
      rows: buffer.rows,
      measurement: buffer.measurement,
    });
  }
  buffer.count = 0;
}

/**
 * Local therapy of the buffered lesions. One before a lesion's first row is why it may not be measurable (B3); the first one
 * after it is where its measurements end.
 */
function applyLocalTherapy({ lesions, buffer, indexDay }: Slice, first: number): void {
  const { rows, count } = buffer;
  for (let row = 0; row < count; row += 1) {
    const place = first + rows.lesion[row]!;
    const days = lesions.localTherapy.get(place);
    if (days === undefined) continue;
    const index = indexDay[lesions.patient[place]!]!;
    let firstRow = row;
    for (let other = 0; other < count; other += 1) {
      if (rows.lesion[other] === rows.lesion[row] && rows.day[other]! < rows.day[firstRow]!) firstRow = other;
    }
    const seen = rows.day[firstRow]!;
    const after = days.find((day) => day - index >= seen);
    rows.localTherapyDay[row] = after === undefined ? NEVER : after - index;
    if (days[0]! - index < seen) rows.flags[row]! |= ROW_FLAG.irradiated;
    if (lesions.progressed[place] === 1) rows.flags[row]! |= ROW_FLAG.progressedSinceIrradiation;
  }
}

function grow(buffer: RowBuffer): void {
  const room = buffer.measurement.length * 2;
  const larger = createLesionRows(room);
  for (const name of Object.keys(larger) as (keyof LesionRows)[]) larger[name].set(buffer.rows[name]);
  const measurement = new Int32Array(room);
  measurement.set(buffer.measurement);
  buffer.rows = larger;
  buffer.measurement = measurement;
}

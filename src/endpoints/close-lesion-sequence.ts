import { deriveTimepoints } from "../recist/derive-timepoints.js";
import type { LesionRows } from "../recist/lesion-rows.js";
import type { SequenceWorkspace } from "../recist/workspace.js";
import { applyLocalTherapy } from "./apply-local-therapy.js";
import type { Reading } from "./reading.js";
import type { RowBuffer } from "./row-buffer.js";
import type { LesionTables, SliceLesions } from "./slice-lesions.js";
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

/** A slice of patients being read. */
export interface LesionSlice {
  readonly setup: LesionScan;
  readonly lesions: SliceLesions;
  /** Reader that counts, by reading and patient. */
  readonly chosen: readonly Int32Array[];
  readonly workspaces: readonly SequenceWorkspace[];
  readonly counts: readonly RowCounts[];
  readonly indexDay: Int32Array;
  readonly buffer: RowBuffer;
}

/** Derives the buffered sequence under each reading that asks for its reader and hands it over. */
export function closeLesionSequence(slice: LesionSlice, first: number): void {
  const { setup, lesions, buffer, chosen, workspaces, counts } = slice;
  const patient = lesions.patient[first]!;
  const reader = lesions.reader[first]!;
  if (lesions.localTherapy.size > 0) applyLocalTherapy(buffer, lesions, slice.indexDay, first);
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

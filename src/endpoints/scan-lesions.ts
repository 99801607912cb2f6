import { NONE } from "../recist/lesion-rows.js";
import { ROW_FATES } from "../recist/row-fate.js";
import { createWorkspace } from "../recist/workspace.js";
import type { Store } from "../store/store.js";
import { closeLesionSequence, type LesionScan, type LesionSlice, type RowCounts } from "./close-lesion-sequence.js";
import { lesionRowsSql } from "./lesion.sql.js";
import { chooseReaders } from "./reading.js";
import { openRowBuffer } from "./row-buffer.js";
import { readSliceLesions } from "./slice-lesions.js";
import { takeLesionChunk } from "./take-lesion-chunk.js";

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
  const buffer = openRowBuffer();
  return {
    issues: workspaces.map(({ issues }) => issues),
    counts,
    scan: async (store, ids, indexDay) => {
      const lesions = await readSliceLesions(store, ids, codes, tables, placeOf);
      const chosen: Int32Array[] = [];
      for (const reading of readings)
        chosen.push(await chooseReaders(store, ids, reading, { n: indexDay.length, lesions, codes }));
      const slice: LesionSlice = { setup, lesions, chosen, workspaces, counts, indexDay, buffer };
      const lists = [codes.readerCodes, codes.modalityCodes, codes.contrastCodes].map((list) => JSON.stringify(list));
      let sequence: number = NONE;
      for await (const chunk of store.streamChunks(lesionRowsSql, [ids, ...lists])) {
        sequence = takeLesionChunk(slice, chunk, sequence);
        setup.onRows(chunk.rowCount);
      }
      if (sequence !== NONE) closeLesionSequence(slice, sequence);
    },
  };
}

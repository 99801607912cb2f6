import { createLesionRows, type LesionRows } from "../recist/lesion-rows.js";

const FIRST_ROOM = 256;

/** The rows of the sequence being read, in arrays that are used again for the next. */
export interface RowBuffer {
  rows: LesionRows;
  /** Rowid of rwid.lesion_measurement of each row. */
  measurement: Int32Array;
  count: number;
}

export function openRowBuffer(): RowBuffer {
  return { rows: createLesionRows(FIRST_ROOM), measurement: new Int32Array(FIRST_ROOM), count: 0 };
}

/** The place of a new row; its columns are to be filled. */
export function nextRow(buffer: RowBuffer): number {
  if (buffer.count === buffer.measurement.length) grow(buffer);
  buffer.count += 1;
  return buffer.count - 1;
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

import { NEVER, NONE, toHundredths } from "../recist/lesion-rows.js";
import type { Columns } from "../store/columns.js";
import { closeLesionSequence, type LesionSlice } from "./close-lesion-sequence.js";
import { judgeNewLesion } from "./coverage.js";
import { HOW } from "./lesion.sql.js";
import { nextRow } from "./row-buffer.js";
import { isNewLesion } from "./slice-lesions.js";

/** Adds a chunk's rows to the buffer and closes each sequence that ends in it. A sequence is named by its first lesion's place. */
export function takeLesionChunk(slice: LesionSlice, chunk: Columns, open: number): number {
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
      if (sequence !== NONE) closeLesionSequence(slice, sequence);
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
    const row = nextRow(buffer);
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
  { lesions, setup, buffer }: LesionSlice,
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

import { NEVER, ROW_FLAG } from "../recist/lesion-rows.js";
import type { RowBuffer } from "./row-buffer.js";
import type { SliceLesions } from "./slice-lesions.js";

/**
 * Local therapy of the lesions of a sequence whose first lesion has the place `first`. One before a lesion's first row is why it may not be measurable (B3); the first one
 * after it is where its measurements end.
 */
export function applyLocalTherapy(
  { rows, count }: RowBuffer,
  lesions: SliceLesions,
  indexDay: Int32Array,
  first: number,
): void {
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

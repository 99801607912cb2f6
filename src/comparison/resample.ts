import type { Stream } from "../math/stream.js";

/** A bootstrap sample of `rows` (with replacement, of the same size). */
export function resampleRows(rows: Int32Array, stream: Stream): Int32Array {
  return rows.map(() => rows[stream.integer(rows.length)]!);
}

/** A bootstrap sample of the subjects behind a table of counts, as counts of its cells. */
export function resampleCounts(counts: readonly number[], stream: Stream): number[] {
  const cells = counts.flatMap((count, cell) => new Array<number>(count).fill(cell));
  const sample = counts.map(() => 0);
  for (let i = 0; i < cells.length; i += 1) sample[cells[stream.integer(cells.length)]!]! += 1;
  return sample;
}

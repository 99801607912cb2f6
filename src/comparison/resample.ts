import type { Stream } from "../math/stream.js";

/** A bootstrap sample of `rows` (with replacement, of the same size). */
export function resampleRows(rows: Int32Array, stream: Stream): Int32Array {
  return rows.map(() => rows[stream.integer(rows.length)]!);
}

/** Draws bootstrap samples of the subjects behind a table of counts, as counts of its cells. */
export function openCountSample(counts: readonly number[]): (stream: Stream) => number[] {
  const cells = Uint16Array.from(counts.flatMap((count, cell) => new Array<number>(count).fill(cell)));
  return (stream) => {
    const sample = new Array<number>(counts.length).fill(0);
    for (let i = 0; i < cells.length; i += 1) sample[cells[stream.integer(cells.length)]!]! += 1;
    return sample;
  };
}

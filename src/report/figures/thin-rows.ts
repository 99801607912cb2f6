/** At most `most` of the rows, evenly spread over their order, the first and the last among them: the same ones always. */
export function thinRows<R>(rows: readonly R[], most: number): readonly R[] {
  if (rows.length <= most) return rows;
  return Array.from({ length: most }, (_, k) => rows[Math.round((k * (rows.length - 1)) / (most - 1))]!);
}

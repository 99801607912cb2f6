/** Rows, headings too, that one page holds at two lines a row. */
const rowsPerPart = 17;

/** The rows in parts that fit a page; a group that goes on in the next part has its heading there again. */
export function divideRows<R extends { readonly heading: boolean; readonly label: string }>(
  rows: readonly R[],
  most: number = rowsPerPart,
): readonly (readonly R[])[] {
  const parts: R[][] = [[]];
  let heading: R | null = null;
  for (const [i, row] of rows.entries()) {
    if (row.heading) heading = row;
    const part = parts[parts.length - 1] ?? [];
    // A heading needs room for a row below it.
    const needed = row.heading && i + 1 < rows.length ? 2 : 1;
    if (part.length + needed <= most) part.push(row);
    else
      parts.push(row.heading || heading === null ? [row] : [{ ...heading, label: `${heading.label}, continued` }, row]);
  }
  return parts;
}

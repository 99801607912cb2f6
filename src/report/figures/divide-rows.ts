interface DividedRow {
  readonly heading: boolean;
  readonly label: string;
}

/** Rows, headings too, that one page holds at two lines a row. */
export const rowsPerPart = 17;

/**
 * The rows in parts that fit a page; a group that goes on in the next part has its heading there again. `most`: how many rows of the usual
 * height a part holds. `roomOf`: how many of those a row takes the place of, 1 where nothing else is said; headings take 1.
 */
export function divideRows<R extends DividedRow>(
  rows: readonly R[],
  most: number = rowsPerPart,
  roomOf: (row: R) => number = () => 1,
): readonly (readonly R[])[] {
  const room = (row: R | undefined): number => (row === undefined ? 0 : row.heading ? 1 : roomOf(row));
  const parts: R[][] = [[]];
  let heading: R | null = null;
  let taken = 0;
  for (const [i, row] of rows.entries()) {
    if (row.heading) heading = row;
    // A heading needs room for a row below it.
    const needed = room(row) + (row.heading ? room(rows[i + 1]) : 0);
    if (taken + needed <= most) parts[parts.length - 1]?.push(row);
    else {
      const again = row.heading || heading === null ? [] : [{ ...heading, label: `${heading.label}, continued` }];
      parts.push([...again, row]);
      taken = again.length;
    }
    taken += room(row);
  }
  return parts;
}

/** Letters that a line of a forest's labels holds at the least, and heights of a line and of the gap below a row, in pixels. */
const [lettersPerLine, lineHeight, rowGap] = [27, 14, 8];

/** Room of a row of the forest, 1 for up to two lines: a label that bears a mark takes more. */
export const roomOfLabel = ({ label }: DividedRow): number =>
  Math.max(1, (Math.ceil(label.length / lettersPerLine) * lineHeight + rowGap) / (2 * lineHeight + rowGap));

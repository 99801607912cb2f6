const sign = " × ";

/** The level of a cell of a cross table: a category of its rows and one of its columns. */
export function crossLevel(row: string, column: string): string {
  return `${row}${sign}${column}`;
}

/** Row and column of a cell's level; null of a level that is no cell. */
export function readCrossLevel(level: string | null): readonly [row: string, column: string] | null {
  const parts = level?.split(sign) ?? [];
  return parts.length === 2 ? [parts[0]!, parts[1]!] : null;
}

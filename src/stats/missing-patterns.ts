/** Values of n rows and p columns of which some are missing. */
export interface IncompleteColumns {
  readonly n: number;
  /** Columns, each Float64Array(n); what stands where a value is missing is not read. */
  readonly columns: readonly Float64Array[];
  /** Beside each column, Uint8Array(n): 1 = missing. */
  readonly missing: readonly Uint8Array[];
  readonly names: readonly string[];
}

/** Rows of which the same columns are observed. */
export interface MissingPattern {
  /** Positions of the observed columns, ascending. */
  readonly observed: readonly number[];
  /** Ascending. */
  readonly rows: readonly number[];
}

/** The patterns of missing values in an order that does not hang on that of the rows; rows of which nothing is observed have one too. O(np). */
export function listMissingPatterns({ n, missing }: Pick<IncompleteColumns, "n" | "missing">): MissingPattern[] {
  const found = new Map<string, number[]>();
  for (let i = 0; i < n; i += 1) {
    const key = missing.map((column) => column[i]!).join("");
    const rows = found.get(key);
    if (rows === undefined) found.set(key, [i]);
    else rows.push(i);
  }
  return [...found.keys()].sort().map((key) => ({
    observed: [...key].flatMap((mark, j) => (mark === "0" ? [j] : [])),
    rows: found.get(key)!,
  }));
}

/** Whether the columns can be put into an order in which, of every row, all after a missing one are missing too: the patterns are nested. */
export function isMonotone(patterns: readonly MissingPattern[]): boolean {
  const bySize = [...patterns].sort((a, b) => a.observed.length - b.observed.length);
  return bySize.every(({ observed }, i) => {
    const next = bySize[i + 1];
    return next === undefined || observed.every((column) => next.observed.includes(column));
  });
}

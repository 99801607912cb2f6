import { EstimationError } from "../errors.js";

/** How often two sources put the same subjects into the same k categories: rows one source, columns the other. */
export interface AgreementTable {
  /** k × k, row-major, whole numbers >= 0. */
  readonly counts: ArrayLike<number>;
  /** >= 2. Categories in their order, where they have one; a category nobody used stays in the table. */
  readonly k: number;
  /** Two-sided; default 0.95. */
  readonly level?: number;
}

/** The table as shares, with its margins. */
export interface AgreementShares {
  readonly n: number;
  readonly cell: Float64Array;
  readonly row: Float64Array;
  readonly column: Float64Array;
}

/** Throws EstimationError where nobody was classified by both, RangeError for what is no such table. `method` opens the message. */
export function shareAgreement({ counts, k, level = 0.95 }: AgreementTable, method: string): AgreementShares {
  if (!(Number.isInteger(k) && k >= 2 && counts.length === k * k))
    throw new RangeError(
      `${method} needs a square table of two or more categories; got ${counts.length} cells for ${k}`,
    );
  if (!(level > 0 && level < 1)) throw new RangeError(`a level must lie between 0 and 1; got ${level}`);
  let n = 0;
  for (let c = 0; c < counts.length; c += 1) {
    if (!(Number.isInteger(counts[c]) && counts[c]! >= 0))
      throw new RangeError(`${method} needs whole numbers >= 0; got ${counts[c]}`);
    n += counts[c]!;
  }
  if (n === 0) throw new EstimationError(`${method} needs subjects that both sources classified; got none`);
  const cell = Float64Array.from(counts, (count) => count / n);
  const row = new Float64Array(k);
  const column = new Float64Array(k);
  for (let i = 0; i < k; i += 1) {
    for (let j = 0; j < k; j += 1) {
      row[i]! += cell[i * k + j]!;
      column[j]! += cell[i * k + j]!;
    }
  }
  return { n, cell, row, column };
}

/** Agreement beyond chance with its interval. */
export interface AgreementCoefficient {
  readonly estimate: number;
  /** Share of agreement seen, and the one that chance would give. */
  readonly observed: number;
  readonly expected: number;
  /** Asymptotic; 0 where agreement is complete. */
  readonly se: number;
  /** Null where the standard error is 0: no interval follows from it. The upper one is at most 1. */
  readonly lower: number | null;
  readonly upper: number | null;
  readonly n: number;
}

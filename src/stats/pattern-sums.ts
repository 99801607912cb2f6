import { sum, sumOfProducts } from "../math/sum.js";
import type { MissingPattern } from "./missing-patterns.js";

/** Sums over the rows of one pattern of missing values. */
export interface PatternSums {
  /** Rows. */
  readonly n: number;
  readonly observed: readonly number[];
  readonly unobserved: readonly number[];
  /** Of the observed columns, in their order. */
  readonly first: Float64Array;
  /** Of their products, row-major. */
  readonly second: Float64Array;
}

/** The sums of each pattern, compensated. columns: p of one length. O(np²). */
export function sumPatterns(
  patterns: readonly MissingPattern[],
  columns: readonly Float64Array[],
): readonly PatternSums[] {
  return patterns.map(({ observed, rows }) => {
    const own = observed.map((column) => Float64Array.from(rows, (row) => columns[column]![row]!));
    return {
      n: rows.length,
      observed,
      unobserved: columns.flatMap((_, column) => (observed.includes(column) ? [] : [column])),
      first: Float64Array.from(own, (values) => sum(values)),
      second: Float64Array.from(own.flatMap((a) => own.map((b) => sumOfProducts(a, b)))),
    };
  });
}

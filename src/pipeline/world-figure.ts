import { quantileOfSorted } from "../math/quantile.js";

/** One figure of the world beside its published counterpart. */
export interface WorldFigure {
  readonly group: string;
  readonly name: string;
  readonly simulated: string;
  readonly published: string;
  readonly source: string;
}

/** A share, 0 to 1, with one decimal. */
export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** Quartiles of whole numbers of days, from n ≥ 1 values in any order. */
export function quartiles(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b);
  return [0.25, 0.5, 0.75].map((p) => quantileOfSorted(sorted, p).toFixed(0)).join(" / ");
}

/** Share of those for which `is` holds. */
export function share<T>(all: readonly T[], is: (one: T) => boolean): number {
  return all.filter(is).length / all.length;
}

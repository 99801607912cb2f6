import type { FigureColumns } from "../document/model.js";

type Value = string | number | boolean | null;

/** Rows of one form as the columns of a figure's data; `names` gives the columns where there may be no row. */
export function columnsOf<R extends { readonly [K in keyof R]: Value }>(
  rows: readonly R[],
  names: readonly (keyof R & string)[],
): FigureColumns {
  return Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name])]));
}

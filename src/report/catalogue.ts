/** Numbers and file names of the report's tables and figures, after the structure of ICH E3, section 14. */
export interface CatalogueEntry {
  /** `14.1.3`, or `14.1.3.2` for the second of several. */
  readonly number: string;
  /** Anchor: `t14-1-3-2`. */
  readonly id: string;
  /** File name without ending: `t14-1-3-2-baseline-matched`. */
  readonly file: string;
}

/** An entry; `position` tells which of how many, and gives no further level of number where there is one only. */
export function catalogueEntry(
  kind: "table" | "figure",
  number: string,
  name: string,
  position: { readonly index: number; readonly of: number } = { index: 0, of: 1 },
): CatalogueEntry {
  const full = position.of > 1 ? `${number}.${position.index + 1}` : number;
  const id = `${kind === "table" ? "t" : "f"}${full.replaceAll(".", "-").toLowerCase()}`;
  return { number: full, id, file: `${id}-${slugOf(name)}`.slice(0, 60).replace(/-+$/, "") };
}

const slugOf = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");

import { type CatalogueEntry, catalogueEntry } from "../catalogue.js";

/** Gives out the numbers of one family of outputs, tables and figures each in order. */
export interface OutputCounter {
  readonly table: (name: string) => CatalogueEntry;
  readonly figure: (name: string) => CatalogueEntry;
}

/** Opens the numbers of a family such as `14.2.6`, after as many tables and figures as it has already. */
export function openOutputCounter(
  family: string,
  used: { readonly tables: number; readonly figures: number },
): OutputCounter {
  let { tables, figures } = used;
  return {
    table: (name) => {
      tables += 1;
      return catalogueEntry("table", `${family}.${tables}`, name);
    },
    figure: (name) => {
      figures += 1;
      return catalogueEntry("figure", `${family}.${figures}`, name);
    },
  };
}

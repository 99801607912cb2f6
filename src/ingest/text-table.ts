import { quoteIdentifier } from "../store/quote-identifier.js";
import type { Store } from "../store/store.js";

/** Rows handed to the engine at once. */
const batchRows = 20_480;

export interface TextTable {
  /** Adds a row; values in the order of the columns, null = missing. */
  readonly add: (row: readonly (string | null)[]) => Promise<void>;
  /** Hands over what is left and returns the number of rows. */
  readonly finish: () => Promise<number>;
}

/** Makes `scratch.raw.<name>` with text columns and fills it batch by batch, so that a file never stands in memory. */
export async function createTextTable(store: Store, name: string, columns: readonly string[]): Promise<TextTable> {
  const definitions = columns.map((column) => `${quoteIdentifier(column)} varchar`);
  await store.execute(`create table raw.${quoteIdentifier(name)} (${definitions.join(", ")})`);
  let values: (string | null)[][] = columns.map(() => []);
  let waiting = 0;
  let rows = 0;
  const flush = async () => {
    const batch = values.map((list, i) => ({ name: columns[i]!, type: "text" as const, values: list }));
    if (waiting > 0) await store.append({ schema: "raw", name }, batch);
    values = columns.map(() => []);
    waiting = 0;
  };
  return {
    add: async (row) => {
      values.forEach((list, i) => {
        list.push(row[i] ?? null);
      });
      waiting += 1;
      rows += 1;
      if (waiting === batchRows) await flush();
    },
    finish: async () => {
      await flush();
      return rows;
    },
  };
}

import { copyToFile } from "./copy-to-file.js";
import type { Store } from "./store.js";

/**
 * Writes the rows of one SELECT as Parquet (zstd). Rows keep the order of the query. The store must not be locked down.
 * Throws OutputError when the file cannot be written.
 */
export function writeParquet(store: Store, sql: string, path: string): Promise<void> {
  return copyToFile(store, sql, path, "format parquet, compression zstd");
}

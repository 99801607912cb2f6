import { copyToFile } from "./copy-to-file.js";
import type { Store } from "./store.js";

/**
 * Writes the rows of one SELECT as CSV: a header, commas, RFC 4180 quotes, NULL as an empty field, UTF-8. Rows keep the
 * order of the query. The store must not be locked down. Throws OutputError when the file cannot be written.
 */
export function writeCsv(store: Store, sql: string, path: string): Promise<void> {
  return copyToFile(store, sql, path, "format csv, header true, delimiter ',', quote '\"', escape '\"', nullstr ''");
}

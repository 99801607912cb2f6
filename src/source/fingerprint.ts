import { quoteIdentifier } from "../store/quote-identifier.js";
import { quoteText } from "../store/quote-text.js";
import type { Store } from "../store/store.js";
import { contract, type TableName, tableNames } from "./contract.js";
import { physicalColumns } from "./physical-columns.js";

/** What a data seal holds per table. */
export interface TableFingerprint {
  readonly table: TableName;
  readonly rows: number;
  /** 32 hexadecimal digits; all zero for a table without rows. */
  readonly fingerprint: string;
}

/**
 * Row count and fingerprint of every table of the contract, by name in code-unit order; tables without rows too, so a
 * table that appears later shows. The same data give the same fingerprint from any file format, column order and row
 * order.
 * Definition: per row the MD5 of its text (UTF-8), read as a little-endian 128-bit number, combined by exclusive or.
 * The row's text names every column of the contract in code-unit order: `name=` then `N;` for NULL, else
 * `V<length>:<value>;` with the length in characters, so no two rows share a text. Exclusive or cancels equal rows
 * pairwise: here no two rows are equal, since keys are unique (checked on opening).
 * It detects change, it does not resist forgery: whoever may choose rows freely can construct a collision.
 */
export async function fingerprintTables(store: Store): Promise<readonly TableFingerprint[]> {
  const fingerprints: TableFingerprint[] = [];
  for (const table of [...tableNames].sort()) {
    const found = await store.query(`select
  count(*) as rows,
  cast(bit_xor(md5_number(${rowText(table)})) as varchar) as digest
from rwid.${table} as t`);
    const digest = BigInt(found.text("digest")[0] ?? "0");
    const rows = found.float64("rows").values[0] ?? 0;
    fingerprints.push({ table, rows, fingerprint: digest.toString(16).padStart(32, "0") });
  }
  return fingerprints;
}

function rowText(table: TableName): string {
  const names = physicalColumns(contract[table])
    .map(({ name }) => name)
    .sort();
  const parts = names.map((name) => {
    const value = `cast(t.${quoteIdentifier(name)} as varchar)`;
    return `${quoteText(`${name}=`)} || coalesce('V' || length(${value}) || ':' || ${value}, 'N') || ';'`;
  });
  return parts.join("\n    || ");
}

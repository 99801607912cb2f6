import { quoteIdentifier } from "../store/quote-identifier.js";
import type { Store } from "../store/store.js";
import type { Breach } from "./breach.js";
import { contract, type TableName } from "./contract.js";
import type { ContractTable } from "./contract-table.js";
import { findBreaches } from "./find-breaches.js";
import { physicalNames } from "./physical-columns.js";

/**
 * Rows of one table whose key stood in an earlier row. Keys with a missing part are not compared (the missing part is a
 * breach itself).
 */
export async function checkKeys(store: Store, table: TableName): Promise<Breach[]> {
  const declared: ContractTable = contract[table];
  const key = physicalNames(declared, declared.key).map(quoteIdentifier).join(", ");
  const complete = declared.key.map((name) => `${filled(physicalNames(declared, [name]))} is not null`).join(" and ");
  const groups = await store.query(`select count(*) as n
from (
  select ${key}
  from rwid.${table}
  where ${complete}
  group by all
  having count(*) > 1
)`);
  if (groups.float64("n").values[0] === 0) return [];
  const from = `(
  select rowid, row_number() over (partition by ${key} order by rowid) as place
  from rwid.${table}
  where ${complete}
) as t`;
  const rule = { column: declared.key.join(", "), rule: "must be unique", broken: "t.place > 1" };
  return findBreaches(store, { table, from, rules: [rule] });
}

/** The value of a key part: of its one column, or of whichever twin is filled. */
function filled(names: readonly string[]): string {
  return `coalesce(${names.map((name) => `cast(${quoteIdentifier(name)} as varchar)`).join(", ")})`;
}

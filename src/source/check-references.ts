import { quoteIdentifier } from "../store/quote-identifier.js";
import type { Store } from "../store/store.js";
import type { Breach } from "./breach.js";
import { contract, type TableName } from "./contract.js";
import type { ContractTable } from "./contract-table.js";
import { findBreaches } from "./find-breaches.js";

/** Rows of one table that point to no row. References into a table that could not be read whole are not judged. */
export async function checkReferences(
  store: Store,
  table: TableName,
  incomplete: ReadonlySet<string>,
): Promise<Breach[]> {
  const { references }: ContractTable = contract[table];
  const breaches: Breach[] = [];
  for (const { columns, table: target, to = columns } of references) {
    if (incomplete.has(target)) continue;
    const meets = columns.map((name, i) => `t.${quoteIdentifier(name)} = r.${quoteIdentifier(to[i] ?? name)}`);
    const filled = columns.map((name) => `t.${quoteIdentifier(name)} is not null`);
    const dangling = `(
  select t.rowid
  from rwid.${table} as t
  where ${filled.join(" and ")}
    and not exists (select 1 from rwid.${target} as r where ${meets.join(" and ")})
) as t`;
    const rule = `must point to a row of ${target} (${to.join(", ")})`;
    breaches.push(
      ...(await findBreaches(store, {
        table,
        from: dangling,
        rules: [{ column: columns.join(", "), rule, broken: "true" }],
      })),
    );
  }
  return breaches;
}

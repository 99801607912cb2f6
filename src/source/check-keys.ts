import { quoteIdentifier } from "../store/quote-identifier.js";
import type { Store } from "../store/store.js";
import type { Breach } from "./breach.js";
import { contract, type TableName } from "./contract.js";
import type { ContractTable } from "./contract-table.js";
import { findBreaches } from "./find-breaches.js";
import { physicalNames } from "./physical-columns.js";

/** Rows of one table whose key stood in an earlier row. Keys with a missing part are not compared (the missing part is a breach itself). */
export async function checkKeys(store: Store, table: TableName): Promise<Breach[]> {
  const declared: ContractTable = contract[table];
  const key = physicalNames(declared, declared.key).map(quoteIdentifier);
  const complete = declared.key.map(
    (name) =>
      `coalesce(${physicalNames(declared, [name])
        .map((twin) => `cast(${quoteIdentifier(twin)} as varchar)`)
        .join(", ")}) is not null`,
  );
  const repeated = `select ${key.join(", ")}\nfrom rwid.${table}\nwhere ${complete.join(" and ")}\ngroup by all\nhaving count(*) > 1`;
  const groups = await store.query(`select count(*) as n from (${repeated})`);
  if (groups.float64("n").values[0] === 0) return [];
  const ranked = `(
  select r.rowid, row_number() over (partition by ${key.map((name) => `r.${name}`).join(", ")} order by r.rowid) as place
  from rwid.${table} as r
  where ${complete.join(" and ")}
) as t`;
  const column = declared.key.join(", ");
  return findBreaches(store, {
    table,
    from: ranked,
    rules: [{ column, rule: "must be unique", broken: "t.place > 1" }],
  });
}

import { quoteIdentifier } from "../store/quote-identifier.js";
import type { Store } from "../store/store.js";
import type { TargetTable } from "./target-table.js";
import type { ContractBreach } from "./trace-breaches.js";

/** Rows of `rwid` without a value that the contract requires; of a time's twins the contract's own check speaks. */
export async function findEmpty(store: Store, targets: readonly TargetTable[]): Promise<ContractBreach[]> {
  const breaches: ContractBreach[] = [];
  for (const { name, columns } of targets) {
    const required = columns.filter((column) => column.required && !/_(on|day)$/.test(column.name));
    if (required.length === 0) continue;
    const counts = required.map(
      (column, i) => `cast(count(*) - count(${quoteIdentifier(column.name)}) as integer) as c${i}`,
    );
    const found = await store.query(`select ${counts.join(", ")} from rwid.${name}`);
    for (const [i, column] of required.entries()) {
      const count = found.int32(`c${i}`).values[0] ?? 0;
      if (count === 0) continue;
      const rows = await store.query(
        `select cast(rowid + 1 as integer) as n from rwid.${name} where ${quoteIdentifier(column.name)} is null order by rowid limit 3`,
      );
      breaches.push({
        table: name,
        column: column.name,
        rule: "must not be empty",
        count,
        rows: [...rows.int32("n").values],
      });
    }
  }
  return breaches;
}

import type { Store } from "../store/store.js";
import { type Breach, tableBreach } from "./breach.js";
import { checkKeys } from "./check-keys.js";
import { checkPlausibility } from "./check-plausibility.js";
import { checkReferences } from "./check-references.js";
import { checkTimes, createPatientFacts } from "./check-times.js";
import { checkValues } from "./check-values.js";
import { contract, type TableName, tableNames } from "./contract.js";
import type { ContractTable } from "./contract-table.js";

/**
 * Every breach of the data contract in the loaded tables of schema `rwid`, beyond those that loading found (names,
 * types, required values): rows of required tables, allowed values and ranges, keys, references, time basis,
 * plausibility. `incomplete` names tables whose lines could not all be read; what depends on them is not judged.
 */
export async function checkContract(store: Store, incomplete: ReadonlySet<TableName>): Promise<Breach[]> {
  const rows = await countRows(store);
  const judged = tableNames.filter((table) => (rows.get(table) ?? 0) > 0 && !incomplete.has(table));
  const breaches: Breach[] = [];
  for (const table of tableNames) {
    const { required }: ContractTable = contract[table];
    if (required === true && rows.get(table) === 0 && !incomplete.has(table))
      breaches.push(tableBreach(table, null, "must be there and hold at least one row"));
  }
  await createPatientFacts(store);
  for (const table of judged) {
    breaches.push(...(await checkValues(store, table)));
    breaches.push(...(await checkTimes(store, table)));
    breaches.push(...(await checkKeys(store, table)));
    breaches.push(...(await checkReferences(store, table, incomplete)));
  }
  breaches.push(...(await checkPlausibility(store, new Set(judged))));
  await store.execute("drop table patient_facts");
  return breaches;
}

async function countRows(store: Store): Promise<ReadonlyMap<TableName, number>> {
  const counts = tableNames.map((table) => `(select count(*) from rwid.${table}) as ${table}`);
  const found = await store.query(`select ${counts.join(", ")}`);
  return new Map(tableNames.map((table) => [table, found.float64(table).values[0] ?? 0]));
}

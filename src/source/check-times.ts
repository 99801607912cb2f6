import { quoteIdentifier } from "../store/quote-identifier.js";
import type { Store } from "../store/store.js";
import type { Breach } from "./breach.js";
import { contract, type TableName } from "./contract.js";
import type { ContractTable } from "./contract-table.js";
import { findBreaches, type RowRule } from "./find-breaches.js";

/**
 * The temporary table `patient_facts`: per patient its dataset with time_basis and data_cutoff, and its birth_year. One
 * row a patient even where ids repeat.
 */
export function createPatientFacts(store: Store): Promise<void> {
  return store.execute(`create temporary table patient_facts as
select
  p.patient_id,
  min(p.dataset_id) as dataset_id,
  min(d.time_basis) as time_basis,
  min(d.data_cutoff) as data_cutoff,
  min(p.birth_year) as birth_year
from rwid.patient as p
left join rwid.dataset as d on d.dataset_id = p.dataset_id
group by p.patient_id`);
}

/**
 * The time columns of one table against its patients' datasets: the twin that fits the time basis, data cut-off, year
 * of birth. Needs `patient_facts`.
 */
export async function checkTimes(store: Store, table: TableName): Promise<Breach[]> {
  const { columns, key }: ContractTable = contract[table];
  const rules = columns
    .filter(({ type }) => type === "time")
    .flatMap(({ name }) => timeRules(name, key.includes(name)));
  const from = `rwid.${table} as t\nleft join patient_facts as f on f.patient_id = t.patient_id`;
  return findBreaches(store, { table, from, rules });
}

function timeRules(name: string, required: boolean): RowRule[] {
  const on = `${name}_on`;
  const day = `${name}_day`;
  const date = `t.${quoteIdentifier(on)}`;
  const number = `t.${quoteIdentifier(day)}`;
  const rules: RowRule[] = [
    {
      column: on,
      rule: `must be empty in a dataset with time_basis days_from_index; fill ${day}`,
      broken: `f.time_basis = 'days_from_index' and ${date} is not null`,
    },
    {
      column: day,
      rule: `must be empty in a dataset with time_basis calendar; fill ${on}`,
      broken: `f.time_basis = 'calendar' and ${number} is not null`,
    },
    { column: on, rule: "must not lie after the dataset's data_cutoff", broken: `${date} > f.data_cutoff` },
    { column: on, rule: "must not lie before the patient's birth_year", broken: `year(${date}) < f.birth_year` },
  ];
  if (required)
    rules.push({ column: name, rule: `must have ${on} or ${day}`, broken: `${date} is null and ${number} is null` });
  return rules;
}

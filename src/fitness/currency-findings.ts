import type { Store } from "../store/store.js";
import { course, dayOf } from "./course.sql.js";
import type { Finding } from "./judge.js";
import type { ArmName } from "./scope.js";

/** Days from the last dated record of a patient given to the data cut-off of his dataset, the least of a dataset. Grain: dataset. */
export const currencySql = `with ${course},
dated as (
  select patient_id, ${dayOf("t", "performed")} as day from rwid.imaging_study as t
  union all
  select patient_id, ${dayOf("t", "started")} from rwid.drug_exposure as t
  union all
  select patient_id, ${dayOf("t", "observed")} from rwid.observation as t
  union all
  select patient_id, ${dayOf("t", "last_known_alive")} from rwid.vital_status as t
  union all
  select patient_id, ${dayOf("t", "died")} from rwid.vital_status as t
)
select
  p.dataset_id,
  cast(any_value(d.data_cutoff) - date '1970-01-01' - max(x.day) as integer) as days
from dated as x
join given as g on g.patient_id = x.patient_id
join rwid.patient as p on p.patient_id = x.patient_id
join rwid.dataset as d on d.dataset_id = p.dataset_id
where d.time_basis = 'calendar' and d.data_cutoff is not null
group by p.dataset_id
order by p.dataset_id`;

/** R4.8: how old each arm's data were at their cut-off: the largest lag of its datasets. */
export async function findCurrency(
  store: Store,
  given: string,
  datasets: Readonly<Record<ArmName, readonly string[]>>,
): Promise<Finding[]> {
  const columns = await store.query(currencySql, [given]);
  const ids = columns.text("dataset_id");
  const { values } = columns.int32("days");
  return (["trial", "control"] as const).map((group): Finding => {
    const lags = ids.flatMap((id, i) => (datasets[group].includes(id ?? "") ? [values[i]!] : []));
    const base = { id: "R4.8", variable: null, population: "database", group, unit: "days" } as const;
    return lags.length < datasets[group].length
      ? { ...base, value: null, note: "a dataset has no calendar, no cut-off or no dated record" }
      : { ...base, value: Math.max(...lags) };
  });
}

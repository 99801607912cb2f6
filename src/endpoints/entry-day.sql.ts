import type { Entry } from "../spec/entry.js";
import { dayNumber, givenPatients } from "./given-patients.sql.js";

/** The day on which each given patient ($1) came under observation, NEVER where none is known; $2: the concept, of an observation. Grain: patient. Order: patient_no. */
export const entryDaySql = {
  entered: `with ${givenPatients}
select
  g.patient_no,
  ${dayNumber("p", "entered")} as day
from given as g
join rwid.patient as p on p.patient_id = g.patient_id
order by g.patient_no`,
  observation: `with ${givenPatients},
seen as (
  select
    o.patient_id,
    min(${dayNumber("o", "observed")}) as day
  from rwid.observation as o
  where o.concept = $2
  group by o.patient_id
)
select
  g.patient_no,
  coalesce(s.day, 2147483647) as day
from given as g
left join seen as s on s.patient_id = g.patient_id
order by g.patient_no`,
} as const satisfies Record<Entry["from"], string>;

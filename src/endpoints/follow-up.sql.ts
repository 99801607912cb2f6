import { dayNumber, givenPatients } from "./given-patients.sql.js";
import { scanDay } from "./lesion.sql.js";

/**
 * Death, last contact, last scan and data cut-off of the given patients ($1). A day that is not known is NEVER.
 * precision: 0 = day, 1 = month, 2 = year. Grain: patient. Order: patient_no.
 */
export const vitalStatusSql = `with ${givenPatients},
scanned as (
  select
    g.patient_no,
    max(nullif(${scanDay}, 2147483647)) as day
  from rwid.imaging_study as s
  join given as g on g.patient_id = s.patient_id
  group by g.patient_no
)
select
  g.patient_no,
  ${dayNumber("v", "died")} as died,
  case v.died_on_precision when 'month' then 1 when 'year' then 2 else 0 end as precision,
  ${dayNumber("v", "last_known_alive")} as alive,
  coalesce(s.day, 2147483647) as scanned,
  cast(coalesce(d.data_cutoff - date '1970-01-01', 2147483647) as integer) as cutoff
from given as g
join rwid.patient as p on p.patient_id = g.patient_id
join rwid.dataset as d on d.dataset_id = p.dataset_id
left join rwid.vital_status as v on v.patient_id = g.patient_id
left join scanned as s on s.patient_no = g.patient_no
order by g.patient_no`;

/**
 * Lines of therapy of the given patients ($1). is_stop: it ended for toxicity or progression. Grain: line.
 * Order: patient_no, started, line_number.
 */
export const therapyLinesSql = `with ${givenPatients}
select
  g.patient_no,
  ${dayNumber("t", "started")} as started,
  ${dayNumber("t", "ended")} as ended,
  cast(coalesce(t.end_reason in ('toxicity', 'progression'), false) as integer) as is_stop
from rwid.therapy_line as t
join given as g on g.patient_id = t.patient_id
order by g.patient_no, started, t.line_number`;

/** Days of local therapy of the given patients ($1). Grain: therapy. Order: patient_no, day. */
export const localTherapyDaysSql = `with ${givenPatients}
select
  g.patient_no,
  ${dayNumber("t", "performed")} as day
from rwid.local_therapy as t
join given as g on g.patient_id = t.patient_id
order by g.patient_no, day`;

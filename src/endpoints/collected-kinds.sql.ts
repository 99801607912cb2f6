/**
 * What is known of collected event $1 without reading an outcome: which datasets hold rows of it, by whom they were decided, and whether any
 * of them has, or lacks, a time. Never how many, when, or whether an event happened. Grain: dataset × evaluator. Order: the same.
 */
export const collectedKindsSql = `select
  p.dataset_id,
  e.evaluator,
  bool_or(e.time_days is not null) as any_timed,
  bool_or(e.time_days is null) as any_untimed
from rwid.collected_event as e
join rwid.patient as p on p.patient_id = e.patient_id
where e.endpoint = $1
group by p.dataset_id, e.evaluator
order by p.dataset_id, e.evaluator`;

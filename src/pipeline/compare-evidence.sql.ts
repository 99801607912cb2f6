/** What each chart entry of progression rests on. Grain: assessment, named by its rowid + 1 (as endpoint tables name their source rows). */
export const chartEvidenceSql = `select
  cast(rowid + 1 as integer) as source_row,
  evidence
from rwid.ehr_assessment
where response = 'PD'
order by source_row`;

/** Evaluators of a collected endpoint ($1) by dataset. Grain: dataset × evaluator. */
export const evaluatorsSql = `select distinct
  p.dataset_id,
  e.evaluator
from rwid.collected_event as e
join rwid.patient as p on p.patient_id = e.patient_id
where e.endpoint = $1 and e.evaluator is not null
order by p.dataset_id, e.evaluator`;

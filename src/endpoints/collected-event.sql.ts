/** The collected endpoint $1 of every patient. Grain: patient × evaluator. Order: patient_id, evaluator. */
export const collectedEventSql = `select
  patient_id,
  evaluator,
  time_days,
  event
from rwid.collected_event
where endpoint = $1
order by patient_id, evaluator`;

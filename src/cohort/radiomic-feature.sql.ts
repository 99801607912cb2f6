import type { CovariateOrigin } from "../spec/covariate.js";
import { batchFields } from "../spec/harmonisation.js";
import type { DerivedQuery } from "./criterion.sql.js";

export type RadiomicOrigin = Extract<CovariateOrigin, { kind: "radiomic" }>;

/**
 * A feature at baseline. Grain: patient. Columns: patient_id, value_num, value_text, how it was computed (discretisation, resampling, software), and the columns of the
 * scan that may tell its batch. One scan and lesion of a patient serve every feature of the same window and reader, whether or not they have this one: the latest scan with
 * any feature, the first reader by name, targets before other lesions, the largest diameter.
 */
export function radiomicFeatureQuery({ feature, filter, reader, window }: RadiomicOrigin): DerivedQuery {
  return {
    sql: `with segmented as (
  select distinct
    s.patient_id,
    s.performed_day,
    f.study_uid,
    f.reader_id,
    f.lesion_id,
    l.role = 'target' as is_target,
    m.diameter_mm
  from baseline.radiomic_feature as f
  join baseline.imaging_study as s on s.study_uid = f.study_uid
  join baseline.lesion as l
    on l.patient_id = s.patient_id and l.reader_id = f.reader_id and l.lesion_id = f.lesion_id
  left join baseline.lesion_measurement as m
    on m.study_uid = f.study_uid and m.reader_id = f.reader_id and m.lesion_id = f.lesion_id
  where s.performed_day between $3 and $4 and ($5 = '' or f.reader_id = $5)
), ranked as (
  select
    *,
    row_number() over (
      partition by patient_id
      order by performed_day desc, study_uid desc, reader_id, is_target desc, diameter_mm desc nulls last, lesion_id
    ) as place
  from segmented
)
select
  r.patient_id,
  f.value as value_num,
  null::varchar as value_text,
  f.discretisation,
  f.resampling,
  f.software,
  ${batchFields.map((field) => `s.${field}`).join(",\n  ")}
from ranked as r
join baseline.radiomic_feature as f
  on f.study_uid = r.study_uid and f.reader_id = r.reader_id and f.lesion_id = r.lesion_id
join baseline.imaging_study as s on s.study_uid = r.study_uid
where r.place = 1 and f.ibsi_code = $1 and f.filter = $2 and f.value is not null
order by r.patient_id`,
    values: [feature, filter, window[0], window[1], reader ?? ""],
  };
}

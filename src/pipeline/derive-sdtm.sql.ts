/**
 * TU and TR as tables of the data contract. Read from `tu`, `tr` and `dm` (all columns text; absent ones added as NULL). The
 * evaluator is TREVAL and TREVALID; a lesion is TRLNKID; a scan is a subject's date and method. A date without its day is the
 * first of its month with precision month.
 */

const evaluator = (prefix: string): string =>
  `trim(coalesce(${prefix}EVAL, '') || ' ' || coalesce(${prefix}EVALID, ''))`;
const monthOrDay = (date: string): string => `case
    when regexp_matches(${date}, '^\\d{4}-\\d{2}-\\d{2}') then try_cast(left(${date}, 10) as date)
    when regexp_matches(${date}, '^\\d{4}-\\d{2}$') then try_cast(${date} || '-01' as date)
  end`;
const precision = (date: string): string => `case when regexp_matches(${date}, '^\\d{4}-\\d{2}$') then 'month' end`;

/** One row per lesion that an evaluator identified: its first row of TU. */
export const sdtmLesionsSql = `create table lesions as
select
  'sdtm:' || USUBJID as patient_id,
  coalesce(nullif(${evaluator("TU")}, ''), 'UNKNOWN') as reader_id,
  TULNKID as lesion_id,
  case upper(coalesce(TUSTRESC, TUORRES)) when 'TARGET' then 'target' when 'NON-TARGET' then 'nontarget' when 'NEW' then 'new' end as role,
  TULOC as organ,
  coalesce(upper(TULOC) like '%LYMPH NODE%', false) as is_lymph_node,
  TUMETHOD as method
from tu
where TUTESTCD = 'TUMIDENT' and TULNKID is not null
qualify row_number() over (
  partition by USUBJID, TUEVAL, TUEVALID, TULNKID
  order by TUDTC nulls last, try_cast(VISITNUM as double) nulls last, try_cast(TUSEQ as bigint), "row"
) = 1`;

/** Rows of TR with their lesion, and what each says of it. value: mm of the lesion's own axis. kind: what it is used for. */
export const sdtmResultsSql = `create table results as
select
  l.patient_id,
  l.reader_id,
  l.lesion_id,
  l.role,
  l.is_lymph_node,
  coalesce(nullif(t.TRMETHOD, ''), l.method, 'UNKNOWN') as method,
  t.TRDTC as dated,
  ${monthOrDay("t.TRDTC")} as performed_on,
  ${precision("t.TRDTC")} as performed_on_precision,
  t.TRACPTFL = 'Y' as accepted,
  upper(t.TRTESTCD) as test,
  try_cast(t.TRSTRESN as double) as value,
  upper(t.TRSTRESC) as finding,
  coalesce(t.TRSTAT = 'NOT DONE', false) as not_done,
  t.TRREASND as reason,
  case
    when upper(t.TRTESTCD) = case when l.is_lymph_node then 'LPERP' else 'LDIAM' end then 'diameter'
    when upper(t.TRTESTCD) in ('DIAMETER', 'SAXIS', 'LNSAXIS') and l.is_lymph_node = (upper(t.TRTESTCD) <> 'DIAMETER') then 'diameter'
    when upper(t.TRTESTCD) = 'TUMSTATE' then 'state'
  end as kind,
  t."row"
from tr as t
join lesions as l
  on l.patient_id = 'sdtm:' || t.USUBJID
  and l.reader_id = coalesce(nullif(${evaluator("t.TR")}, ''), 'UNKNOWN')
  and l.lesion_id = t.TRLNKID`;

/**
 * What is used of the rows: per lesion and scan the diameter where there is one, else the state; LDIAM or LPERP before other names
 * of the same axis. is_repeat: an equal row came before.
 */
export const sdtmChosenSql = `create table chosen as
select
  *,
  row_number() over (
    partition by patient_id, reader_id, lesion_id, dated, method, kind, value, finding, not_done
    order by "row"
  ) > 1 as is_repeat
from (
  select *
  from results
  where kind is not null
  qualify dense_rank() over (
    partition by patient_id, reader_id, lesion_id, dated, method
    order by
      case when kind = 'diameter' and value is not null then 0 when kind = 'state' then 1 else 2 end,
      test not in ('LDIAM', 'LPERP'),
      test
  ) = 1
) as r`;

/** What became of every row of TR: rows in = rows used + rows set aside. Order: as listed. */
export const sdtmRowsSql = `with counted as (
  select
    (select count(*) from tr) as all_rows,
    (select count(*) from tr where TRLNKID is null) as without_lesion,
    (select count(*) from results) as of_lesions,
    (select count(*) from chosen) as chosen_rows,
    (select count(*) from chosen where is_repeat) as repeats
)
select fate, n
from counted, lateral (
  values
    (1, 'in', all_rows),
    (2, 'used', chosen_rows - repeats),
    (3, 'repeats an equal row', repeats),
    (4, 'another axis, or a value beside the one used', of_lesions - chosen_rows),
    (5, 'of no lesion', without_lesion)
) as v(place, fate, n)
order by place`;

const studyUid = "r.patient_id || '/' || coalesce(r.dated, '') || '/' || r.method";

/** Tables of the contract, by name, as queries. */
export function sdtmTables(start: "first-scan" | "reference-start"): Readonly<Record<string, string>> {
  return {
    dataset: "select 'sdtm' as dataset_id, 'trial' as kind, 'calendar' as time_basis, 'SDTM TU and TR' as name",
    patient: `select
  r.patient_id,
  'sdtm' as dataset_id,
  ${
    start === "first-scan"
      ? "min(r.performed_on + case r.performed_on_precision when 'month' then 14 else 0 end)"
      : `min(${monthOrDay("d.RFSTDTC")})`
  } as entered_on
from (
  select patient_id, null as performed_on, null as performed_on_precision from lesions
  union all
  select patient_id, performed_on, performed_on_precision from results
) as r
left join dm as d on 'sdtm:' || d.USUBJID = r.patient_id
group by r.patient_id`,
    vital_status: `select
  'sdtm:' || USUBJID as patient_id,
  ${monthOrDay("DTHDTC")} as died_on,
  ${precision("DTHDTC")} as died_on_precision
from dm
where exists (select 1 from lesions as l where l.patient_id = 'sdtm:' || dm.USUBJID)`,
    imaging_study: `select distinct
  ${studyUid} as study_uid,
  r.patient_id,
  r.performed_on,
  r.performed_on_precision,
  r.method as modality
from chosen as r`,
    lesion: `select
  patient_id,
  reader_id,
  lesion_id,
  role,
  organ,
  is_lymph_node
from lesions`,
    lesion_measurement: `select
  ${studyUid} as study_uid,
  r.reader_id,
  r.lesion_id,
  case when r.kind = 'diameter' then case when r.is_lymph_node then 'short' else 'long' end end as axis,
  case when r.kind = 'diameter' and not r.not_done then r.value end as diameter_mm,
  case
    when r.not_done then 'not_evaluable'
    when r.kind = 'diameter' and r.value is not null then 'measured'
    when r.kind = 'diameter' then 'not_evaluable'
    when r.finding in ('ABSENT', 'CR', 'DISAPPEARED') then 'absent'
    when r.finding in ('TOO SMALL TO MEASURE', 'TOO SMALL') then 'too_small'
    when r.finding in ('PRESENT', 'EQUIVOCAL', 'UNEQUIVOCAL') then 'present'
    when r.finding in ('UNEQUIVOCAL PROGRESSION', 'PROGRESSION', 'PD') then 'unequivocal_progression'
    when r.finding is null or r.finding in ('NOT EVALUABLE', 'NE', 'NOT ASSESSABLE') then 'not_evaluable'
    else r.finding
  end as state,
  case when r.role = 'new' then case r.finding when 'EQUIVOCAL' then 'equivocal' when 'UNEQUIVOCAL' then 'unequivocal' end end as certainty,
  r.reason
from chosen as r
where not r.is_repeat
order by r."row"`,
    reader_assessment: `select distinct
  patient_id,
  reader_id,
  performed_on as assessed_on,
  true as accepted
from results
where accepted and performed_on is not null`,
  };
}

import { type DicomInput, dicomRows, dicomStage } from "./dicom-input.js";

/**
 * The table of series of scans: what its images say together. Of the series of one study and modality one tells how the
 * scan was acquired (`place` 1): one that a report measured before others, axial ones before others, then the one with
 * most images, then the lowest UID. Thickness and spacing are the largest of its images.
 */
export function seriesTable(input: DicomInput): string {
  const measured = `series_uid in (select series_uid from ${dicomRows(input, "measured_series")})`;
  return `create table stage.${dicomStage(input, "series")} as
with series as (
  select
    study_uid,
    modality,
    series_uid,
    min(file_id) as file_id,
    min(source_row) as source_row,
    min(patient_id) as patient_id,
    cast(count(*) as integer) as images,
    ${measured} as is_measured,
    bool_or(contains(upper(coalesce(image_type, '')), 'AXIAL')) as is_axial,
    max(nullif(to_number(slice_thickness), 0)) as slice_thickness_mm,
    max(to_number(pixel_spacing)) as pixel_spacing_mm,
    min(kernel) as kernel,
    min(contrast_agent) as contrast_agent,
    min(contrast_phase) as contrast_phase,
    min(manufacturer) as manufacturer,
    min(model) as model,
    min(software) as software,
    max(to_number(kvp)) as kvp,
    max(case when to_number(dose_bq) >= 1e6 then to_number(dose_bq) / 1e6 end) as injected_mbq,
    min(to_number(uptake_minutes)) as uptake_minutes,
    min(pet_units) as pet_units,
    min(suv_type) as suv_type,
    max(nullif(to_number(weight_kg), 0)) as weight_kg,
    string_agg(distinct upper(body_part), '; ' order by upper(body_part)) as body_parts
  from ${dicomRows(input, "instances")}
  where reason is null and report is null
  group by study_uid, modality, series_uid
)
select
  *,
  row_number() over (
    partition by study_uid, modality
    order by is_measured desc, is_axial desc, images desc, series_uid
  ) as place
from series
order by study_uid, modality, place`;
}

/**
 * The table of scans: one row per study and modality, of images and of reports whose images are not in the folder. A study
 * of two modalities (PET and CT) is two scans, told apart by the modality behind its UID; the table of studies may name them.
 */
export function scansTable(input: DicomInput): string {
  const instances = dicomRows(input, "instances");
  const own = "n.study_uid || case when n.modalities > 1 then ':' || coalesce(n.modality, 'NA') else '' end";
  const links =
    input.source.studies === undefined
      ? { uid: own, join: "" }
      : {
          uid: `coalesce(l.study, ${own})`,
          join: `left join ${dicomRows(input, "studies")} as l
  on l.dicom_study = n.study_uid and (l.modality is null or l.modality = n.modality)`,
        };
  return `create table stage.${dicomStage(input, "scans")} as
with named as (
  select
    study_uid,
    modality,
    min(patient_id) as patient_id,
    min(study_date) as study_date,
    min(offset_days) as offset_days,
    min(deid_codes) as deid_codes,
    min(deid_method) as deid_method,
    min(temporal) as temporal,
    min(file_id) as file_id,
    min(source_row) as source_row
  from ${instances}
  where reason is null and report is null
  group by study_uid, modality
  union all
  select
    g.study_uid,
    g.modality,
    min(g.patient_id),
    min(r.study_date),
    min(r.offset_days),
    min(r.deid_codes),
    min(r.deid_method),
    min(r.temporal),
    min(g.file_id),
    min(g.source_row)
  from ${dicomRows(input, "groups")} as g
  left join ${instances} as r on r.source_row = g.source_row and r.study_uid = g.study_uid
  where g.reason is null and not exists (
    select 1 from ${instances} as i
    where i.reason is null and i.report is null and i.study_uid = g.study_uid and (i.modality = g.modality or g.modality is null)
  )
  group by g.study_uid, g.modality
), counted as (
  select *, count(*) over (partition by study_uid) as modalities
  from named
)
select
  ${links.uid} as scan_uid,
  n.*,
  s.* exclude (study_uid, modality, patient_id, file_id, source_row),
  (
    select string_agg(distinct upper(b.body_part), '; ' order by upper(b.body_part))
    from ${instances} as b
    where b.reason is null and b.report is null and b.study_uid = n.study_uid and b.modality = n.modality
  ) as body_regions
from counted as n
left join ${dicomRows(input, "series")} as s
  on s.study_uid = n.study_uid and s.modality = n.modality and s.place = 1
${links.join}
order by scan_uid`;
}

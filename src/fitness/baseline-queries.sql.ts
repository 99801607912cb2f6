import type { Fitness } from "../spec/fitness.js";
import { identifierPattern } from "./identifier-pattern.js";
import { countPatients, countRows, type ShareQuery } from "./share-query.js";

const patient = "baseline.patient as t";
const scans = "baseline.imaging_study as t";
const isCt = "t.modality = 'CT'";
const noCt = "no CT scan up to index";
const noScan = "the source holds no scan up to index";

/** Some row of a table belongs to the patient. */
const has = (table: string, where = "true"): string =>
  `exists (select 1 from baseline.${table} as x where x.patient_id = t.patient_id and ${where})`;

const base = { values: [], notCarried: null, compared: false, tally: "share" } as const;

/** What is counted of the data up to index, on the view cut there: no query can see an outcome. */
export function baselineQueries(fitness: Fitness): readonly ShareQuery[] {
  return [
    ...readingQueries,
    ...populationQueries(fitness),
    ...acquisitionQueries,
    ...radiomicQueries,
    ...petQueries,
    ...plausibilityQueries,
    ...linkageQueries,
    ...identityQueries,
  ];
}

const readingQueries: readonly ShareQuery[] = [
  {
    ...base,
    id: "R1.2",
    variable: null,
    unit: "patients read at baseline",
    enough: 50,
    empty: "no lesion was read up to index",
    sql: `select
  s.patient_id,
  cast(count(distinct m.reader_id) >= 2 as integer) as numerator,
  1 as denominator,
  1 as carried
from baseline.lesion_measurement as m
join baseline.imaging_study as s on s.study_uid = m.study_uid
group by s.patient_id
order by s.patient_id`,
  },
  {
    ...base,
    id: "R1.6",
    variable: null,
    unit: "measurements and features by an algorithm",
    empty: "no algorithm is named: all was measured by hand, or the source does not say",
    sql: `with named as (
  select
    s.patient_id,
    m.software
  from baseline.lesion_measurement as m
  join baseline.imaging_study as s on s.study_uid = m.study_uid
  where m.software is not null
  union all
  select
    s.patient_id,
    r.software
  from baseline.radiomic_feature as r
  join baseline.imaging_study as s on s.study_uid = r.study_uid
  where r.software is not null
),
algorithm as (
  select
    patient_id,
    software,
    trim(regexp_replace(lower(software), '[ v/_-]*[0-9][0-9a-z.+-]*.*$', '')) as name
  from named
),
versions as (
  select
    name,
    count(distinct software) as n
  from algorithm
  group by name
)
select
  a.patient_id,
  cast(count(*) filter (where regexp_matches(a.software, '[0-9]') and v.n = 1) as integer) as numerator,
  cast(count(*) as integer) as denominator,
  cast(count(*) as integer) as carried
from algorithm as a
join versions as v on v.name = a.name
group by a.patient_id
order by a.patient_id`,
  },
];

const populationQueries = ({ baselineScanDays, exposureDays }: Fitness): readonly ShareQuery[] => [
  {
    ...base,
    id: "R2.4",
    variable: null,
    label: `${baselineScanDays} days`,
    unit: "patients",
    compared: true,
    empty: "nobody to look at",
    notCarried: noScan,
    sql: countPatients({
      from: patient,
      holds: has("imaging_study", "x.performed_day >= -cast($1 as integer)"),
      carried: has("imaging_study"),
    }),
    values: [baselineScanDays],
  },
  {
    ...base,
    id: "R2.5",
    variable: null,
    unit: "patients",
    empty: "nobody to look at",
    notCarried: "no lesion was read up to index",
    sql: `select
  t.patient_id,
  cast(count(*) filter (where l.role = 'target' and m.state = 'measured') > 0 as integer) as numerator,
  1 as denominator,
  cast(count(m.study_uid) > 0 as integer) as carried
from baseline.patient as t
left join baseline.imaging_study as s on s.patient_id = t.patient_id
left join baseline.lesion_measurement as m on m.study_uid = s.study_uid
left join baseline.lesion as l
  on l.patient_id = t.patient_id and l.reader_id = m.reader_id and l.lesion_id = m.lesion_id
group by t.patient_id
order by t.patient_id`,
  },
  {
    ...base,
    id: "R2.7",
    variable: null,
    label: `${exposureDays} days`,
    unit: "patients",
    compared: true,
    empty: "nobody to look at",
    notCarried: "the source holds no drug exposure up to index",
    sql: countPatients({
      from: patient,
      holds: has("drug_exposure", "x.started_day >= -cast($1 as integer)"),
      carried: has("drug_exposure"),
    }),
    values: [exposureDays],
  },
];

const fields = [
  ["manufacturer", "manufacturer"],
  ["model", "model"],
  ["slice_thickness_mm", "slice thickness"],
  ["pixel_spacing_mm", "pixel spacing"],
  ["kernel", "reconstruction kernel"],
  ["kvp", "tube voltage"],
  ["contrast_phase", "contrast phase"],
] as const;

const acquisitionQueries: readonly ShareQuery[] = [
  {
    ...base,
    id: "R3.1",
    variable: "baseline",
    label: "up to index",
    unit: "CT scans",
    compared: true,
    empty: noCt,
    notCarried: "the source does not carry slice thickness",
    sql: countRows({
      from: scans,
      where: isCt,
      holds: "t.slice_thickness_mm <= 5",
      carried: "t.slice_thickness_mm is not null",
    }),
  },
  ...fields.map(
    ([column, label]): ShareQuery => ({
      ...base,
      id: "R3.6",
      variable: column,
      label,
      unit: "CT scans",
      empty: noCt,
      notCarried: `the source does not carry ${label}`,
      sql: countRows({
        from: scans,
        where: isCt,
        holds: `t.${column} is not null`,
        carried: `t.${column} is not null`,
      }),
    }),
  ),
];

const features = `baseline.radiomic_feature as f
join baseline.imaging_study as t on t.study_uid = f.study_uid`;
const noFeature = "the source holds no radiomic feature up to index";

const radiomicQueries: readonly ShareQuery[] = [
  {
    ...base,
    id: "R3.7",
    variable: "settings",
    label: "IBSI code, discretisation, resampling, software",
    unit: "features",
    empty: noFeature,
    sql: countRows({
      from: features,
      holds:
        "regexp_full_match(f.ibsi_code, '[A-Z0-9]{4}') and f.discretisation is not null and f.resampling is not null and f.software is not null",
    }),
  },
  {
    ...base,
    id: "R3.7",
    variable: "batch",
    label: "patients in a scanner's batch of 20 or more",
    unit: "patients with features",
    empty: noFeature,
    sql: `with measured as (
  select distinct
    t.patient_id,
    coalesce(t.manufacturer, '') || '/' || coalesce(t.model, '') as batch
  from ${features}
),
sized as (
  select
    batch,
    count(*) as patients
  from measured
  group by batch
)
select
  m.patient_id,
  cast(min(s.patients) >= 20 as integer) as numerator,
  1 as denominator,
  1 as carried
from measured as m
join sized as s on s.batch = m.batch
group by m.patient_id
order by m.patient_id`,
  },
];

const petQueries: readonly ShareQuery[] = (
  [
    ["suv_type", "SUV type"],
    ["uptake_minutes", "uptake time"],
    ["injected_mbq", "injected activity"],
    ["weight_kg", "body weight"],
  ] as const
).map(([column, label]) => ({
  ...base,
  id: "R3.8",
  variable: column,
  label,
  unit: "PET scans",
  empty: "no PET scan up to index",
  sql: countRows({ from: scans, where: "t.modality = 'PT'", holds: `t.${column} is not null` }),
}));

const errors = { ...base, tally: "errors" } as const;

const plausibilityQueries: readonly ShareQuery[] = [
  {
    ...errors,
    id: "R4.5",
    variable: "scan_before_birth",
    label: "scans before birth",
    unit: "scans",
    empty: noScan,
    sql: countRows({
      from: `${scans}
join baseline.patient as p on p.patient_id = t.patient_id`,
      where: "p.age_years is not null",
      holds: "p.age_years + t.performed_day / 365.25 < 0",
    }),
  },
  {
    ...errors,
    id: "R4.5",
    variable: "diagnosis_before_birth",
    label: "diagnoses before birth",
    unit: "diagnoses",
    empty: "no dated diagnosis of a patient whose age is known",
    sql: countRows({
      from: `baseline.diagnosis as t
join baseline.patient as p on p.patient_id = t.patient_id`,
      where: "p.age_years is not null and t.diagnosed_day is not null",
      holds: "p.age_years + t.diagnosed_day / 365.25 < 0",
    }),
  },
  {
    ...errors,
    id: "R4.5",
    variable: "age",
    label: "ages at index below 0 or above 110",
    unit: "patients",
    empty: "no age is known",
    sql: countPatients({
      from: patient,
      where: "t.age_years is not null",
      holds: "t.age_years < 0 or t.age_years > 110",
    }),
  },
  {
    ...errors,
    id: "R4.5",
    variable: "repeated_scan",
    label: "scans that stand twice under other identifiers",
    unit: "scans",
    empty: noScan,
    sql: `with counted as (
  select
    t.patient_id,
    row_number() over (
      partition by t.patient_id, t.performed_day, t.modality, t.body_regions, t.contrast_phase, t.kernel
      order by t.study_uid
    ) as place
  from ${scans}
)
select
  patient_id,
  cast(count(*) filter (where place > 1) as integer) as numerator,
  cast(count(*) as integer) as denominator,
  cast(count(*) as integer) as carried
from counted
group by patient_id
order by patient_id`,
  },
];

const linkageQueries: readonly ShareQuery[] = (
  [
    ["imaging_therapy", "imaging and treatment", "imaging_study", "drug_exposure"],
    ["imaging_records", "imaging and health record", "imaging_study", "observation"],
  ] as const
).map(([variable, label, one, other]) => ({
  ...base,
  id: "R4.9",
  variable,
  label,
  unit: "patients",
  empty: "nobody to look at",
  notCarried: `the source does not hold both ${label}`,
  sql: countPatients({
    from: patient,
    holds: `${has(one)} and ${has(other)}`,
    carried: `${has(one)} and exists (select 1 from baseline.${other})`,
  }),
}));

/** Regions that show a face, as the ingest of DICOM names them. */
const head = "head|brain|skull|face|orbit|sinus";
const cleanFace = "113102|clean recognizable visual features";

const identityQueries: readonly ShareQuery[] = [
  {
    ...base,
    id: "R5.4",
    variable: "method",
    label: "scans by the basic profile (113100)",
    unit: "scans",
    empty: noScan,
    notCarried: "the source does not carry how scans were de-identified",
    sql: countRows({
      from: scans,
      holds:
        "regexp_matches(lower(t.deid_method), '113100|basic (application level )?(confidentiality )?profile|basic application')",
      carried: "t.deid_method is not null",
    }),
  },
  {
    ...base,
    id: "R5.4",
    variable: "face",
    label: "scans of the head with recognizable features cleaned (113102)",
    unit: "CT, MR and PET scans of the head",
    empty: "no CT, MR or PET scan up to index whose body regions name the head",
    notCarried: "the source names no option by which scans of the head were de-identified",
    sql: countRows({
      from: scans,
      where: `t.modality in ('CT', 'MR', 'PT') and regexp_matches(lower(t.body_regions), '${head}')`,
      holds: `regexp_matches(lower(t.deid_method), '${cleanFace}')`,
      // Words such as "basic profile" alone do not say which options were taken.
      carried: `regexp_matches(lower(t.deid_method), '1131[0-9]{2}|${cleanFace}')`,
    }),
  },
  {
    ...base,
    id: "R5.4",
    variable: "dates",
    label: "one policy of date shifts per patient",
    unit: "patients with scans",
    empty: noScan,
    notCarried: "the source does not carry the policy of date shifts",
    sql: `select
  t.patient_id,
  cast(count(distinct t.date_shift_policy) = 1 and count(t.date_shift_policy) = count(*) as integer) as numerator,
  1 as denominator,
  cast(count(t.date_shift_policy) > 0 as integer) as carried
from ${scans}
group by t.patient_id
order by t.patient_id`,
  },
  {
    ...errors,
    id: "R5.4",
    variable: "identifiers",
    label: "texts and identifiers that look like names, numbers or addresses of persons",
    unit: "texts",
    empty: "no free text up to index",
    threshold: { direction: "at-most", met: 0, caution: null, basis: "none; DICOM PS3.15 E.1" },
    sql: countRows({
      from: `(
  select patient_id, study_uid as written from baseline.imaging_study
  union all
  select patient_id, value_text from baseline.observation
  union all
  select patient_id, description from baseline.diagnosis
  union all
  select s.patient_id, m.reason
  from baseline.lesion_measurement as m
  join baseline.imaging_study as s on s.study_uid = m.study_uid
) as t`,
      where: "t.written is not null",
      holds: "regexp_matches(t.written, $1)",
    }),
    values: [identifierPattern],
  },
  {
    ...base,
    id: "R5.6",
    variable: null,
    unit: "coded diagnoses",
    empty: "no coded diagnosis up to index",
    sql: countRows({
      from: "baseline.diagnosis as t",
      where: "t.code is not null",
      holds: "t.code_system is not null",
    }),
  },
];

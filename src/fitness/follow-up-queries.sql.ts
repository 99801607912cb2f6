import { course, dayOf, latestDeath } from "./course.sql.js";
import { countRows, type RowCount, type ShareQuery } from "./share-query.js";

const base = { values: [], notCarried: null, compared: false, tally: "share" } as const;
const errors = { ...base, tally: "errors" } as const;

/** A query that starts with the patients given and their scans; further CTEs after them. */
const ofCourse = (query: RowCount, further = ""): string => `with ${course}${further}\n${countRows(query)}`;

/** Days after index on which something of the baseline's body regions was scanned. Grain: patient × day. */
const visits = `,
visit as (
  select
    s.patient_id,
    s.day,
    bool_or(s.modality = b.modality and s.contrast_phase is not distinct from b.contrast_phase) as is_alike,
    bool_or(list_has_all(string_split(s.body_regions, ';'), string_split(b.body_regions, ';'))) as is_covered,
    bool_or(s.body_regions is not null and b.body_regions is not null) as is_carried
  from scan as s
  join base as b on b.patient_id = s.patient_id
  where s.day > 0
    and (s.body_regions is null or b.body_regions is null
      or list_has_any(string_split(s.body_regions, ';'), string_split(b.body_regions, ';')))
  group by s.patient_id, s.day
)`;
const noFollowUp = "no scan after index";

const imagingQueries: readonly ShareQuery[] = [
  {
    ...base,
    id: "R3.1",
    variable: "follow_up",
    label: "after index",
    unit: "CT scans",
    compared: true,
    empty: "no CT scan after index",
    notCarried: "the source does not carry slice thickness",
    sql: ofCourse({
      from: "scan as t",
      where: "t.modality = 'CT' and t.day > 0",
      holds: "t.slice_thickness_mm <= 5",
      carried: "t.slice_thickness_mm is not null",
    }),
  },
  {
    ...base,
    id: "R3.2",
    variable: null,
    unit: "scan days after index",
    compared: true,
    empty: noFollowUp,
    sql: ofCourse({ from: "visit as t", holds: "t.is_alike" }, visits),
  },
  {
    ...base,
    id: "R3.3",
    variable: null,
    unit: "scan days after index",
    compared: true,
    empty: noFollowUp,
    notCarried: "the source does not carry body regions",
    sql: ofCourse({ from: "visit as t", holds: "t.is_covered", carried: "t.is_carried" }, visits),
  },
  {
    ...base,
    id: "R4.1",
    variable: null,
    unit: "patients",
    compared: true,
    empty: "nobody to look at",
    notCarried: "the source holds no scan",
    sql: `with ${course}
select
  g.patient_id,
  cast(count(s.study_uid) filter (where s.day > 0) > 0 as integer) as numerator,
  1 as denominator,
  cast(count(s.study_uid) > 0 as integer) as carried
from given as g
left join scan as s on s.patient_id = g.patient_id
group by g.patient_id
order by g.patient_id`,
  },
];

/** Measured lesions with the day of the scan. */
const readings = `,
reading as (
  select
    s.patient_id,
    s.day,
    m.reader_id,
    m.lesion_id,
    m.state,
    l.role
  from rwid.lesion_measurement as m
  join scan as s on s.study_uid = m.study_uid
  join rwid.lesion as l
    on l.patient_id = s.patient_id and l.reader_id = m.reader_id and l.lesion_id = m.lesion_id
),
follow as (
  select
    patient_id,
    reader_id,
    max(day) as last_day
  from reading
  group by patient_id, reader_id
)`;

const lesionQueries: readonly ShareQuery[] = [
  {
    ...base,
    id: "R4.2",
    variable: null,
    unit: "patients",
    compared: true,
    empty: "nobody to look at",
    notCarried: "the source holds no lesion",
    sql: `with ${course}${readings},
judged as (
  select
    patient_id,
    reader_id,
    bool_or(role = 'target' and day <= 0 and state = 'measured')
      and bool_or(role = 'target' and day > 0 and state <> 'not_evaluable') as is_evaluable
  from reading
  group by patient_id, reader_id
)
select
  g.patient_id,
  cast(coalesce(bool_or(j.is_evaluable), false) as integer) as numerator,
  1 as denominator,
  cast(count(j.reader_id) > 0 as integer) as carried
from given as g
left join judged as j on j.patient_id = g.patient_id
group by g.patient_id
order by g.patient_id`,
  },
  {
    ...base,
    id: "R4.6",
    variable: null,
    unit: "target lesions of patients read again after index",
    empty: "no target lesion of a patient read again after index",
    sql: `with ${course}${readings},
tracked as (
  select
    r.patient_id,
    count(distinct r.day) as days
  from reading as r
  join follow as f on f.patient_id = r.patient_id and f.reader_id = r.reader_id
  where r.role = 'target' and f.last_day > 0
  group by r.patient_id, r.reader_id, r.lesion_id
)
select
  patient_id,
  cast(count(*) filter (where days >= 2) as integer) as numerator,
  cast(count(*) as integer) as denominator,
  cast(count(*) as integer) as carried
from tracked
group by patient_id
order by patient_id`,
  },
  {
    ...base,
    id: "R4.7",
    variable: null,
    unit: "assessments whose targets were all measured",
    empty: "no stored sum of diameters of targets that were all measured on that day",
    sql: ofCourse(
      {
        from: "summed as t",
        where: "t.is_measured",
        holds: "abs(t.stored - t.added) <= 5",
      },
      `,
summed as (
  select
    a.patient_id,
    cast(round(a.sum_diameters_mm * 100) as integer) as stored,
    sum(cast(round(m.diameter_mm * 100) as integer)) as added,
    bool_and(m.state = 'measured') as is_measured
  from rwid.reader_assessment as a
  join given as g on g.patient_id = a.patient_id
  join scan as s on s.patient_id = a.patient_id and s.day = ${dayOf("a", "assessed")} - g.index_day
  join rwid.lesion_measurement as m on m.study_uid = s.study_uid and m.reader_id = a.reader_id
  join rwid.lesion as l
    on l.patient_id = a.patient_id and l.reader_id = m.reader_id and l.lesion_id = m.lesion_id
  where a.sum_diameters_mm is not null and l.role = 'target'
  group by a.patient_id, a.reader_id, s.day, a.sum_diameters_mm
)`,
    ),
  },
  {
    ...base,
    id: "R1.7",
    variable: null,
    unit: "assessments",
    empty: "the source holds no assessment by a reader",
    notCarried: "the source does not carry whether readers were blinded",
    sql: ofCourse({
      from: "rwid.reader_assessment as t\njoin given as g on g.patient_id = t.patient_id",
      holds: "t.blinded",
      carried: "t.blinded is not null",
    }),
  },
];

/** Of each reader of a patient the days on which he first saw progression and response, as collected. Grain: patient × reader. */
const calls = `,
call as (
  select
    a.patient_id,
    a.reader_id,
    min(${dayOf("a", "assessed")} - g.index_day) filter (where a.overall_response = 'PD') as progression,
    min(${dayOf("a", "assessed")} - g.index_day) filter (where a.overall_response in ('CR', 'PR')) as response
  from rwid.reader_assessment as a
  join given as g on g.patient_id = a.patient_id
  where ${dayOf("a", "assessed")} > g.index_day
  group by a.patient_id, a.reader_id
)`;

const discordance = (
  variable: string,
  label: string,
  published: string,
  { of, differs, empty }: { readonly of: string; readonly differs: string; readonly empty: string },
): ShareQuery => ({
  ...base,
  id: "R1.3",
  variable,
  label,
  unit: "patients",
  compared: true,
  empty,
  threshold: {
    direction: "at-most",
    met: null,
    caution: null,
    basis: `1,724 lung patients read twice: ${published} (published)`,
  },
  sql: `with ${course}${calls}
select
  patient_id,
  cast(${differs} as integer) as numerator,
  1 as denominator,
  1 as carried
from call
group by patient_id
having count(*) >= 2 and ${of}
order by patient_id`,
});

const discordanceQueries: readonly ShareQuery[] = [
  discordance("progression", "progression called by one reader and not by another, as collected", "21.0 %", {
    of: "true",
    differs: "count(progression) between 1 and count(*) - 1",
    empty: "nobody was assessed by two readers after index",
  }),
  discordance("progression_date", "day of progression, of those progressed by all readers, as collected", "41.0 %", {
    of: "count(progression) = count(*)",
    differs: "min(progression) <> max(progression)",
    empty: "nobody progressed by two readers",
  }),
  discordance("response_date", "day of first response, of those who responded by all readers, as collected", "48.8 %", {
    of: "count(response) = count(*)",
    differs: "min(response) <> max(response)",
    empty: "nobody responded by two readers",
  }),
];

const deaths = `,
death as (
  select
    v.patient_id,
    ${latestDeath} as day
  from rwid.vital_status as v
)`;
const afterDeath = (table: string, stem: string): RowCount => ({
  from: `rwid.${table} as t
join given as g on g.patient_id = t.patient_id
left join death as d on d.patient_id = t.patient_id`,
  holds: `${dayOf("t", stem)} > d.day`,
});

const plausibilityQueries: readonly ShareQuery[] = [
  {
    ...errors,
    id: "R4.5",
    variable: "treatment_after_death",
    label: "treatments begun after death",
    unit: "drug exposures",
    empty: "no drug exposure",
    sql: ofCourse(afterDeath("drug_exposure", "started"), deaths),
  },
  {
    ...errors,
    id: "R4.5",
    variable: "assessment_after_death",
    label: "assessments in charts dated after death",
    unit: "assessments in charts",
    empty: "no assessment in charts",
    sql: ofCourse(afterDeath("ehr_assessment", "assessed"), deaths),
  },
  {
    ...errors,
    id: "R4.5",
    variable: "response_before_baseline",
    label: "responses dated up to index",
    unit: "assessments by readers",
    empty: "no assessment by a reader",
    sql: ofCourse({
      from: "rwid.reader_assessment as t\njoin given as g on g.patient_id = t.patient_id",
      holds: `t.overall_response in ('CR', 'PR') and ${dayOf("t", "assessed")} - g.index_day <= 0`,
    }),
  },
  {
    ...errors,
    id: "R4.5",
    variable: "zero_sum",
    label: "sums of 0 mm without complete response of targets",
    unit: "assessments with a stored sum",
    empty: "the source does not carry sums of diameters",
    sql: ofCourse({
      from: "rwid.reader_assessment as t\njoin given as g on g.patient_id = t.patient_id",
      where: "t.sum_diameters_mm is not null",
      holds: "t.sum_diameters_mm = 0 and coalesce(t.target_response, 'NA') not in ('CR', 'NA')",
    }),
  },
];

const mortalityQueries: readonly ShareQuery[] = [
  {
    ...base,
    id: "R4.3",
    variable: "known",
    label: "death or last contact on record",
    unit: "patients",
    compared: true,
    empty: "nobody to look at",
    notCarried: "the source holds no vital status",
    threshold: { direction: "at-least", met: 0.95, caution: 0.9, basis: "95 % met, 90 % caution; proposal" },
    sql: `with ${course}
select
  g.patient_id,
  cast(${dayOf("v", "died")} is not null or ${dayOf("v", "last_known_alive")} is not null as integer) as numerator,
  1 as denominator,
  cast(v.patient_id is not null as integer) as carried
from given as g
left join rwid.vital_status as v on v.patient_id = g.patient_id
order by g.patient_id`,
  },
  {
    ...base,
    id: "R4.3",
    variable: "precision",
    label: "deaths known to the day",
    unit: "deaths",
    empty: "no death on record",
    threshold: { direction: "at-least", met: null, caution: null, basis: "reported" },
    sql: ofCourse({
      from: "rwid.vital_status as t\njoin given as g on g.patient_id = t.patient_id",
      where: `${dayOf("t", "died")} is not null`,
      holds: "coalesce(t.died_on_precision, 'day') = 'day'",
    }),
  },
  {
    ...base,
    id: "R4.9",
    variable: "imaging_mortality",
    label: "imaging and vital status",
    unit: "patients",
    empty: "nobody to look at",
    notCarried: "the source does not hold both imaging and vital status",
    sql: `with ${course}
select
  g.patient_id,
  cast(v.patient_id is not null and exists (select 1 from scan as s where s.patient_id = g.patient_id) as integer) as numerator,
  1 as denominator,
  cast(exists (select 1 from rwid.vital_status) and exists (select 1 from scan as s where s.patient_id = g.patient_id) as integer) as carried
from given as g
left join rwid.vital_status as v on v.patient_id = g.patient_id
order by g.patient_id`,
  },
];

/** What is counted of all data, outcomes too: asked only with the lock held. Each takes the patients given as JSON. */
export const followUpQueries: readonly ShareQuery[] = [
  ...imagingQueries,
  ...lesionQueries,
  ...discordanceQueries,
  ...plausibilityQueries,
  ...mortalityQueries,
];

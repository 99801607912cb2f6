/** An indexed patient as a query is given him: the index as days since 1970-01-01, or on the dataset's own count. */
export interface GivenPatient {
  readonly patient_id: string;
  readonly index_day: number;
}

/**
 * CTEs of queries on all data, after the lock. `given`: the patients of $1 (JSON). `scan`: their scans with `day` from index.
 * `base`: of each patient the latest scan up to index, CT before others. Grain: patient; scan; patient.
 */
export const course = `given as materialized (
  select unnest(from_json($1, '[{"patient_id":"VARCHAR","index_day":"INTEGER"}]'), recursive := true)
),
scan as (
  select
    s.*,
    ${dayOf("s", "performed")} - g.index_day as day
  from rwid.imaging_study as s
  join given as g on g.patient_id = s.patient_id
),
base as (
  select distinct on (patient_id)
    patient_id,
    modality,
    contrast_phase,
    body_regions
  from scan
  where day <= 0
  order by patient_id, (modality = 'CT') desc, day desc, study_uid
)`;

/** A date or day column as an integer: days since 1970-01-01, or the dataset's own count; NULL where it is missing. */
export function dayOf(alias: string, stem: string): string {
  return `cast(coalesce(${alias}.${stem}_day, ${alias}.${stem}_on - date '1970-01-01') as integer)`;
}

/** The last day on which a death can have been, however coarsely it is known; NULL for the living. */
export const latestDeath = `cast(coalesce(
    case coalesce(v.died_on_precision, 'day')
      when 'day' then v.died_day
    end,
    case v.died_on_precision
      when 'month' then last_day(v.died_on)
      when 'year' then make_date(year(v.died_on), 12, 31)
      else v.died_on
    end - date '1970-01-01') as integer)`;

import { quoteIdentifier } from "../store/quote-identifier.js";
import { contract, type TableName } from "./contract.js";
import type { ContractColumn, ContractTable } from "./contract-table.js";

/**
 * One table of schema `baseline`. The queries read the full data as `source.rwid`, the chosen patients as `indexed`
 * (patient_id, index_on, index_day) and earlier tables as `view.baseline`.
 */
export interface BaselineTable {
  readonly table: TableName;
  readonly sql: string;
  /** Counts the rows of indexed patients that no date places before or after index; null where rows need no date. */
  readonly undatedSql: string | null;
}

/**
 * Columns that do not come along: a dataset's calendar dates, what `age_years` is made of, why a line of therapy ended (its end
 * may lie after index), links to later lesions.
 */
const leftOut: Partial<Record<TableName, readonly string[]>> = {
  dataset: ["extracted_on", "data_cutoff"],
  patient: ["birth_year", "age_at_index"],
  therapy_line: ["end_reason"],
  lesion: ["split_from", "merged_into"],
};

/**
 * Age at index in years. From `age_at_index` where it is given: in a dataset that counts days, moved by the days
 * between its day 0 and the index; in a calendar dataset as it stands. Else calendar year of index minus year of birth,
 * which can be a year too high.
 */
const ageYears = "coalesce(t.age_at_index + coalesce(i.index_day, 0) / 365.25, year(i.index_on) - t.birth_year)";

/** Every table that criteria and covariates may see, no outcome table among them, each reading only earlier ones. */
export const baselineTables: readonly BaselineTable[] = [
  {
    table: "dataset",
    sql: `select
  ${columnsOf("dataset")}
from source.rwid.dataset as t
order by t.dataset_id`,
    undatedSql: null,
  },
  {
    table: "patient",
    sql: `select
  ${columnsOf("patient")},
  cast(${ageYears} as double) as age_years,
  cast(year(i.index_on) as integer) as index_year
from source.rwid.patient as t
join indexed as i on i.patient_id = t.patient_id
order by t.patient_id`,
    undatedSql: null,
  },
  ...(["diagnosis", "therapy_line", "drug_exposure", "observation", "imaging_study"] as const).map(datedTable),
  lesionTable(),
  datedTable("local_therapy"),
  studyTable("lesion_measurement"),
  studyTable("radiomic_feature"),
];

/** A table by date: rows up to day 0, later values in them NULL. */
function datedTable(table: TableName): BaselineTable {
  const { role, key }: ContractTable = contract[table];
  if (role.kind !== "by-date") throw new Error(`table ${table} has no date of its own`);
  const from = `from source.rwid.${table} as t
join indexed as i on i.patient_id = t.patient_id`;
  const day = dayFromIndex(role.date);
  return {
    table,
    sql: `select
  ${columnsOf(table)}
${from}
where ${latestDay(table, day)} <= 0
order by ${key.map((name) => `t.${name}`).join(", ")}`,
    undatedSql: `select count(*) as n\n${from}\nwhere ${day} is null`,
  };
}

/** The last day on which a row can have been: a scan of a known month is baseline only where the whole month is. */
function latestDay(table: TableName, day: string): string {
  if (table !== "imaging_study") return day;
  return `case when t.performed_on_precision = 'month'
  then coalesce(last_day(t.performed_on) - i.index_on, t.performed_day + 30 - i.index_day)
  else ${day}
end`;
}

/**
 * Lesions dated by `first_seen`, or where that is empty by a measurement on a scan up to day 0. New lesions are
 * progression, an outcome, and never come along.
 */
function lesionTable(): BaselineTable {
  const day = dayFromIndex("first_seen");
  const from = `from source.rwid.lesion as t
join indexed as i on i.patient_id = t.patient_id
left join (
  select distinct s.patient_id, m.reader_id, m.lesion_id
  from source.rwid.lesion_measurement as m
  join view.baseline.imaging_study as s on s.study_uid = m.study_uid
) as seen on seen.patient_id = t.patient_id and seen.reader_id = t.reader_id and seen.lesion_id = t.lesion_id
where t.role <> 'new'`;
  return {
    table: "lesion",
    sql: `select
  ${columnsOf("lesion")}
${from} and (${day} <= 0 or (${day} is null and seen.patient_id is not null))
order by t.patient_id, t.reader_id, t.lesion_id`,
    undatedSql: `select count(*) as n\n${from} and ${day} is null and seen.patient_id is null`,
  };
}

/** Rows of scans and lesions that came along. */
function studyTable(table: TableName): BaselineTable {
  const { key }: ContractTable = contract[table];
  return {
    table,
    sql: `select
  ${columnsOf(table)}
from source.rwid.${table} as t
join view.baseline.imaging_study as s on s.study_uid = t.study_uid
join view.baseline.lesion as l
  on l.patient_id = s.patient_id and l.reader_id = t.reader_id and l.lesion_id = t.lesion_id
order by ${key.map((name) => `t.${name}`).join(", ")}`,
    undatedSql: null,
  };
}

/** The columns of a table as baseline has them: times as days from index, NULL when they lie after it. */
function columnsOf(table: TableName): string {
  const { columns }: ContractTable = contract[table];
  const kept = columns.filter(({ name }) => leftOut[table]?.includes(name) !== true);
  return kept.map(baselineColumn).join(",\n  ");
}

function baselineColumn({ name, type }: ContractColumn): string {
  if (type !== "time") return `t.${quoteIdentifier(name)}`;
  const day = dayFromIndex(name);
  return `case when ${day} <= 0 then ${day} end as ${name}_day`;
}

/**
 * Days from index of a time column, index = day 0, from whichever twin the patient's dataset fills; NULL when missing.
 */
function dayFromIndex(name: string): string {
  return `cast(coalesce(t.${name}_on - i.index_on, t.${name}_day - i.index_day) as integer)`;
}

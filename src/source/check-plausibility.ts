import type { Store } from "../store/store.js";
import type { Breach } from "./breach.js";
import type { TableName } from "./contract.js";
import { findBreaches, type RowRule } from "./find-breaches.js";

interface PlausibilityRules {
  readonly table: TableName;
  /** Tables the join reads; without rows in them the rules say nothing. */
  readonly needs?: readonly TableName[];
  /** Joins that keep one row per row of t. */
  readonly join?: string;
  readonly rules: readonly RowRule[];
}

const endedBeforeStarted: RowRule = {
  column: "ended",
  rule: "must not lie before started",
  broken: "t.ended_on < t.started_on or t.ended_day < t.started_day",
};

/** The last day on which a death of coarse precision can have been. */
const latestDeath = `case t.died_on_precision
    when 'month' then last_day(t.died_on)
    when 'year' then make_date(year(t.died_on), 12, 31)
    else t.died_on
  end`;
const exactDeathDay = "case when coalesce(t.died_on_precision, 'day') = 'day' then t.died_day end";

/**
 * From a measured lesion to the reader's list of lesions. Both sides are made unique, so that a repeated key, a breach
 * of its own, is counted once.
 */
const lesionOfStudy = `left join (
  select study_uid, min(patient_id) as patient_id
  from rwid.imaging_study
  group by study_uid
) as s on s.study_uid = t.study_uid
left join (
  select distinct patient_id, reader_id, lesion_id
  from rwid.lesion
) as l on l.patient_id = s.patient_id and l.reader_id = t.reader_id and l.lesion_id = t.lesion_id`;
const lesionListed: RowRule = {
  column: "lesion_id",
  rule: "must be a lesion of the scan's patient and this reader in table lesion",
  broken: "s.patient_id is not null and l.patient_id is null",
};

/** The rules of the contract that span columns, rows or tables. */
const plausibilityRules: readonly PlausibilityRules[] = [
  {
    table: "dataset",
    rules: [
      {
        column: "dataset_id",
        rule: "must be letters, digits, dots, hyphens or underscores",
        broken: "not regexp_full_match(t.dataset_id, '[A-Za-z0-9._-]+')",
      },
    ],
  },
  {
    table: "patient",
    rules: [
      {
        column: "patient_id",
        rule: "must carry its dataset, as <dataset_id>:<number>",
        broken:
          "not starts_with(t.patient_id, t.dataset_id || ':') or length(t.patient_id) <= length(t.dataset_id) + 1",
      },
    ],
  },
  { table: "therapy_line", rules: [endedBeforeStarted] },
  { table: "drug_exposure", rules: [endedBeforeStarted] },
  {
    table: "vital_status",
    rules: [
      {
        column: "last_known_alive",
        rule: "must not lie after death",
        broken: `t.last_known_alive_on > ${latestDeath} or t.last_known_alive_day > ${exactDeathDay}`,
      },
      {
        column: "died_on_precision",
        rule: "must fit died_on: a month's death stands on its first day, a year's on 1 January",
        broken: `(t.died_on_precision = 'month' and day(t.died_on) <> 1)
    or (t.died_on_precision = 'year' and (day(t.died_on) <> 1 or month(t.died_on) <> 1))`,
      },
    ],
  },
  {
    table: "vital_status",
    needs: ["imaging_study"],
    join: `left join (
  select patient_id, max(performed_on) as last_on, max(performed_day) as last_day
  from rwid.imaging_study
  group by patient_id
) as s on s.patient_id = t.patient_id`,
    rules: [
      {
        column: "died",
        rule: "must not lie before the patient's last scan",
        broken: `${latestDeath} < s.last_on or ${exactDeathDay} < s.last_day`,
      },
    ],
  },
  {
    table: "imaging_study",
    rules: [
      {
        column: "performed_on_precision",
        rule: "must fit performed_on: a scan of a known month stands on its first day",
        broken: "t.performed_on_precision = 'month' and day(t.performed_on) <> 1",
      },
    ],
  },
  {
    table: "local_therapy",
    rules: [
      { column: "lesion_id", rule: "or organ must be filled", broken: "t.lesion_id is null and t.organ is null" },
    ],
  },
  {
    table: "lesion_measurement",
    rules: [
      {
        column: "diameter_mm",
        rule: "must be filled where state is measured",
        broken: "t.state = 'measured' and t.diameter_mm is null",
      },
    ],
  },
  { table: "lesion_measurement", needs: ["imaging_study"], join: lesionOfStudy, rules: [lesionListed] },
  { table: "radiomic_feature", needs: ["imaging_study"], join: lesionOfStudy, rules: [lesionListed] },
  {
    table: "radiomic_feature",
    rules: [
      {
        column: "ibsi_code",
        rule: "must be a code of the IBSI reference manual: four capital letters or digits",
        broken: "not regexp_full_match(t.ibsi_code, '[0-9A-Z]{4}')",
      },
    ],
  },
  {
    table: "collected_event",
    join: `left join patient_facts as f on f.patient_id = t.patient_id
left join (
  select p.dataset_id, e.endpoint, e.evaluator, count(e.time_days) as timed
  from rwid.collected_event as e
  join patient_facts as p on p.patient_id = e.patient_id
  group by all
) as g on g.dataset_id = f.dataset_id and g.endpoint = t.endpoint and g.evaluator = t.evaluator`,
    rules: [
      {
        column: "time_days",
        rule: "must be filled in every row of an endpoint, or in none (a yes/no endpoint at one horizon)",
        broken: "t.time_days is null and g.timed > 0",
      },
    ],
  },
];

/** Breaches of the rules above in the tables that hold rows. Needs `patient_facts`. */
export async function checkPlausibility(store: Store, judged: ReadonlySet<TableName>): Promise<Breach[]> {
  const breaches: Breach[] = [];
  for (const { table, needs = [], join = "", rules } of plausibilityRules) {
    if (![table, ...needs].every((name) => judged.has(name))) continue;
    breaches.push(...(await findBreaches(store, { table, from: `rwid.${table} as t\n${join}`, rules })));
  }
  return breaches;
}

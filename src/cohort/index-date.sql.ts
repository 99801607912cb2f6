import type { IndexRule } from "../spec/cohort.js";
import type { DerivedQuery } from "./criterion.sql.js";

/**
 * The index date of every patient of a dataset. Grain: patient; where every line that fits is a row, line of therapy, with its `line_number`, and a
 * patient without such a line once. Columns: patient_id, index_on (text, ISO), index_day (integer; set only where the
 * dataset counts days from index), dataset_id. Both null: the patient has no index. The first values are the datasets.
 */
export function indexDateQuery(rule: IndexRule, datasets: readonly string[]): DerivedQuery {
  const among = `p.dataset_id in (${datasets.map((_, i) => `$${i + 1}`).join(", ")})`;
  switch (rule.rule) {
    case "day-zero":
      return { sql: fromPatient("null::varchar", "0", among), values: [...datasets] };
    case "entry":
      return { sql: fromPatient("p.entered_on::varchar", "p.entered_day", among), values: [...datasets] };
    case "diagnosis":
      return { sql: fromEvents("rwid.diagnosis", rule.column, "true", extreme.first, among), values: [...datasets] };
    case "therapy-line": {
      const values: (string | number)[] = [...datasets];
      const within = (column: string, allowed: readonly (string | number)[] | undefined): string[] =>
        allowed === undefined
          ? []
          : [`e.${column} in (${allowed.map((value) => `$${values.push(value)}`).join(", ")})`];
      const tests = [
        ...within("regimen", rule.regimens),
        ...within("setting", rule.settings),
        ...within("line_number", rule.lineNumbers),
      ];
      const where = tests.length === 0 ? "true" : tests.join(" and ");
      if (rule.which === "all") return { sql: fromEveryLine(where, among), values };
      const pick = rule.which === "random" ? drawLine(values.push(rule.seed ?? 0)) : extreme[rule.which];
      return { sql: fromEvents("rwid.therapy_line", "started_on", where, pick, among), values };
    }
  }
}

function fromPatient(on: string, day: string, among: string): string {
  return `select
  p.patient_id,
  p.dataset_id,
  ${on} as index_on,
  (${day})::integer as index_day
from rwid.patient as p
where ${among}
order by p.patient_id`;
}

/** Picks one value of a column among a patient's rows `e`. */
type Pick = (column: string) => string;

const extreme = {
  first: (column) => `min(${column})`,
  last: (column) => `max(${column})`,
} as const satisfies Record<string, Pick>;

/** The line whose hash is least: each is as likely, whatever the order of the rows, and the draw is the same on every machine. Lines without a date take no part. */
function drawLine(seed: number): Pick {
  return (column) => `arg_min(${column}, md5(concat_ws('/', $${seed}::integer, e.patient_id, e.line_number)))`;
}

/** One dated row of each patient; `column` ends in `_on`, its twin in `_day`. */
function fromEvents(table: string, column: string, where: string, pick: Pick, among: string): string {
  const day = column.replace(/_on$/, "_day");
  return `with dated as (
  select
    e.patient_id,
    ${pick(`e.${column}`)} as index_on,
    ${pick(`e.${day}`)} as index_day
  from ${table} as e
  where ${where}
  group by e.patient_id
)
select
  p.patient_id,
  p.dataset_id,
  d.index_on::varchar as index_on,
  d.index_day::integer as index_day
from rwid.patient as p
left join dated as d on d.patient_id = p.patient_id
where ${among}
order by p.patient_id`;
}

/** Every line that fits; `line_number` is null where a patient has none. */
function fromEveryLine(where: string, among: string): string {
  return `with fitting as (
  select
    e.patient_id,
    e.line_number,
    e.started_on,
    e.started_day
  from rwid.therapy_line as e
  where ${where}
)
select
  p.patient_id,
  p.dataset_id,
  f.line_number::integer as line_number,
  f.started_on::varchar as index_on,
  f.started_day::integer as index_day
from rwid.patient as p
left join fitting as f on f.patient_id = p.patient_id
where ${among}
order by p.patient_id, f.line_number`;
}

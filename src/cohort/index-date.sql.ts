import type { IndexRule } from "../spec/cohort.js";
import type { DerivedQuery } from "./criterion.sql.js";

/**
 * The index date of every patient of a dataset. Grain: patient. Columns: patient_id, index_on (text, ISO), index_day (integer; set only where the
 * dataset counts days from index). Both null: the patient has no index. $1 is the dataset.
 */
export function indexDateQuery(rule: IndexRule, dataset: string): DerivedQuery {
  switch (rule.rule) {
    case "day-zero":
      return { sql: fromPatient("null::varchar", "0"), values: [dataset] };
    case "entry":
      return { sql: fromPatient("p.entered_on::varchar", "p.entered_day"), values: [dataset] };
    case "diagnosis":
      return { sql: fromEvents("rwid.diagnosis", rule.column, "true", "asc"), values: [dataset] };
    case "therapy-line": {
      const values: (string | number)[] = [dataset];
      const among = (column: string, allowed: readonly (string | number)[] | undefined): string[] =>
        allowed === undefined
          ? []
          : [`e.${column} in (${allowed.map((value) => `$${values.push(value)}`).join(", ")})`];
      const tests = [
        ...among("regimen", rule.regimens),
        ...among("setting", rule.settings),
        ...among("line_number", rule.lineNumbers),
      ];
      const where = tests.length === 0 ? "true" : tests.join(" and ");
      return {
        sql: fromEvents("rwid.therapy_line", "started_on", where, rule.which === "first" ? "asc" : "desc"),
        values,
      };
    }
  }
}

function fromPatient(on: string, day: string): string {
  return `select
  p.patient_id,
  ${on} as index_on,
  (${day})::integer as index_day
from rwid.patient as p
where p.dataset_id = $1
order by p.patient_id`;
}

/** The first or last dated row of each patient; `column` ends in `_on`, its twin in `_day`. */
function fromEvents(table: string, column: string, where: string, direction: "asc" | "desc"): string {
  const day = column.replace(/_on$/, "_day");
  const pick = direction === "asc" ? "min" : "max";
  return `with dated as (
  select
    e.patient_id,
    ${pick}(e.${column}) as index_on,
    ${pick}(e.${day}) as index_day
  from ${table} as e
  where ${where}
  group by e.patient_id
)
select
  p.patient_id,
  d.index_on::varchar as index_on,
  d.index_day::integer as index_day
from rwid.patient as p
left join dated as d on d.patient_id = p.patient_id
where p.dataset_id = $1
order by p.patient_id`;
}

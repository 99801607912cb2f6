import type { CovariateOrigin } from "../spec/covariate.js";
import type { DerivedQuery } from "./criterion.sql.js";
import { radiomicFeatureQuery } from "./radiomic-feature.sql.js";

/** The recorded value of one covariate. Grain: patient. Columns: patient_id, value_num, value_text. A patient without a row has it missing. */
export function covariateQuery(origin: CovariateOrigin): DerivedQuery {
  switch (origin.kind) {
    case "observation":
      return {
        sql: pickOne(
          "baseline.observation",
          "value_num",
          "value_text",
          "concept = $1 and observed_day between $2 and $3",
          order(origin.pick),
        ),
        values: [origin.concept, ...origin.window],
      };
    case "diagnosis":
      return {
        sql: pickOne(
          "baseline.diagnosis",
          "null::double",
          origin.column,
          "diagnosed_day between $1 and $2",
          "diagnosed_day desc, diagnosis_id desc",
        ),
        values: [...origin.window],
      };
    case "therapy-line": {
      const [number, text] =
        origin.column === "line_number" ? ["line_number::double", "null::varchar"] : ["null::double", origin.column];
      return {
        sql: pickOne("baseline.therapy_line", number, text, "started_day <= 0", "started_day desc, line_number desc"),
        values: [],
      };
    }
    case "age":
      return { sql: onePerPatient("age_years::double", "null::varchar"), values: [] };
    case "index-year":
      return { sql: onePerPatient("index_year::double", "null::varchar"), values: [] };
    case "radiomic":
      return radiomicFeatureQuery(origin);
    case "patient":
      return { sql: onePerPatient("null::double", origin.column), values: [] };
  }
}

const order = (pick: "latest" | "earliest"): string =>
  pick === "latest" ? "observed_day desc, observation_id desc" : "observed_day, observation_id";

function onePerPatient(number: string, text: string): string {
  return `select
  patient_id,
  ${number} as value_num,
  ${text} as value_text
from baseline.patient
order by patient_id`;
}

function pickOne(table: string, number: string, text: string, where: string, by: string): string {
  return `with recorded as (
  select
    patient_id,
    ${number} as value_num,
    ${text} as value_text,
    row_number() over (partition by patient_id order by ${by}) as place
  from ${table}
  where ${where}
)
select
  patient_id,
  value_num,
  value_text
from recorded
where place = 1
order by patient_id`;
}

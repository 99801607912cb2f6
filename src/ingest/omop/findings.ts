import { quoteText } from "../../store/quote-text.js";
import { coded, collected, type Derivation, derived } from "../derivation.js";
import type { StageInput } from "../stage.js";
import {
  conceptValue,
  hasTable,
  notMapped,
  type OmopInput,
  omopDateFault,
  omopRows,
  omopStage,
  omopStageName,
  questionJoin,
} from "./omop-stage.js";

const used = "('observation', 'acquisition', 'stage', 'metastasis', 'assessment', 'ehr_response')";

/**
 * measurement: findings by the concept map, and the values that image features point to. Where the configuration refuses
 * concepts without an entry they are a fault, else they are set aside and counted by concept.
 */
export function measurementStage(input: OmopInput): StageInput {
  const feature = hasTable(input, "image_feature")
    ? `exists (select 1 from stage.${omopStageName(input, "image_feature")} as f where f.event_table = 'measurement' and f.image_feature_event_id = r.measurement_id and f.reason is null)`
    : "false";
  return findingStage(input, "measurement", {
    feature,
    extra: ["measurement_event_id", "meas_event_field_concept_id", "measurement_source_value", "provider_id"],
    field: "r.meas_event_field_concept_id",
  });
}

export const observationStage = (input: OmopInput): StageInput =>
  findingStage(input, "observation", {
    feature: "false",
    extra: ["observation_event_id", "obs_event_field_concept_id", "value_as_string", "provider_id"],
    field: "r.obs_event_field_concept_id",
  });

function findingStage(
  input: OmopInput,
  table: "measurement" | "observation",
  { feature, extra, field }: { feature: string; extra: readonly string[]; field: string },
): StageInput {
  const concept = `r.${table}_concept_id`;
  const unit = conceptValue(input, "unit", "r.unit_concept_id");
  const known = `coalesce(q.use in ${used}, false) or ${feature}`;
  return omopStage(input, {
    table,
    id: `${table}_id`,
    columns: {
      required: [`${table}_concept_id`, `${table}_date`],
      optional: ["value_as_number", "value_as_concept_id", "unit_concept_id", "unit_source_value", ...extra],
    },
    joins: questionJoin(input, concept),
    values: {
      use: "q.use",
      map_value: "q.value",
      event_table: conceptValue(input, "field", field),
      unit: `coalesce(nullif(${unit}, ''), r.unit_source_value)`,
      answer: conceptValue(input, "answer", "r.value_as_concept_id"),
      response: conceptValue(input, "response", "r.value_as_concept_id"),
      reader: readerOf(input),
      is_feature: feature,
    },
    reason:
      input.source.unmapped === "refuse"
        ? `case when q.use = 'lesion_size' and not ${feature} then 'a size that no image feature points to' end`
        : `case when ${known} then null when q.use = 'lesion_size' then 'a size that no image feature points to' else ${notMapped(concept)} end`,
    faults: [
      omopDateFault(`${table}_date`),
      {
        column: "value_as_number",
        rule: "must be a number",
        broken: "value_as_number is not null and to_number(value_as_number) is null",
      },
      {
        column: `${table}_concept_id`,
        rule: "holds a concept that the map does not know; add it to the concepts file, or set unmapped rows aside",
        broken: `use is null and not is_feature`,
      },
      {
        column: "value_as_concept_id",
        rule: "holds a concept that the map does not know as response; add it to the concepts file",
        broken: "use in ('assessment', 'ehr_response') and value_as_concept_id is not null and response is null",
      },
      {
        column: "unit_concept_id",
        rule: "must be mm or cm by the concept map where an image feature points to a length",
        broken: `is_feature and to_number(value_as_number) is not null and use = 'lesion_size' and coalesce(unit, '') not in ('mm', 'cm')`,
      },
    ],
  });
}

function readerOf(input: OmopInput): string {
  const named = hasTable(input, "provider")
    ? `(select min(coalesce(v.provider_source_value, v.provider_name)) from stage.${input.prefix}provider as v where v.provider_id = r.provider_id)`
    : "cast(null as varchar)";
  return `coalesce(${named}, 'provider ' || r.provider_id)`;
}

/** Observations, responses as read and as recorded. */
export function findingsOf(input: OmopInput): Derivation[] {
  return (["measurement", "observation"] as const)
    .filter((table) => hasTable(input, table))
    .flatMap((table) => [observations(input, table), assessments(input, table), ehrAssessments(input, table)]);
}

function observations(input: OmopInput, table: "measurement" | "observation"): Derivation {
  return {
    table: "observation",
    columns: {
      patient_id: collected(`${table}.person_id`, "s.patient_id"),
      observation_id: derived(
        [`${table}.${table}_id`],
        `${quoteText(`${table}-`)} || s.${table}_id`,
        "table and number",
      ),
      concept: coded(`${table}.${table}_concept_id`, "s.map_value", "omop_concepts"),
      observed_on: collected(`${table}.${table}_date`, `date_whole(s.${table}_date)`),
      value_num: collected(`${table}.value_as_number`, "to_number(s.value_as_number)"),
      value_text: coded(
        `${table}.value_as_concept_id`,
        table === "observation" ? "coalesce(nullif(s.answer, ''), s.value_as_string)" : "nullif(s.answer, '')",
        "omop_concepts",
      ),
      unit: coded(`${table}.unit_concept_id`, "s.unit", "omop_concepts"),
    },
    from: `from ${omopRows(input, table)} as s\nwhere s.reason is null and s.use = 'observation'`,
  };
}

function assessments(input: OmopInput, table: "measurement" | "observation"): Derivation {
  const part = (name: string) => `max(response) filter (where map_value = '${name}') as ${name}`;
  return {
    table: "reader_assessment",
    columns: {
      patient_id: collected(`${table}.person_id`, "s.patient_id"),
      reader_id: derived([`${table}.provider_id`], "s.reader", "the provider's name, else number"),
      assessed_on: collected(`${table}.${table}_date`, "s.day"),
      target_response: coded(`${table}.value_as_concept_id`, "nullif(s.target, '')", "omop_concepts"),
      nontarget_response: coded(`${table}.value_as_concept_id`, "nullif(s.nontarget, '')", "omop_concepts"),
      new_lesion: coded(`${table}.value_as_concept_id`, "nullif(s.new_lesion, '')", "omop_concepts"),
      overall_response: coded(`${table}.value_as_concept_id`, "nullif(s.overall, '')", "omop_concepts"),
    },
    from: `from (
  select
    patient_id,
    coalesce(reader, 'not stated') as reader,
    date_whole(${table}_date) as day,
    ${["overall", "target", "nontarget", "new_lesion"].map(part).join(",\n    ")},
    min(file_id) as file_id,
    min(source_row) as source_row,
    arg_min(source_id, source_row) as source_id
  from ${omopRows(input, table)}
  where reason is null and use = 'assessment'
  group by 1, 2, 3
) as s`,
  };
}

function ehrAssessments(input: OmopInput, table: "measurement" | "observation"): Derivation {
  return {
    table: "ehr_assessment",
    columns: {
      patient_id: collected(`${table}.person_id`, "s.patient_id"),
      ehr_assessment_id: derived(
        [`${table}.${table}_id`],
        `${quoteText(`${table}-`)} || s.${table}_id`,
        "table and number",
      ),
      assessed_on: collected(`${table}.${table}_date`, `date_whole(s.${table}_date)`),
      response: coded(`${table}.value_as_concept_id`, "nullif(s.response, '')", "omop_concepts"),
      evidence: coded(`${table}.${table}_concept_id`, "s.map_value", "omop_concepts"),
    },
    from: `from ${omopRows(input, table)} as s\nwhere s.reason is null and s.use = 'ehr_response'`,
  };
}

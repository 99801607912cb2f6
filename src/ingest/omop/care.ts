import { coded, collected, type Derivation, derived } from "../derivation.js";
import type { StageInput } from "../stage.js";
import { hasTable, type OmopInput, omopDateFault, omopRows, omopStage, questionJoin } from "./omop-stage.js";

/** Codes of malignant and uncertain neoplasms in ICD-10. */
const neoplasm = "^(C[0-9]{2}|D0[0-9]|D3[7-9]|D4[0-8])";

export const conditionStage = (input: OmopInput): StageInput =>
  omopStage(input, {
    table: "condition_occurrence",
    id: "condition_occurrence_id",
    columns: { required: ["condition_concept_id", "condition_start_date"], optional: ["condition_source_value"] },
    joins: questionJoin(input, "r.condition_concept_id"),
    reason: `case when coalesce(q.use = 'diagnosis', false) or regexp_matches(coalesce(r.condition_source_value, ''), '${neoplasm}') then null else 'no neoplasm by its ICD-10 code or the concept map' end`,
    values: { mapped_code: "case when q.use = 'diagnosis' then q.value end" },
    faults: [omopDateFault("condition_start_date")],
  });

export const exposureStage = (input: OmopInput): StageInput =>
  omopStage(input, {
    table: "drug_exposure",
    id: "drug_exposure_id",
    columns: {
      required: ["drug_concept_id", "drug_exposure_start_date"],
      optional: ["drug_exposure_end_date", "drug_source_value"],
    },
    values: { concept_name: nameOf(input, "r.drug_concept_id") },
    reason: "null",
    faults: ["drug_exposure_start_date", "drug_exposure_end_date"].map(omopDateFault),
  });

export const episodeStage = (input: OmopInput): StageInput =>
  omopStage(input, {
    table: "episode",
    id: "episode_id",
    columns: {
      required: ["episode_concept_id", "episode_start_date"],
      optional: ["episode_end_date", "episode_number", "episode_object_concept_id", "episode_source_value"],
    },
    joins: questionJoin(input, "r.episode_concept_id"),
    values: {
      concept_name: nameOf(input, "r.episode_object_concept_id"),
      line: "row_number() over (partition by r.person_id, r.episode_concept_id order by r.episode_start_date, to_whole(r.episode_id))",
    },
    reason: `case when coalesce(q.use = 'episode' and q.value = 'regimen', false) then null else 'episode of concept ' || r.episode_concept_id || ' is no treatment regimen' end`,
    faults: [
      ...["episode_start_date", "episode_end_date"].map(omopDateFault),
      {
        column: "episode_number",
        rule: "must be a whole number",
        broken: "episode_number is not null and to_whole(episode_number) is null",
      },
    ],
  });

export const procedureStage = (input: OmopInput): StageInput =>
  omopStage(input, {
    table: "procedure_occurrence",
    id: "procedure_occurrence_id",
    columns: { required: ["procedure_concept_id", "procedure_date"], optional: ["procedure_source_value"] },
    joins: questionJoin(input, "r.procedure_concept_id"),
    values: {
      kind: "case when q.use = 'local_therapy' then split_part(q.value, ':', 1) end",
      organ: "case when q.use = 'local_therapy' then nullif(split_part(q.value, ':', 2), '') end",
    },
    reason: `case when coalesce(q.use = 'local_therapy', false) then null else 'no local therapy by the concept map' end`,
    faults: [omopDateFault("procedure_date")],
  });

/** SQL of a concept's name, where the vocabulary is there. */
export function nameOf(input: OmopInput, concept: string): string {
  return hasTable(input, "concept")
    ? `(select min(v.concept_name) from stage.${input.prefix}concept as v where v.concept_id = ${concept})`
    : "cast(null as varchar)";
}

/** Diagnoses, lines of therapy from episodes with their drugs, local therapies. */
export function careOf(input: OmopInput): Derivation[] {
  const derivations: Derivation[] = [];
  if (hasTable(input, "condition_occurrence")) derivations.push(diagnoses(input));
  if (hasTable(input, "episode")) derivations.push(lines(input));
  if (hasTable(input, "drug_exposure")) derivations.push(exposures(input));
  if (hasTable(input, "procedure_occurrence"))
    derivations.push({
      table: "local_therapy",
      columns: {
        patient_id: collected("procedure_occurrence.person_id", "s.patient_id"),
        local_therapy_id: collected("procedure_occurrence.procedure_occurrence_id", "s.procedure_occurrence_id"),
        organ: coded("procedure_occurrence.procedure_concept_id", "coalesce(s.organ, 'not stated')", "omop_concepts"),
        kind: coded("procedure_occurrence.procedure_concept_id", "s.kind", "omop_concepts"),
        performed_on: collected("procedure_occurrence.procedure_date", "date_whole(s.procedure_date)"),
      },
      from: `from ${omopRows(input, "procedure_occurrence")} as s\nwhere s.reason is null`,
    });
  return derivations;
}

function diagnoses(input: OmopInput): Derivation {
  const measured = hasTable(input, "measurement");
  const modifier = (use: string, value: string) =>
    measured
      ? `(
  select ${value}
  from ${omopRows(input, "measurement")} as m
  where m.use = '${use}' and m.reason is null
    and (m.event_table = 'condition_occurrence' and m.measurement_event_id = s.condition_occurrence_id
      or m.event_table is null and m.patient_id = s.patient_id)
)`
      : "null";
  return {
    table: "diagnosis",
    columns: {
      patient_id: collected("condition_occurrence.person_id", "s.patient_id"),
      diagnosis_id: collected("condition_occurrence.condition_occurrence_id", "s.condition_occurrence_id"),
      code: derived(
        ["condition_occurrence.condition_source_value", "condition_occurrence.condition_concept_id"],
        "coalesce(s.mapped_code, s.condition_source_value)",
        "code of the concept map, else the source's",
      ),
      diagnosed_on: collected("condition_occurrence.condition_start_date", "date_whole(s.condition_start_date)"),
      stage: derived(
        ["measurement.measurement_concept_id"],
        modifier("stage", "arg_min(m.map_value, m.measurement_date)"),
        "first stage that modifies the condition, else of the patient",
      ),
      metastatic_on: derived(
        ["measurement.measurement_date"],
        modifier("metastasis", "min(date_whole(m.measurement_date))"),
        "first metastasis that modifies the condition, else of the patient",
      ),
    },
    from: `from ${omopRows(input, "condition_occurrence")} as s\nwhere s.reason is null`,
  };
}

function lines(input: OmopInput): Derivation {
  return {
    table: "therapy_line",
    columns: {
      patient_id: collected("episode.person_id", "s.patient_id"),
      line_number: derived(
        ["episode.episode_number", "episode.episode_start_date"],
        "coalesce(to_whole(s.episode_number), s.line)",
        "episode_number, else by start",
      ),
      regimen: derived(
        ["episode.episode_source_value", "episode.episode_object_concept_id"],
        "coalesce(s.episode_source_value, s.concept_name)",
        "the source's name, else the concept's",
      ),
      started_on: collected("episode.episode_start_date", "date_whole(s.episode_start_date)"),
      ended_on: collected("episode.episode_end_date", "date_whole(s.episode_end_date)"),
    },
    from: `from ${omopRows(input, "episode")} as s\nwhere s.reason is null`,
  };
}

function exposures(input: OmopInput): Derivation {
  const linked = hasTable(input, "episode") && hasTable(input, "episode_event");
  const line = linked
    ? `left join (
  select
    v.event_id,
    min(coalesce(to_whole(e.episode_number), e.line)) as line_number
  from scratch.stage.${input.prefix}episode_event as v
  join ${omopRows(input, "episode")} as e on e.episode_id = v.episode_id and e.reason is null
  where v.event_table = 'drug_exposure'
  group by v.event_id
) as l on l.event_id = d.drug_exposure_id`
    : "left join (select null as event_id, null as line_number) as l on false";
  return {
    table: "drug_exposure",
    columns: {
      patient_id: collected("drug_exposure.person_id", "s.patient_id"),
      exposure_id: collected("drug_exposure.drug_exposure_id", "s.drug_exposure_id"),
      drug_code: collected("drug_exposure.drug_concept_id", "s.drug_concept_id"),
      drug_name: derived(
        ["drug_exposure.drug_source_value", "drug_exposure.drug_concept_id"],
        "coalesce(s.concept_name, s.drug_source_value)",
        "the concept's name, else the source's",
      ),
      started_on: collected("drug_exposure.drug_exposure_start_date", "date_whole(s.drug_exposure_start_date)"),
      ended_on: collected("drug_exposure.drug_exposure_end_date", "date_whole(s.drug_exposure_end_date)"),
      line_number: derived(
        ["episode_event.event_id", "episode.episode_number"],
        "s.line_number",
        "the treatment regimen it belongs to",
      ),
    },
    from: `from (
  select d.*, l.line_number
  from ${omopRows(input, "drug_exposure")} as d
  ${line}
  where d.reason is null
) as s`,
  };
}

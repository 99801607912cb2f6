import { coded, collected, type Derivation, derived } from "../derivation.js";
import type { StageInput } from "../stage.js";
import { nameOf } from "./care.js";
import {
  conceptValue,
  hasTable,
  type OmopInput,
  omopDateFault,
  omopRows,
  omopStage,
  omopStageName,
  questionJoin,
  unknownConcept,
} from "./omop-stage.js";

/** image_occurrence: one row a series. */
export const imageStage = (input: OmopInput): StageInput =>
  omopStage(input, {
    table: "image_occurrence",
    id: "image_occurrence_id",
    columns: {
      required: ["image_occurrence_date", "image_study_uid", "modality_concept_id"],
      optional: ["image_series_uid", "anatomic_site_concept_id"],
    },
    values: {
      modality: conceptValue(input, "modality", "r.modality_concept_id"),
      region: `coalesce(${conceptValue(input, "region", "r.anatomic_site_concept_id")}, ${nameOf(input, "r.anatomic_site_concept_id")})`,
    },
    reason: "null",
    faults: [
      omopDateFault("image_occurrence_date"),
      unknownConcept(input, "modality_concept_id", "modality"),
      { column: "image_study_uid", rule: "must be filled", broken: "image_study_uid is null" },
    ],
  });

/** image_feature: sizes, states and radiomic features of lesions; image_finding_id is the lesion and stays with it over time. */
export const featureStage = (input: OmopInput): StageInput =>
  omopStage(input, {
    table: "image_feature",
    id: "image_feature_id",
    columns: {
      required: ["image_occurrence_id", "image_feature_concept_id"],
      optional: [
        ...["image_feature_event_field_concept_id", "image_feature_event_id", "image_feature_type_concept_id"],
        ...["image_finding_concept_id", "image_finding_id", "anatomic_site_concept_id", "alg_system"],
      ],
    },
    joins: questionJoin(input, "r.image_feature_concept_id"),
    values: {
      use: "q.use",
      map_value: "q.value",
      event_table: conceptValue(input, "field", "r.image_feature_event_field_concept_id"),
      role: conceptValue(input, "lesion_role", "r.image_finding_concept_id"),
      organ: `coalesce(${conceptValue(input, "organ", "r.anatomic_site_concept_id")}, ${nameOf(input, "r.anatomic_site_concept_id")})`,
    },
    reason: `case
      when coalesce(q.use not in ('lesion_size', 'lesion_state', 'radiomic'), true) then 'image feature of concept ' || r.image_feature_concept_id || ' is not in the concept map'
      when r.image_finding_id is null then 'no finding named (image_finding_id is empty)'
    end`,
    faults: [unknownConcept(input, "image_finding_concept_id", "lesion_role")],
  });

/**
 * The table of features with their scan, reader and value: the measurement they point to gives the number, unit and who
 * read it; without a provider the reader is the algorithm.
 */
export function featuresTable(input: OmopInput): string {
  const value = hasTable(input, "measurement")
    ? `left join stage.${omopStageName(input, "measurement")} as m
  on f.event_table = 'measurement' and m.measurement_id = f.image_feature_event_id and m.reason is null`
    : "left join (select null as measurement_id, null as reader, null as value_as_number, null as unit) as m on false";
  return `create table stage.${omopStageName(input, "features")} as
select
  f.*,
  i.image_study_uid as study_uid,
  coalesce(m.reader, f.alg_system, 'not stated') as reader_id,
  to_number(m.value_as_number) as number,
  to_mm(m.value_as_number, m.unit) as mm,
  contains(upper(coalesce(f.organ, '')), 'LYMPH NODE') as is_node
from stage.${omopStageName(input, "image_feature")} as f
join stage.${omopStageName(input, "image_occurrence")} as i on i.image_occurrence_id = f.image_occurrence_id and i.reason is null
${value}
where f.reason is null`;
}

const acquired: Readonly<Record<string, "number" | "text">> = {
  slice_thickness_mm: "number",
  pixel_spacing_mm: "number",
  kvp: "number",
  uptake_minutes: "number",
  injected_mbq: "number",
  weight_kg: "number",
  contrast_phase: "text",
  manufacturer: "text",
  model: "text",
  kernel: "text",
  suv_type: "text",
};

/** Scans with their acquisition parameters, and what was read on them. */
export function imagesOf(input: OmopInput): Derivation[] {
  const derivations: Derivation[] = [studies(input)];
  if (hasTable(input, "image_feature")) derivations.push(lesions(input), measurements(input), radiomics(input));
  return derivations;
}

function studies(input: OmopInput): Derivation {
  const image = omopRows(input, "image_occurrence");
  const parameter = (column: string) => {
    const value =
      acquired[column] === "number"
        ? "to_number(m.value_as_number)"
        : "coalesce(nullif(m.answer, ''), m.measurement_source_value)";
    return hasTable(input, "measurement")
      ? `(
    select arg_min(${value}, m.source_row)
    from ${omopRows(input, "measurement")} as m
    join ${image} as i on i.image_occurrence_id = m.measurement_event_id
    where m.use = 'acquisition' and m.map_value = '${column}' and m.reason is null and i.image_study_uid = s.image_study_uid
  )`
      : "null";
  };
  return {
    table: "imaging_study",
    columns: {
      study_uid: collected("image_occurrence.image_study_uid", "s.image_study_uid"),
      patient_id: collected("image_occurrence.person_id", "s.patient_id"),
      performed_on: collected("image_occurrence.image_occurrence_date", "date_whole(s.image_occurrence_date)"),
      performed_on_precision: { sql: "'day'", origin: "assigned", from: [], rule: "the CDM holds whole dates" },
      modality: coded("image_occurrence.modality_concept_id", "s.modality", "omop_concepts"),
      body_regions: derived(
        ["image_occurrence.anatomic_site_concept_id"],
        "s.regions",
        "regions of its series, by the concept map or the concept's name",
      ),
      ...Object.fromEntries(
        Object.keys(acquired).map((column) => [
          column,
          derived(
            ["measurement.value_as_number", "measurement.value_as_concept_id"],
            parameter(column),
            "acquisition parameter that points to the image, first row",
          ),
        ]),
      ),
    },
    from: `from (
  select
    *,
    (select string_agg(distinct r.region, '; ' order by r.region) from ${image} as r where r.image_study_uid = o.image_study_uid and r.reason is null) as regions
  from ${image} as o
  where o.reason is null
  qualify row_number() over (partition by o.image_study_uid order by o.source_row) = 1
) as s`,
  };
}

function lesions(input: OmopInput): Derivation {
  return {
    table: "lesion",
    columns: {
      patient_id: collected("image_feature.person_id", "s.patient_id"),
      reader_id: derived(
        ["measurement.provider_id", "image_feature.alg_system"],
        "s.reader_id",
        "the provider who measured, else the algorithm",
      ),
      lesion_id: collected("image_feature.image_finding_id", "s.image_finding_id"),
      role: coded("image_feature.image_finding_concept_id", "s.role", "omop_concepts"),
      organ: coded("image_feature.anatomic_site_concept_id", "s.organ", "omop_concepts"),
      is_lymph_node: derived(["image_feature.anatomic_site_concept_id"], "s.is_node", "the organ is a lymph node"),
    },
    from: `from (
  select *
  from scratch.stage.${omopStageName(input, "features")}
  qualify row_number() over (partition by patient_id, reader_id, image_finding_id order by source_row) = 1
) as s`,
  };
}

function measurements(input: OmopInput): Derivation {
  return {
    table: "lesion_measurement",
    columns: {
      study_uid: collected("image_occurrence.image_study_uid", "s.study_uid"),
      reader_id: derived(
        ["measurement.provider_id", "image_feature.alg_system"],
        "s.reader_id",
        "the provider who measured, else the algorithm",
      ),
      lesion_id: collected("image_feature.image_finding_id", "s.image_finding_id"),
      axis: coded(
        "image_feature.image_feature_concept_id",
        "case when s.use = 'lesion_size' then nullif(s.map_value, 'any') end",
        "omop_concepts",
      ),
      diameter_mm: derived(
        ["measurement.value_as_number", "measurement.unit_concept_id"],
        "case when s.use = 'lesion_size' then s.mm end",
        "in mm",
      ),
      state: derived(
        ["image_feature.image_feature_concept_id", "measurement.value_as_number"],
        "case when s.use = 'lesion_state' then s.map_value when s.mm is not null then 'measured' else 'not_evaluable' end",
        "by the concept map; a size is measured where it has a number, else not evaluable",
      ),
      software: collected("image_feature.alg_system", "s.alg_system"),
    },
    from: `from scratch.stage.${omopStageName(input, "features")} as s\nwhere s.use in ('lesion_size', 'lesion_state')`,
  };
}

function radiomics(input: OmopInput): Derivation {
  return {
    table: "radiomic_feature",
    columns: {
      study_uid: collected("image_occurrence.image_study_uid", "s.study_uid"),
      reader_id: derived(
        ["measurement.provider_id", "image_feature.alg_system"],
        "s.reader_id",
        "the provider who measured, else the algorithm",
      ),
      lesion_id: collected("image_feature.image_finding_id", "s.image_finding_id"),
      ibsi_code: coded("image_feature.image_feature_concept_id", "s.map_value", "omop_concepts"),
      filter: derived([], "'none'", "the extension has no field for a filter: the original image"),
      value: collected("measurement.value_as_number", "s.number"),
      software: collected("image_feature.alg_system", "s.alg_system"),
    },
    from: `from scratch.stage.${omopStageName(input, "features")} as s\nwhere s.use = 'radiomic'`,
  };
}

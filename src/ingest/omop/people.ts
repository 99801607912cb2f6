import { quoteText } from "../../store/quote-text.js";
import { assigned, coded, collected, type Derivation, derived } from "../derivation.js";
import type { StageInput } from "../stage.js";
import {
  conceptValue,
  hasTable,
  type OmopInput,
  omopDateFault,
  omopRows,
  omopStage,
  omopStageName,
  unknownConcept,
} from "./omop-stage.js";

export const personStage = (input: OmopInput): StageInput =>
  omopStage(input, {
    table: "person",
    columns: {
      required: ["gender_concept_id", "year_of_birth"],
      optional: ["race_concept_id", "ethnicity_concept_id", "care_site_id", "person_source_value"],
    },
    values: {
      sex: `nullif(${conceptValue(input, "sex", "r.gender_concept_id")}, '')`,
      race: `nullif(${conceptValue(input, "race", "r.race_concept_id")}, '')`,
      ethnicity: `nullif(${conceptValue(input, "ethnicity", "r.ethnicity_concept_id")}, '')`,
    },
    reason: "null",
    faults: [
      unknownConcept(input, "gender_concept_id", "sex"),
      {
        column: "year_of_birth",
        rule: "must be a whole number",
        broken: "year_of_birth is not null and to_whole(year_of_birth) is null",
      },
      {
        column: input.source.patientKey,
        rule: "must be filled: it names the patient",
        broken: `${input.source.patientKey} is null`,
      },
    ],
  });

export const periodStage = (input: OmopInput): StageInput =>
  omopStage(input, {
    table: "observation_period",
    id: "observation_period_id",
    columns: { required: ["observation_period_start_date", "observation_period_end_date"], optional: [] },
    reason: "null",
    faults: ["observation_period_start_date", "observation_period_end_date"].map(omopDateFault),
  });

export const deathStage = (input: OmopInput): StageInput =>
  omopStage(input, {
    table: "death",
    columns: { required: ["death_date"], optional: ["death_type_concept_id"] },
    values: { told_by: conceptValue(input, "death_source", "r.death_type_concept_id") },
    reason: "null",
    faults: [
      omopDateFault("death_date"),
      { column: "death_date", rule: "must be filled", broken: "death_date is null" },
    ],
  });

/** Patients, deaths and last contacts: the end of the last observation period. */
export function peopleOf(input: OmopInput): Derivation[] {
  const person = omopRows(input, "person");
  const id = derived(["person.person_id"], "s.patient_id", `dataset id and ${input.source.patientKey}`);
  const site = hasTable(input, "care_site")
    ? `(select min(c.care_site_source_value) from scratch.stage.${omopStageName(input, "care_site")} as c where c.care_site_id = s.care_site_id)`
    : "s.care_site_id";
  const periods = hasTable(input, "observation_period");
  const period = omopRows(input, "observation_period");
  return [
    {
      table: "patient",
      columns: {
        patient_id: id,
        dataset_id: assigned(quoteText(input.dataset.id), "id of the dataset"),
        site_id: derived(
          ["person.care_site_id", "care_site.care_site_source_value"],
          site,
          "the care site's name, else its number",
        ),
        entered_on: derived(
          ["observation_period.observation_period_start_date"],
          periods
            ? `(select min(date_whole(o.observation_period_start_date)) from ${period} as o where o.patient_id = s.patient_id and o.reason is null)`
            : "null",
          "start of the first observation period",
        ),
        birth_year: derived(["person.year_of_birth"], "to_whole(s.year_of_birth)", "year of birth"),
        sex: coded("person.gender_concept_id", "s.sex", "omop_concepts"),
        race: coded("person.race_concept_id", "s.race", "omop_concepts"),
        ethnicity: coded("person.ethnicity_concept_id", "s.ethnicity", "omop_concepts"),
      },
      from: `from ${person} as s\nwhere s.reason is null`,
    },
    ...(hasTable(input, "death")
      ? [
          {
            table: "vital_status",
            columns: {
              patient_id: id,
              died_on: collected("death.death_date", "date_whole(s.death_date)"),
              died_on_precision: assigned("'day'", "the CDM holds whole dates"),
              source: coded("death.death_type_concept_id", "coalesce(s.told_by, 'death')", "omop_concepts"),
            },
            from: `from ${omopRows(input, "death")} as s\nwhere s.reason is null`,
          },
        ]
      : []),
    ...(periods
      ? [
          {
            table: "vital_status",
            columns: {
              patient_id: id,
              last_known_alive_on: derived(
                ["observation_period.observation_period_end_date"],
                "date_whole(s.observation_period_end_date)",
                "end of the last observation period",
              ),
            },
            from: `from ${period} as s
where s.reason is null
qualify row_number() over (partition by s.patient_id order by s.observation_period_end_date desc, s.source_row) = 1`,
          },
        ]
      : []),
  ];
}

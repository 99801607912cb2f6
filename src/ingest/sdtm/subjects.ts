import { decode, isUnknown, unknownRule } from "../code-lists.js";
import { dateFaults, dateNotes, dateOf } from "../dates.sql.js";
import { coded, collected, type Derivation, derived } from "../derivation.js";
import type { StageInput } from "../stage.js";
import { domainStage, hasDomain, type SdtmInput, stageName, usedRows } from "./domain.js";

/** DM: one row a subject. Screen failures were never in the trial. */
export function subjectStage(input: SdtmInput): StageInput {
  const { partialDates } = input.dataset;
  return domainStage(input, {
    domain: "DM",
    columns: {
      required: ["SEX"],
      optional: [
        "SITEID",
        "RFICDTC",
        "RFSTDTC",
        "RFPENDTC",
        "DTHDTC",
        "DTHFL",
        "BRTHDTC",
        "AGE",
        "AGEU",
        "RACE",
        "ETHNIC",
        "COUNTRY",
        "ARMCD",
        "ACTARMCD",
        "ARM",
        "ACTARM",
      ],
    },
    values: { age_unit: "coalesce(upper(r.AGEU), 'YEARS')" },
    reason: `case when 'SCRNFAIL' in (upper(coalesce(r.ACTARMCD, '')), upper(coalesce(r.ARMCD, ''))) then 'screen failure: never in the trial' end`,
    faults: [
      { column: "SEX", rule: unknownRule(input.lists.sex), broken: isUnknown(input.lists.sex, "SEX") },
      { column: "AGE", rule: "must be a number", broken: "AGE is not null and to_number(AGE) is null" },
      {
        column: "AGEU",
        rule: "must be YEARS, MONTHS, WEEKS or DAYS",
        broken: "age_unit not in ('YEARS', 'MONTHS', 'WEEKS', 'DAYS')",
      },
      {
        column: "BRTHDTC",
        rule: "must be a date, whole or cut after month or year",
        broken: "date_precision(BRTHDTC) = 'none'",
      },
      {
        column: "DTHDTC",
        rule: "must be a date, whole or cut after month or year",
        broken: "date_precision(DTHDTC) = 'none'",
      },
      ...dateFaults("RFSTDTC", partialDates),
      ...dateFaults("RFICDTC", partialDates),
    ],
    notes: [...dateNotes("RFSTDTC", partialDates), ...dateNotes("RFICDTC", partialDates)],
  });
}

/** Patients from DM, with the day of randomisation or enrolment from DS. */
export function patientsOf(input: SdtmInput): Derivation[] {
  if (!hasDomain(input, "DM")) return [patientsWithoutDm(input)];
  const { lists, dataset } = input;
  const date = (column: string) => dateOf(`s.${column}`, dataset.partialDates);
  const entered = hasDomain(input, "DS")
    ? `(
  select ${dateOf("min(d.DSSTDTC)", dataset.partialDates)}
  from scratch.stage.${stageName(input, "DS")} as d
  where d.USUBJID = s.USUBJID and d.use = 'entered'
)`
    : "null";
  return [
    {
      table: "patient",
      columns: {
        patient_id: derived(["DM.USUBJID"], "s.patient_id", "dataset id and USUBJID"),
        dataset_id: { sql: `'${dataset.id}'`, origin: "assigned", from: [], rule: "id of the dataset" },
        site_id: collected("DM.SITEID", "s.SITEID"),
        entered_on: derived(
          ["DS.DSSTDTC", "DM.RFICDTC", "DM.RFSTDTC"],
          `coalesce(${entered}, ${date("RFICDTC")}, ${date("RFSTDTC")})`,
          "day of randomisation or enrolment in DS, else of informed consent, else of the reference start",
        ),
        birth_year: derived(["DM.BRTHDTC"], "try_cast(left(s.BRTHDTC, 4) as integer)", "year of birth"),
        age_at_index: derived(
          ["DM.AGE", "DM.AGEU"],
          "to_number(s.AGE) / case s.age_unit when 'MONTHS' then 12 when 'WEEKS' then 52.1775 when 'DAYS' then 365.25 else 1 end",
          "age as collected, in years",
        ),
        sex: coded("DM.SEX", decode(lists.sex, "s.SEX"), "sex"),
        race: collected("DM.RACE", "s.RACE"),
        ethnicity: collected("DM.ETHNIC", "s.ETHNIC"),
        region: collected("DM.COUNTRY", "s.COUNTRY"),
        trial_arm: derived(["DM.ACTARM", "DM.ARM"], "coalesce(s.ACTARM, s.ARM)", "actual arm, else planned arm"),
      },
      from: usedRows(input, "DM"),
    },
  ];
}

/** Without DM the patients are the subjects of the other domains; nothing but their number is known of them. */
function patientsWithoutDm(input: SdtmInput): Derivation {
  const domains = [...input.files.keys()];
  const rows = domains.map(
    (domain, i) =>
      `select ${i} as place, patient_id, file_id, source_row, source_id from scratch.stage.${stageName(input, domain)} where reason is null or USUBJID is not null`,
  );
  return {
    table: "patient",
    columns: {
      patient_id: derived(
        domains.map((domain) => `${domain}.USUBJID`),
        "s.patient_id",
        "dataset id and USUBJID; DM is not there",
      ),
      dataset_id: { sql: `'${input.dataset.id}'`, origin: "assigned", from: [], rule: "id of the dataset" },
    },
    from: `from (
  select
    patient_id,
    arg_min(file_id, (place, source_row)) as file_id,
    arg_min(source_row, (place, source_row)) as source_row,
    arg_min(source_id, (place, source_row)) as source_id
  from (${rows.join("\n    union all ")})
  group by patient_id
) as s`,
  };
}

import { quoteText } from "../../store/quote-text.js";
import { decode, isUnknown, unknownRule } from "../code-lists.js";
import { assigned, coded, collected, type Derivation, derived } from "../derivation.js";
import type { StageInput } from "../stage.js";
import { type AdamInput, adamDate, adamDateFault, adamStage, adamStageName } from "./dataset-stage.js";

const dates = ["RANDDT", "TRTSDT", "TRTEDT", "DTHDT", "LSTALVDT", "BRTHDT"];

/** ADSL: one row a subject. */
export function adslStage(input: AdamInput): StageInput {
  const { sex } = input.lists;
  const observed = Object.values(input.source.observations).map(({ variable }) => variable.toUpperCase());
  return adamStage(input, {
    name: "ADSL",
    columns: {
      required: ["SEX", ...observed],
      optional: [
        ...dates,
        ...["SITEID", "AGE", "AGEU", "RACE", "ETHNIC", "COUNTRY", "DTHDTF", "ARMCD", "ACTARMCD"],
        ...["TRT01A", "TRT01P", "ACTARM", "ARM"],
      ],
    },
    values: {
      age_unit: "coalesce(upper(r.AGEU), 'YEARS')",
      treatment: "coalesce(r.TRT01A, r.ACTARM, r.TRT01P, r.ARM)",
    },
    reason: `case when 'SCRNFAIL' in (upper(coalesce(r.ACTARMCD, '')), upper(coalesce(r.ARMCD, ''))) then 'screen failure: never in the trial' end`,
    faults: [
      { column: "SEX", rule: unknownRule(sex), broken: isUnknown(sex, "SEX") },
      { column: "AGE", rule: "must be a number", broken: "AGE is not null and to_number(AGE) is null" },
      { column: "AGEU", rule: "must be YEARS or MONTHS", broken: "age_unit not in ('YEARS', 'MONTHS')" },
      {
        column: "DTHDTF",
        rule: "must be empty, D or M: what of the death's date was imputed",
        broken: "upper(DTHDTF) not in ('D', 'M')",
      },
      ...dates.map(adamDateFault),
    ],
  });
}

/** Patients, deaths, baseline observations and, where no SDTM source gives it, the line of the trial's treatment. */
export function adslDerivations(input: AdamInput): Derivation[] {
  const from = `from scratch.stage.${adamStageName(input, "ADSL")} as s\nwhere s.reason is null`;
  const { source } = input;
  const id = derived(["ADSL.USUBJID"], "s.patient_id", "dataset id and USUBJID");
  const start = `coalesce(${adamDate("s.TRTSDT")}, ${adamDate("s.RANDDT")})`;
  const vital: Derivation = {
    table: "vital_status",
    columns: {
      patient_id: id,
      died_on: derived(
        ["ADSL.DTHDT", "ADSL.DTHDTF"],
        `case upper(s.DTHDTF)
    when 'D' then date_trunc('month', ${adamDate("s.DTHDT")})
    when 'M' then date_trunc('year', ${adamDate("s.DTHDT")})
    else ${adamDate("s.DTHDT")}
  end`,
        "the day of death; the first of its month or year where DTHDTF says that the rest was imputed",
      ),
      died_on_precision: derived(
        ["ADSL.DTHDTF"],
        "case when s.DTHDT is not null then case upper(s.DTHDTF) when 'D' then 'month' when 'M' then 'year' else 'day' end end",
        "what of the date was not imputed",
      ),
      last_known_alive_on: collected("ADSL.LSTALVDT", adamDate("s.LSTALVDT")),
      source: assigned("case when s.DTHDT is not null then 'ADSL.DTHDT' end", "where the death is recorded"),
    },
    from: `${from} and coalesce(s.DTHDT, s.LSTALVDT) is not null`,
  };
  const observations = Object.entries(source.observations).map(
    ([concept, { variable, unit }]): Derivation => ({
      table: "observation",
      columns: {
        patient_id: id,
        observation_id: assigned(quoteText(`ADSL-${concept}`), "ADSL and the concept"),
        concept: assigned(quoteText(concept), "as configured"),
        observed_on: derived(
          ["ADSL.TRTSDT", "ADSL.RANDDT"],
          start,
          "start of treatment, else randomisation: the variable is a baseline value",
        ),
        value_num: collected(`ADSL.${variable}`, `to_number(s.${variable})`),
        value_text: collected(`ADSL.${variable}`, `case when to_number(s.${variable}) is null then s.${variable} end`),
        unit: assigned(unit === undefined ? "null" : quoteText(unit), "as configured"),
      },
      from: `${from} and s.${variable} is not null`,
    }),
  );
  return [patients(input, from), vital, ...observations, ...treatmentLine(input, from)];
}

function patients({ dataset, lists }: AdamInput, from: string): Derivation {
  return {
    table: "patient",
    columns: {
      patient_id: derived(["ADSL.USUBJID"], "s.patient_id", "dataset id and USUBJID"),
      dataset_id: assigned(quoteText(dataset.id), "id of the dataset"),
      site_id: collected("ADSL.SITEID", "s.SITEID"),
      entered_on: derived(
        ["ADSL.RANDDT", "ADSL.TRTSDT"],
        `coalesce(${adamDate("s.RANDDT")}, ${adamDate("s.TRTSDT")})`,
        "randomisation, else start of treatment",
      ),
      birth_year: derived(["ADSL.BRTHDT"], `year(${adamDate("s.BRTHDT")})`, "year of birth"),
      age_at_index: derived(
        ["ADSL.AGE", "ADSL.AGEU"],
        "to_number(s.AGE) / case s.age_unit when 'MONTHS' then 12 else 1 end",
        "age as collected, in years",
      ),
      sex: coded("ADSL.SEX", decode(lists.sex, "s.SEX"), "sex"),
      race: collected("ADSL.RACE", "s.RACE"),
      ethnicity: collected("ADSL.ETHNIC", "s.ETHNIC"),
      region: collected("ADSL.COUNTRY", "s.COUNTRY"),
      trial_arm: derived(
        ["ADSL.TRT01A", "ADSL.ACTARM", "ADSL.TRT01P", "ADSL.ARM"],
        "s.treatment",
        "actual treatment or arm, else planned",
      ),
    },
    from,
  };
}

function treatmentLine(input: AdamInput, from: string): Derivation[] {
  if (input.dataset.sources.some(({ kind }) => kind === "sdtm")) return [];
  return [
    {
      table: "therapy_line",
      columns: {
        patient_id: derived(["ADSL.USUBJID"], "s.patient_id", "dataset id and USUBJID"),
        line_number: assigned(String(input.source.treatmentLine), "as configured"),
        regimen: derived(["ADSL.TRT01A"], "s.treatment", "actual treatment or arm, else planned"),
        started_on: collected("ADSL.TRTSDT", adamDate("s.TRTSDT")),
        ended_on: collected("ADSL.TRTEDT", adamDate("s.TRTEDT")),
      },
      from: `${from} and s.TRTSDT is not null`,
    },
  ];
}

import { decode, isUnknown, unknownRule } from "../code-lists.js";
import { dateFaults, dateNotes } from "../dates.sql.js";
import { type ColumnSource, type Derivation, derived } from "../derivation.js";
import type { StageInput } from "../stage.js";
import { domainStage, hasDomain, type SdtmInput, stageName } from "./domain.js";

/** DS: randomisation or enrolment, death, and why treatment ended. */
export function dispositionStage(input: SdtmInput): StageInput {
  const use = `case
    when upper(r.DSDECOD) in ('RANDOMIZED', 'RANDOMISED', 'ENROLLED', 'REGISTERED') then 'entered'
    when upper(r.DSDECOD) = 'DEATH' and r.DSSTDTC is not null then 'death'
    when contains(upper(coalesce(r.DSSCAT, r.EPOCH, '')), 'TREATMENT') or contains(upper(coalesce(r.DSSCAT, '')), 'DRUG') then 'end'
  end`;
  const { partialDates } = input.dataset;
  return domainStage(input, {
    domain: "DS",
    columns: { required: ["DSDECOD"], optional: ["DSSTDTC", "DSCAT", "DSSCAT", "EPOCH"] },
    values: { use },
    reason: `case when (${use}) is null then 'disposition ' || coalesce(r.DSDECOD, '(empty)') || ' is not read' end`,
    faults: [
      ...dateFaults("DSSTDTC", partialDates, "use = 'entered'"),
      {
        column: "DSSTDTC",
        rule: "must be a date, whole or cut after month or year",
        broken: "use = 'death' and date_precision(DSSTDTC) = 'none'",
      },
    ],
    notes: dateNotes("DSSTDTC", partialDates, "use = 'entered'"),
  });
}

/** SS: survival status at contacts. */
export function survivalStage(input: SdtmInput): StageInput {
  const { survival_status: list } = input.lists;
  return domainStage(input, {
    domain: "SS",
    columns: { required: ["SSTESTCD", "SSSTRESC"], optional: ["SSDTC"] },
    reason: `case
      when upper(r.SSTESTCD) <> 'SURVSTAT' then 'SSTESTCD ' || r.SSTESTCD || ' is not read'
      when upper(r.SSSTRESC) in ('LOST TO FOLLOW-UP', 'UNKNOWN') or r.SSSTRESC is null then 'status unknown'
      when ${decode(list, "r.SSSTRESC")} = 'dead' then 'a death is dated by DM or DS'
      when r.SSDTC is null then 'no date'
    end`,
    faults: [
      { column: "SSSTRESC", rule: unknownRule(list), broken: isUnknown(list, "SSSTRESC") },
      ...dateFaults("SSDTC", input.dataset.partialDates),
    ],
    notes: dateNotes("SSDTC", input.dataset.partialDates),
  });
}

/** Subjects whom DM calls dead and to whose death no domain gives a date: it would be lost. */
export function undatedDeaths(input: SdtmInput): string {
  const inDs = hasDomain(input, "DS")
    ? ` and not exists (select 1 from stage.${stageName(input, "DS")} as d where d.reason is null and d.use = 'death' and d.USUBJID = m.USUBJID)`
    : "";
  return `select file_id, source_row from stage.${stageName(input, "DM")} as m
where m.reason is null and upper(m.DTHFL) = 'Y' and m.DTHDTC is null${inDs}
order by file_id, source_row`;
}

/** Deaths from DM and DS, last contact from SS and the end of participation. */
export function vitalStatusOf(input: SdtmInput): Derivation[] {
  const derivations: Derivation[] = [];
  const dm = `scratch.stage.${stageName(input, "DM")}`;
  if (hasDomain(input, "DM"))
    derivations.push({
      table: "vital_status",
      columns: death("DM.DTHDTC", "s.DTHDTC", "s.patient_id"),
      from: `from ${dm} as s\nwhere s.reason is null and s.DTHDTC is not null`,
    });
  if (hasDomain(input, "DS")) {
    const inDm = hasDomain(input, "DM");
    // A day in DS is given only where DM has none, or to show that the two disagree.
    const differs = `m.DTHDTC is null
  or (date_precision(m.DTHDTC) = 'day' and date_precision(s.DSSTDTC) = 'day' and left(m.DTHDTC, 10) <> left(s.DSSTDTC, 10))`;
    derivations.push({
      table: "vital_status",
      columns: death("DS.DSSTDTC", "s.DSSTDTC", "s.patient_id"),
      from: `from scratch.stage.${stageName(input, "DS")} as s${inDm ? `\nleft join ${dm} as m on m.USUBJID = s.USUBJID and m.reason is null` : ""}
where s.reason is null and s.use = 'death'${inDm ? ` and (${differs})` : ""}
qualify row_number() over (partition by s.patient_id order by s.file_id, s.source_row) = 1`,
    });
  }
  const contacts = contactsOf(input, dm);
  if (contacts !== null) derivations.push(contacts);
  return derivations;
}

function death(variable: string, text: string, patient: string): Record<string, ColumnSource> {
  return {
    patient_id: derived([variable], patient, "dataset id and USUBJID"),
    died_on: derived(
      [variable],
      `date_first(${text})`,
      "the day of death; a month's or year's first day where no more is known",
    ),
    died_on_precision: derived([variable], `date_precision(${text})`, "what of the date is there"),
    source: { sql: `'${variable}'`, origin: "assigned", from: [], rule: "where the death is recorded" },
  };
}

function contactsOf(input: SdtmInput, dm: string): Derivation | null {
  const { partialDates } = input.dataset;
  // The earliest day a partial date can mean: a patient was not surely alive later.
  const whole = (text: string) => `${partialDates === "refuse" ? "date_whole" : "date_first"}(${text})`;
  const rows: string[] = [];
  const variables: string[] = [];
  if (hasDomain(input, "SS")) {
    rows.push(
      `select patient_id, ${whole("SSDTC")} as contact, file_id, source_row, source_id from scratch.stage.${stageName(input, "SS")} where reason is null`,
    );
    variables.push("SS.SSDTC");
  }
  if (hasDomain(input, "DM")) {
    rows.push(
      `select patient_id, ${whole("RFPENDTC")}, file_id, source_row, source_id from ${dm} where reason is null and ${whole("RFPENDTC")} is not null`,
    );
    variables.push("DM.RFPENDTC");
  }
  if (rows.length === 0) return null;
  return {
    table: "vital_status",
    columns: {
      patient_id: derived(
        variables.map((name) => `${name.slice(0, 2)}.USUBJID`),
        "s.patient_id",
        "dataset id and USUBJID",
      ),
      last_known_alive_on: derived(
        variables,
        "s.contact",
        "latest of the contacts at which the subject was alive and the end of participation",
      ),
    },
    from: `from (
  ${rows.join("\n  union all\n  ")}
) as s
qualify row_number() over (partition by s.patient_id order by s.contact desc, s.file_id, s.source_row) = 1`,
  };
}

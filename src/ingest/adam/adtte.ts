import { collected, type Derivation, derived } from "../derivation.js";
import type { StageInput } from "../stage.js";
import { type AdamInput, adamDate, adamDateFault, adamStage, adamStageName } from "./dataset-stage.js";

/** ADTTE: times to event as the source derived them. */
export function adtteStage(input: AdamInput): StageInput {
  const unit = `case
    when r.AVALU is not null then upper(r.AVALU)
    when regexp_matches(upper(coalesce(r.PARAM, '')), '\\(DAYS?\\)') then 'DAYS'
    when regexp_matches(upper(coalesce(r.PARAM, '')), '\\((MONTHS?|WEEKS?|YEARS?)\\)') then 'OTHER'
  end`;
  const days = `coalesce(${adamDate("r.ADT")} - ${adamDate("r.STARTDT")} + 1, case when (${unit}) in ('DAY', 'DAYS') or (${unit}) is null then to_whole(r.AVAL) end)`;
  return adamStage(input, {
    name: "ADTTE",
    columns: {
      required: ["PARAMCD", "CNSR"],
      optional: ["AVAL", "AVALU", "PARAM", "ADT", "STARTDT", "EVNTDESC", "CNSDTDSC", "EVAL", "PARQUAL"],
    },
    values: {
      unit,
      evaluator: "coalesce(r.EVAL, r.PARQUAL, 'not stated')",
      time_days: days,
      again:
        "row_number() over (partition by r.USUBJID, r.PARAMCD, coalesce(r.EVAL, r.PARQUAL) order by r.file_id, r.source_row)",
    },
    reason: "null",
    faults: [
      ...["ADT", "STARTDT"].map(adamDateFault),
      { column: "PARAMCD", rule: "must stand once for a subject and evaluator", broken: "again > 1" },
      {
        column: "CNSR",
        rule: "must be a whole number: 0 event, above 0 censored",
        broken: "coalesce(to_whole(CNSR), -1) < 0",
      },
      {
        column: "AVAL",
        rule: "must be a whole number of days, or STARTDT and ADT must be there to count them",
        broken: "time_days is null",
      },
      {
        column: "AVAL",
        rule: "must be ADT − STARTDT + 1 where it counts days; it is another number",
        broken: "unit in ('DAY', 'DAYS') and to_number(AVAL) <> time_days",
      },
    ],
  });
}

export function adtteDerivations(input: AdamInput): Derivation[] {
  return [
    {
      table: "collected_event",
      columns: {
        patient_id: derived(["ADTTE.USUBJID"], "s.patient_id", "dataset id and USUBJID"),
        endpoint: collected("ADTTE.PARAMCD", "s.PARAMCD"),
        evaluator: derived(["ADTTE.EVAL", "ADTTE.PARQUAL"], "s.evaluator", "evaluator as stated"),
        time_days: derived(
          ["ADTTE.ADT", "ADTTE.STARTDT", "ADTTE.AVAL"],
          "s.time_days",
          "ADT − STARTDT + 1, else AVAL in days",
        ),
        event: derived(["ADTTE.CNSR"], "to_whole(s.CNSR) = 0", "0 is an event"),
        description: derived(
          ["ADTTE.EVNTDESC", "ADTTE.CNSDTDSC"],
          "nullif(concat_ws('; ', s.EVNTDESC, s.CNSDTDSC), '')",
          "event or censoring, and what dates it",
        ),
      },
      from: `from scratch.stage.${adamStageName(input, "ADTTE")} as s\nwhere s.reason is null`,
    },
  ];
}

import { decode, isUnknown, unknownRule } from "../code-lists.js";
import { dateFaults, dateNotes, dateOf } from "../dates.sql.js";
import { coded, type Derivation, derived } from "../derivation.js";
import type { StageInput } from "../stage.js";
import { domainStage, hasDomain, readerOf, type SdtmInput, stageName } from "./domain.js";

/** RS: response as collected, by reader and visit. */
export function responseStage(input: SdtmInput): StageInput {
  const { partialDates } = input.dataset;
  const { overall_response, target_response, nontarget_response, yes_no } = input.lists;
  const tests = {
    OVRLRESP: overall_response,
    TRGRESP: target_response,
    NTRGRESP: nontarget_response,
    NEWLPROG: yes_no,
  };
  const reader = readerOf("r.RSEVAL", "r.RSEVALID");
  const visit = "coalesce(r.VISITNUM, r.RSDTC)";
  return domainStage(input, {
    domain: "RS",
    columns: {
      required: ["RSTESTCD", "RSSTRESC", "RSDTC"],
      optional: ["RSEVAL", "RSEVALID", "RSACPTFL", "VISITNUM", "RSSTAT", "RSORRES"],
    },
    values: {
      reader_id: reader,
      visit,
      test: "upper(r.RSTESTCD)",
      again: `row_number() over (partition by r.USUBJID, ${reader}, ${visit}, upper(r.RSTESTCD) order by r.file_id, r.source_row)`,
    },
    reason: `case
      when upper(r.RSTESTCD) not in ('OVRLRESP', 'TRGRESP', 'NTRGRESP', 'NEWLPROG') then 'RSTESTCD ' || r.RSTESTCD || ' is not read'
      when upper(coalesce(r.RSSTAT, '')) = 'NOT DONE' then 'not done'
      when r.RSSTRESC is null then 'no result'
    end`,
    faults: [
      ...dateFaults("RSDTC", partialDates),
      { column: "RSDTC", rule: "must be filled: an assessment has a day", broken: "RSDTC is null" },
      {
        column: "RSTESTCD",
        rule: "must stand once for a subject, reader and visit",
        broken: "again > 1",
      },
      ...Object.entries(tests).map(([test, list]) => ({
        column: "RSSTRESC",
        rule: unknownRule(list),
        broken: `test = '${test}' and ${isUnknown(list, "RSSTRESC")}`,
      })),
    ],
    notes: dateNotes("RSDTC", partialDates),
  });
}

/** One assessment per subject, reader and visit: the day of its overall response, else its latest. */
export function responsesOf(input: SdtmInput): Derivation {
  const { lists, dataset } = input;
  const of = (test: string, sql: string) => `max(${sql}) filter (where test = '${test}')`;
  const tr = `scratch.stage.${stageName(input, "TR")}`;
  const sum =
    hasDomain(input, "TR") && hasDomain(input, "TU")
      ? `(
    select max(t.mm) from ${tr} as t
    where t.reason is null and t.test = 'SUMDIAM' and t.USUBJID = g.USUBJID and t.reader_id = g.reader_id and t.visit = g.visit
  )`
      : "null";
  return {
    table: "reader_assessment",
    columns: {
      patient_id: derived(["RS.USUBJID"], "s.patient_id", "dataset id and USUBJID"),
      reader_id: derived(
        ["RS.RSEVAL", "RS.RSEVALID"],
        "s.reader_id",
        "evaluator, with its id where there are several; empty: the investigator",
      ),
      assessed_on: derived(
        ["RS.RSDTC"],
        dateOf("s.date", dataset.partialDates),
        "day of the overall response, else the latest of the visit",
      ),
      target_response: coded("RS.RSSTRESC (TRGRESP)", decode(lists.target_response, "s.target"), "target_response"),
      nontarget_response: coded(
        "RS.RSSTRESC (NTRGRESP)",
        decode(lists.nontarget_response, "s.nontarget"),
        "nontarget_response",
      ),
      new_lesion: coded("RS.RSSTRESC (NEWLPROG)", decode(lists.yes_no, "s.new_lesion"), "yes_no"),
      overall_response: coded(
        "RS.RSSTRESC (OVRLRESP)",
        decode(lists.overall_response, "s.overall"),
        "overall_response",
      ),
      accepted: derived(["RS.RSACPTFL"], "s.accepted", "Y of any of its rows"),
      sum_diameters_mm: derived(["TR.TRSTRESN (SUMDIAM)"], "s.stated_sum", "in mm; of the same reader and visit"),
    },
    from: `from (
  select g.*, ${sum} as stated_sum
  from (
    select
      patient_id,
      USUBJID,
      reader_id,
      visit,
      coalesce(${of("OVRLRESP", "RSDTC")}, max(RSDTC)) as date,
      ${of("OVRLRESP", "RSSTRESC")} as overall,
      ${of("TRGRESP", "RSSTRESC")} as target,
      ${of("NTRGRESP", "RSSTRESC")} as nontarget,
      ${of("NEWLPROG", "RSSTRESC")} as new_lesion,
      bool_or(upper(RSACPTFL) = 'Y') as accepted,
      arg_min(file_id, (test <> 'OVRLRESP', file_id, source_row)) as file_id,
      arg_min(source_row, (test <> 'OVRLRESP', file_id, source_row)) as source_row,
      arg_min(source_id, (test <> 'OVRLRESP', file_id, source_row)) as source_id
    from scratch.stage.${stageName(input, "RS")}
    where reason is null
    group by patient_id, USUBJID, reader_id, visit
  ) as g
) as s`,
  };
}

import { quoteText } from "../../store/quote-text.js";
import { decode, isUnknown, unknownRule } from "../code-lists.js";
import { coded, collected, type Derivation, derived } from "../derivation.js";
import { readerOf } from "../sdtm/domain.js";
import type { StageInput } from "../stage.js";
import { type AdamInput, adamDate, adamDateFault, adamStage, adamStageName } from "./dataset-stage.js";

/** ADRS: responses by visit, and parameters of Y and N that are endpoints the source derived. */
export function adrsStage(input: AdamInput): StageInput {
  const { overall_response, target_response, nontarget_response, yes_no } = input.lists;
  const parts = {
    overall: overall_response,
    target: target_response,
    nontarget: nontarget_response,
    newLesion: yes_no,
  };
  const use = `case
    ${Object.keys(parts)
      .map((part) => `when upper(r.PARAMCD) in (${codesOf(input, part as keyof typeof parts)}) then '${part}'`)
      .join("\n    ")}
    when upper(r.AVALC) in ('Y', 'N') then 'event'
  end`;
  const reader = readerOf("r.RSEVAL", "r.RSEVALID");
  return adamStage(input, {
    name: "ADRS",
    columns: {
      required: ["PARAMCD", "AVALC"],
      optional: ["PARAM", "ADT", "RSEVAL", "RSEVALID", "RSACPTFL", "EVAL", "DTYPE"],
    },
    values: {
      use,
      reader_id: reader,
      day: adamDate("r.ADT"),
      again: `row_number() over (partition by r.USUBJID, r.PARAMCD, ${reader}, case when (${use}) <> 'event' then r.ADT end order by r.file_id, r.source_row)`,
    },
    reason: `case
      when (${use}) is null then 'PARAMCD ' || r.PARAMCD || ' is not read'
      when r.AVALC is null then 'no result'
    end`,
    faults: [
      adamDateFault("ADT"),
      { column: "ADT", rule: "must be filled: an assessment has a day", broken: "use <> 'event' and ADT is null" },
      { column: "PARAMCD", rule: "must stand once for a subject, reader and day", broken: "again > 1" },
      ...Object.entries(parts).map(([part, list]) => ({
        column: "AVALC",
        rule: unknownRule(list),
        broken: `use = '${part}' and ${isUnknown(list, "AVALC")}`,
      })),
    ],
  });
}

const codesOf = ({ source }: AdamInput, part: keyof AdamInput["source"]["responses"]): string =>
  source.responses[part].length === 0
    ? "''"
    : source.responses[part].map((code) => quoteText(code.toUpperCase())).join(", ");

/** Assessments by subject, reader and day, and events that the source derived. */
export function adrsDerivations(input: AdamInput): Derivation[] {
  const stage = `scratch.stage.${adamStageName(input, "ADRS")}`;
  const of = (part: string) => `max(AVALC) filter (where use = '${part}') as ${part}`;
  const { lists } = input;
  const id = derived(["ADRS.USUBJID"], "s.patient_id", "dataset id and USUBJID");
  const hasRs = input.dataset.sources.some(({ kind }) => kind === "sdtm");
  const assessments: Derivation = {
    table: "reader_assessment",
    columns: {
      patient_id: id,
      reader_id: derived(
        ["ADRS.RSEVAL", "ADRS.RSEVALID"],
        "s.reader_id",
        "evaluator, with its id where there are several; empty: the investigator",
      ),
      assessed_on: collected("ADRS.ADT", "s.day"),
      target_response: coded("ADRS.AVALC", decode(lists.target_response, "s.target"), "target_response"),
      nontarget_response: coded("ADRS.AVALC", decode(lists.nontarget_response, "s.nontarget"), "nontarget_response"),
      new_lesion: coded("ADRS.AVALC", decode(lists.yes_no, "s.newLesion"), "yes_no"),
      overall_response: coded("ADRS.AVALC", decode(lists.overall_response, "s.overall"), "overall_response"),
      accepted: derived(["ADRS.RSACPTFL"], "s.accepted", "Y of any of its rows"),
    },
    from: `from (
  select
    patient_id, reader_id, day,
    ${["overall", "target", "nontarget", "newLesion"].map(of).join(",\n    ")},
    bool_or(upper(RSACPTFL) = 'Y') as accepted,
    arg_min(file_id, (use <> 'overall', source_row)) as file_id,
    arg_min(source_row, (use <> 'overall', source_row)) as source_row,
    arg_min(source_id, (use <> 'overall', source_row)) as source_id
  from ${stage}
  where reason is null and use <> 'event'
  group by patient_id, reader_id, day
) as s`,
  };
  const events: Derivation = {
    table: "collected_event",
    columns: {
      patient_id: id,
      endpoint: collected("ADRS.PARAMCD", "s.PARAMCD"),
      evaluator: derived(
        ["ADRS.RSEVAL", "ADRS.EVAL"],
        "coalesce(s.RSEVAL, s.EVAL, 'not stated')",
        "evaluator as stated",
      ),
      event: coded("ADRS.AVALC", decode(lists.yes_no, "s.AVALC"), "yes_no"),
      description: collected("ADRS.PARAM", "s.PARAM"),
    },
    from: `from ${stage} as s\nwhere s.reason is null and s.use = 'event'`,
  };
  // Responses by visit that an SDTM source of the same dataset gives are not taken twice.
  return hasRs ? [events] : [assessments, events];
}

import { decode, isUnknown, unknownRule } from "../code-lists.js";
import { scanDateFaults } from "../dates.sql.js";
import type { StageInput } from "../stage.js";
import { domainStage, hasDomain, readerOf, type SdtmInput, stageName } from "./domain.js";

const sizes = "('LDIAM', 'LPERP', 'SAXIS', 'DIAMETER')";

/**
 * TR: what was seen of each lesion on each scan. Of several measures of a lesion on one scan the axis that RECIST
 * measures is read: the short one of a node, the long one elsewhere; else the diameter without an axis, else the other
 * one, else the state in words. A measure with a value goes before one without.
 */
export function measurementStage(input: SdtmInput): StageInput {
  const { modality, tumour_state, size_words } = input.lists;
  const reader = readerOf("r.TREVAL", "r.TREVALID");
  const test = "upper(r.TRTESTCD)";
  const rank = `case
    when ${test} = 'DIAMETER' then 2
    when ${test} = 'TUMSTATE' then 4
    when coalesce(t.is_node, false) = (${test} in ('LPERP', 'SAXIS')) then 1
    else 3
  end + case when upper(coalesce(r.TRSTAT, '')) = 'NOT DONE' or r.TRSTRESC is null then 10 else 0 end`;
  const best = `row_number() over (
    partition by r.USUBJID, ${reader}, r.TRLNKID, r.TRDTC, ${test} in (${"'LDIAM', 'LPERP', 'SAXIS', 'DIAMETER', 'TUMSTATE'"})
    order by ${rank}, r.file_id, r.source_row
  )`;
  return domainStage(input, {
    domain: "TR",
    columns: {
      required: ["TRLNKID", "TRTESTCD", "TRSTRESC", "TRDTC"],
      optional: [
        "TRSTRESN",
        "TRSTRESU",
        "TRSTAT",
        "TRREASND",
        "TRMETHOD",
        "TREVAL",
        "TREVALID",
        "VISITNUM",
        "TRGRPID",
        "TRORRES",
        "TRORRESU",
      ],
    },
    joins: `left join stage.${stageName(input, "TU")} as t
  on t.reason is null and t.place = 1 and t.USUBJID = r.USUBJID and t.TULNKID = r.TRLNKID and t.reader_id = ${reader}`,
    values: {
      reader_id: reader,
      test,
      visit: "coalesce(r.VISITNUM, r.TRDTC)",
      modality: `coalesce(${decode(modality, "r.TRMETHOD")}, t.modality)`,
      role: "t.role",
      not_done: "upper(coalesce(r.TRSTAT, '')) = 'NOT DONE'",
      mm: `case when ${test} in ${sizes} or ${test} = 'SUMDIAM' then to_mm(coalesce(r.TRSTRESN, r.TRSTRESC), r.TRSTRESU) end`,
      usual_unit: `mode(lower(r.TRSTRESU)) over (partition by r.file_id)`,
    },
    reason: reasonOf(input, test, best),
    faults: [
      ...scanDateFaults("TRDTC"),
      { column: "TRDTC", rule: "must be filled: a measurement belongs to a scan", broken: "TRDTC is null" },
      { column: "TRMETHOD", rule: unknownRule(modality), broken: isUnknown(modality, "TRMETHOD") },
      {
        column: "TRSTRESU",
        rule: "must be mm or cm where a diameter is given",
        broken: `test <> 'TUMSTATE' and to_number(coalesce(TRSTRESN, TRSTRESC)) is not null and coalesce(lower(TRSTRESU), '') not in ('mm', 'cm')`,
      },
      {
        column: "TRSTRESU",
        rule: "must be one unit throughout (it is the standard unit); these rows stand in another one than most",
        broken: "lower(TRSTRESU) in ('mm', 'cm') and lower(TRSTRESU) <> usual_unit",
      },
      {
        column: "TRSTRESC",
        rule: `must be a number or a word of code list size_words where the test is a diameter`,
        broken: `test in ${sizes} and not not_done and mm is null and coalesce(lower(TRSTRESU), 'mm') in ('mm', 'cm') and (TRSTRESC is null or ${isUnknown(size_words, "TRSTRESC")})`,
      },
      {
        column: "TRSTRESC",
        rule: unknownRule(tumour_state),
        broken: `test = 'TUMSTATE' and not not_done and (TRSTRESC is null or ${isUnknown(tumour_state, "TRSTRESC")})`,
      },
    ],
  });
}

function reasonOf(input: SdtmInput, test: string, best: string): string {
  const sum = hasDomain(input, "RS")
    ? `not exists (
      select 1 from stage.${stageName(input, "RS")} as a
      where a.reason is null and a.USUBJID = r.USUBJID and a.reader_id = ${readerOf("r.TREVAL", "r.TREVALID")}
        and a.visit = coalesce(r.VISITNUM, r.TRDTC)
    )`
    : "true";
  return `case
    when ${test} = 'SUMDIAM' then case when ${sum} then 'sum of diameters without a response assessment at its visit' end
    when ${test} not in ('LDIAM', 'LPERP', 'SAXIS', 'DIAMETER', 'TUMSTATE') then 'TRTESTCD ' || r.TRTESTCD || ' is not read'
    when r.TRLNKID is null then 'no lesion named (TRLNKID is empty)'
    when ${best} > 1 then 'another measure of the same lesion on the same scan is read'
  end`;
}

import { decode, isUnknown, unknownRule } from "../code-lists.js";
import { scanDateFaults } from "../dates.sql.js";
import { coded, collected, type Derivation, derived } from "../derivation.js";
import type { StageInput } from "../stage.js";
import { domainStage, readerOf, type SdtmInput, stageName } from "./domain.js";

/** TU: the lesions a reader follows, with splits and merges. */
export function lesionStage(input: SdtmInput): StageInput {
  const { lesion_role: roles, modality } = input.lists;
  const reader = readerOf("r.TUEVAL", "r.TUEVALID");
  const lesion = `partition by r.USUBJID, ${reader}, r.TULNKID order by (upper(r.TUTESTCD) in ('TUSPLIT', 'TUMERGE')), r.TUDTC nulls first, r.file_id, r.source_row`;
  const first = (sql: string) => `first_value(${sql}) over (${lesion})`;
  return domainStage(input, {
    domain: "TU",
    columns: {
      required: ["TULNKID", "TUTESTCD", "TUSTRESC"],
      optional: ["TULOC", "TUMETHOD", "TUEVAL", "TUEVALID", "TUDTC", "VISITNUM", "TUORRES"],
    },
    values: {
      reader_id: reader,
      role: decode(roles, "r.TUSTRESC"),
      modality: decode(modality, "r.TUMETHOD"),
      is_node: "contains(upper(coalesce(r.TULOC, '')), 'LYMPH NODE')",
      first_role: first(decode(roles, "r.TUSTRESC")),
      place: `row_number() over (${lesion})`,
      visit: "coalesce(r.VISITNUM, r.TUDTC)",
    },
    reason: `case
      when upper(r.TUTESTCD) not in ('TUMIDENT', 'LESIDENT', 'TUSPLIT', 'TUMERGE') then 'TUTESTCD ' || r.TUTESTCD || ' is not read'
      when r.TULNKID is null then 'no lesion named (TULNKID is empty)'
      when row_number() over (${lesion}) > 1 and ${decode(roles, "r.TUSTRESC")} is not distinct from ${first(decode(roles, "r.TUSTRESC"))}
        and upper(r.TUTESTCD) not in ('TUSPLIT', 'TUMERGE') then 'names its lesion again'
    end`,
    faults: [
      {
        column: "TUSTRESC",
        rule: unknownRule(roles),
        broken: `${isUnknown(roles, "TUSTRESC")} or TUSTRESC is null`,
      },
      {
        column: "TUSTRESC",
        rule: "gives a lesion of one reader another role than an earlier row does",
        broken: "place > 1 and role <> first_role",
      },
      { column: "TUMETHOD", rule: unknownRule(modality), broken: isUnknown(modality, "TUMETHOD") },
      ...scanDateFaults("TUDTC"),
    ],
    notes: [
      {
        column: "TULNKID",
        rule: "a split or merger that does not name the lesions it came from (parts as T01.1, masses as T01/T02); not linked",
        broken:
          "(upper(TUTESTCD) = 'TUSPLIT' and not contains(TULNKID, '.')) or (upper(TUTESTCD) = 'TUMERGE' and not contains(TULNKID, '/'))",
      },
    ],
  });
}

/** Lesions, one per patient, reader and link id. */
export function lesionsOf(input: SdtmInput): Derivation {
  const tu = `scratch.stage.${stageName(input, "TU")}`;
  return {
    table: "lesion",
    columns: {
      patient_id: derived(["TU.USUBJID"], "s.patient_id", "dataset id and USUBJID"),
      reader_id: derived(
        ["TU.TUEVAL", "TU.TUEVALID"],
        "s.reader_id",
        "evaluator, with its id where there are several; empty: the investigator",
      ),
      lesion_id: collected("TU.TULNKID", "s.TULNKID"),
      role: coded("TU.TUSTRESC", "s.role", "lesion_role"),
      organ: collected("TU.TULOC", "s.TULOC"),
      is_lymph_node: derived(["TU.TULOC"], "s.is_node", "the location is a lymph node"),
      first_seen_on: collected("TU.TUDTC", "date_first(s.TUDTC)", "a month stands on its first day, as its scan does"),
      nature: coded("TU.TULOC", decode(input.lists.lesion_nature, "s.TULOC"), "lesion_nature"),
      split_from: derived(["TU.TUTESTCD", "TU.TULNKID"], "s.parent", "TUSPLIT: the link id up to its last dot"),
      merged_into: derived(
        ["TU.TUTESTCD", "TU.TULNKID"],
        "s.mass",
        "TUMERGE: the mass whose link id names this lesion between slashes",
      ),
    },
    from: `from (
  select
    l.*,
    case when upper(l.TUTESTCD) = 'TUSPLIT' and contains(l.TULNKID, '.') then regexp_replace(l.TULNKID, '\\.[^.]*$', '') end as parent,
    m.TULNKID as mass
  from ${tu} as l
  left join ${tu} as m
    on m.reason is null and upper(m.TUTESTCD) = 'TUMERGE' and m.USUBJID = l.USUBJID and m.reader_id = l.reader_id
    and m.TULNKID <> l.TULNKID and list_contains(string_split(m.TULNKID, '/'), l.TULNKID)
  where l.reason is null
  qualify row_number() over (partition by l.USUBJID, l.reader_id, l.TULNKID order by l.place, m.TULNKID) = 1
) as s`,
  };
}

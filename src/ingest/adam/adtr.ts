import type { SdtmSource } from "../../spec/ingest-config.js";
import { quoteIdentifier } from "../../store/quote-identifier.js";
import { findColumn, type RawColumn, type RawTable } from "../raw-table.js";
import type { SdtmInput } from "../sdtm/domain.js";
import type { AdamInput } from "./dataset-stage.js";

const trColumns = [
  "USUBJID",
  "TRSEQ",
  "TRLNKID",
  "TRTESTCD",
  "TRSTRESC",
  "TRSTRESN",
  "TRSTRESU",
  "TRDTC",
  "TRSTAT",
  "TRREASND",
  "TRMETHOD",
  "TREVAL",
  "TREVALID",
  "VISITNUM",
];
const tuColumns = [
  "USUBJID",
  "TUSEQ",
  "TULNKID",
  "TUTESTCD",
  "TUSTRESC",
  "TULOC",
  "TUMETHOD",
  "TUEVAL",
  "TUEVALID",
  "TUDTC",
  "VISITNUM",
];

/** Columns of ADTR that are read. */
export const adtrColumns = {
  required: ["USUBJID", "TRLNKID", "PARAMCD", "AVAL", "ADT"],
  optional: [
    "AVALC",
    "AVALU",
    "TRTESTCD",
    "TRGRPID",
    "TUGRPID",
    "TULOC",
    "TRLOC",
    "TRMETHOD",
    "TREVAL",
    "TREVALID",
    "VISITNUM",
    "AVISITN",
    "TRSTRESU",
    "TRSTAT",
    "TRREASND",
    "TRSEQ",
    "ASEQ",
  ],
};

/**
 * ADTR read as the TR and TU it was made of, so that one set of rules judges both: its rows as measurements, the first
 * row of each lesion as its identification. Parameters are taken by TRTESTCD, else by PARAMCD without its number
 * (LDIAM1 → LDIAM); a unit that is not stated is mm, as in the implementation guide.
 */
export function adtrAsSdtm(input: AdamInput): SdtmInput {
  const raws = input.files.get("ADTR") ?? [];
  const source: SdtmSource = {
    kind: "sdtm",
    folder: input.source.folder,
    files: {},
    encoding: input.source.encoding,
    priorTherapy: [],
    laterTherapy: [],
  };
  return {
    dataset: input.dataset,
    source,
    lists: input.lists,
    prefix: `${input.prefix}adtr_`,
    files: new Map([
      ["TU", raws.map((raw) => asTable(raw, tuColumns, lesionRelation(raw)))],
      ["TR", raws.map((raw) => asTable(raw, trColumns, measurementRelation(raw)))],
    ]),
  };
}

function asTable(raw: RawTable, names: readonly string[], relation: string): RawTable {
  const columns = names.map((name): RawColumn => ({ name, type: "text" }));
  return { file: raw.file, relation: `(${relation})`, columns, rows: raw.rows };
}

function measurementRelation(raw: RawTable): string {
  const value = (name: string) => columnOf(raw, name);
  return `select
  source_row,
  ${value("USUBJID")} as USUBJID,
  coalesce(${value("TRSEQ")}, ${value("ASEQ")}) as TRSEQ,
  ${value("TRLNKID")} as TRLNKID,
  ${testOf(raw)} as TRTESTCD,
  coalesce(${value("AVALC")}, ${value("AVAL")}) as TRSTRESC,
  ${value("AVAL")} as TRSTRESN,
  coalesce(${value("AVALU")}, ${value("TRSTRESU")}, case when to_number(${value("AVAL")}) is not null then 'mm' end) as TRSTRESU,
  sas_text(${value("ADT")}) as TRDTC,
  ${value("TRSTAT")} as TRSTAT,
  ${value("TRREASND")} as TRREASND,
  ${value("TRMETHOD")} as TRMETHOD,
  ${value("TREVAL")} as TREVAL,
  ${value("TREVALID")} as TREVALID,
  coalesce(${value("VISITNUM")}, ${value("AVISITN")}) as VISITNUM
from ${raw.relation}`;
}

function lesionRelation(raw: RawTable): string {
  const value = (name: string) => columnOf(raw, name);
  return `select
  source_row,
  ${value("USUBJID")} as USUBJID,
  coalesce(${value("TRSEQ")}, ${value("ASEQ")}) as TUSEQ,
  ${value("TRLNKID")} as TULNKID,
  'TUMIDENT' as TUTESTCD,
  coalesce(${value("TUGRPID")}, ${value("TRGRPID")}) as TUSTRESC,
  coalesce(${value("TULOC")}, ${value("TRLOC")}) as TULOC,
  ${value("TRMETHOD")} as TUMETHOD,
  ${value("TREVAL")} as TUEVAL,
  ${value("TREVALID")} as TUEVALID,
  sas_text(${value("ADT")}) as TUDTC,
  coalesce(${value("VISITNUM")}, ${value("AVISITN")}) as VISITNUM
from ${raw.relation}
where ${value("TRLNKID")} is not null and ${testOf(raw)} in ('LDIAM', 'LPERP', 'SAXIS', 'DIAMETER', 'TUMSTATE')
qualify row_number() over (
  partition by ${value("USUBJID")}, ${value("TREVAL")}, ${value("TREVALID")}, ${value("TRLNKID")}
  order by sas_text(${value("ADT")}), source_row
) = 1`;
}

const testOf = (raw: RawTable): string =>
  `coalesce(upper(${columnOf(raw, "TRTESTCD")}), regexp_replace(upper(${columnOf(raw, "PARAMCD")}), '[0-9]+$', ''))`;

function columnOf(raw: RawTable, name: string): string {
  const found = findColumn(raw, name);
  return found === undefined ? "cast(null as varchar)" : `clean(cast(${quoteIdentifier(found.name)} as varchar))`;
}

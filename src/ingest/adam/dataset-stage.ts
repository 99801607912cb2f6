import type { AdamSource, IngestDataset } from "../../spec/ingest-config.js";
import { quoteText } from "../../store/quote-text.js";
import type { CodeLists } from "../code-lists.js";
import type { RawTable } from "../raw-table.js";
import type { StageInput, StageRule } from "../stage.js";
import { unionRows, type WantedColumns } from "../union-rows.js";

/** What the stages and derivations of an ADaM source share. */
export interface AdamInput {
  readonly dataset: IngestDataset;
  readonly source: AdamSource;
  readonly lists: CodeLists;
  readonly prefix: string;
  readonly files: ReadonlyMap<string, readonly RawTable[]>;
}

export interface AdamStage {
  readonly name: "ADSL" | "ADRS" | "ADTTE";
  readonly columns: WantedColumns;
  readonly values?: Readonly<Record<string, string>>;
  /** SQL: why a row is set aside, NULL where it is used. */
  readonly reason: string;
  readonly faults: readonly StageRule[];
}

export const adamStageName = ({ prefix }: AdamInput, name: string): string => `${prefix}${name.toLowerCase()}`;

/** SQL of a date variable: a SAS day number or ISO text. */
export const adamDate = (text: string): string => `date_whole(sas_text(${text}))`;

/** A date variable that holds something else. */
export const adamDateFault = (column: string): StageRule => ({
  column,
  rule: "must be a date: a SAS date number or YYYY-MM-DD",
  broken: `${column} is not null and ${adamDate(column)} is null`,
});

/** The stage of a dataset: its rows with patient_id and the original identifier (subject, parameter, ASEQ or day). */
export function adamStage(input: AdamInput, { name, columns, values = {}, reason, faults }: AdamStage): StageInput {
  const wanted: WantedColumns = {
    required: ["USUBJID", ...columns.required],
    optional: [...columns.optional, ...(name === "ADSL" ? [] : ["ASEQ"])],
  };
  const extra = Object.entries(values).map(([column, sql]) => `,\n  ${sql} as ${column}`);
  const identifier = name === "ADSL" ? "null" : "concat_ws(' ', r.PARAMCD, r.ASEQ)";
  const dropped =
    name !== "ADSL" && input.files.has("ADSL")
      ? `when exists (select 1 from stage.${adamStageName(input, "ADSL")} as d where d.USUBJID = r.USUBJID and d.reason is not null) then 'its subject is set aside in ADSL'`
      : "";
  return {
    name: adamStageName(input, name),
    label: name,
    sql: `with r as (
${unionRows(input.files.get(name) ?? [], wanted)}
)
select
  r.*,
  ${quoteText(`${input.dataset.id}:`)} || r.USUBJID as patient_id,
  concat_ws(' ', ${quoteText(name)}, r.USUBJID, ${identifier}) as source_id${extra.join("")},
  case
    when r.USUBJID is null then 'no subject (USUBJID is empty)'
    ${dropped}
    else ${reason}
  end as reason
from r`,
    faults,
    required: wanted.required,
    used: ["STUDYID", ...wanted.required, ...wanted.optional],
  };
}

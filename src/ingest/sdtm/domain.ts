import type { IngestDataset, SdtmSource } from "../../spec/ingest-config.js";
import { quoteText } from "../../store/quote-text.js";
import type { CodeLists } from "../code-lists.js";
import type { RawTable } from "../raw-table.js";
import type { StageInput, StageRule } from "../stage.js";
import { unionRows, type WantedColumns } from "../union-rows.js";

/** What the stages and derivations of an SDTM source share. */
export interface SdtmInput {
  readonly dataset: IngestDataset;
  readonly source: SdtmSource;
  readonly lists: CodeLists;
  readonly prefix: string;
  readonly files: ReadonlyMap<string, readonly RawTable[]>;
}

export type Domain = SdtmSource["files"] extends Partial<Record<infer D, unknown>> ? D & string : never;

export interface DomainStage {
  readonly domain: Domain;
  readonly columns: WantedColumns;
  /** Columns beside those of the file, over the rows `r` (and the joins). */
  readonly values?: Readonly<Record<string, string>>;
  readonly joins?: string;
  /** SQL: why a row is set aside, NULL where it is used. */
  readonly reason?: string;
  readonly faults?: readonly StageRule[];
  readonly notes?: readonly StageRule[];
}

export const stageName = ({ prefix }: SdtmInput, domain: string): string => `${prefix}${domain.toLowerCase()}`;

/** FROM over the rows of a domain that are used, aliased s. */
export const usedRows = (input: SdtmInput, domain: string): string =>
  `from scratch.stage.${stageName(input, domain)} as s\nwhere s.reason is null`;

export const hasDomain = ({ files }: SdtmInput, domain: string): boolean => files.has(domain);

/** SQL of the patient's id from a subject's. */
export const patientOf = ({ dataset }: SdtmInput, subject: string): string =>
  `${quoteText(`${dataset.id}:`)} || ${subject}`;

/**
 * SQL of the reader: the evaluator, with its id where there are several of a kind. Rows without an evaluator are the
 * investigator's, as the implementation guide has it.
 */
export const readerOf = (evaluator: string, id: string): string =>
  `case when ${id} is null then coalesce(${evaluator}, 'INVESTIGATOR') else coalesce(${evaluator} || ': ', '') || ${id} end`;

/**
 * The stage of a domain: its rows with patient_id and the original identifier (subject and --SEQ). Rows of subjects
 * that DM sets aside, and rows without a subject, are set aside.
 */
export function domainStage(input: SdtmInput, stage: DomainStage): StageInput {
  const { domain, columns, values = {}, joins = "", reason = "null", faults = [], notes = [] } = stage;
  const sequence = domain === "DM" ? "null" : `r.${domain}SEQ`;
  const screened = `exists (select 1 from stage.${stageName(input, "DM")} as d where d.USUBJID = r.USUBJID and d.reason is not null)`;
  const subjects =
    domain !== "DM" && hasDomain(input, "DM") ? `when ${screened} then 'its subject is set aside in DM'` : "";
  const wanted = { ...columns, required: ["USUBJID", ...columns.required], optional: withSequence(domain, columns) };
  const extra = Object.entries(values).map(([name, sql]) => `,\n  ${sql} as ${name}`);
  return {
    name: stageName(input, domain),
    label: domain,
    sql: `with r as (
${unionRows(input.files.get(domain) ?? [], wanted)}
)
select
  r.*,
  ${patientOf(input, "r.USUBJID")} as patient_id,
  concat_ws(' ', ${quoteText(domain)}, r.USUBJID, ${sequence}) as source_id${extra.join("")},
  case
    when r.USUBJID is null then 'no subject (USUBJID is empty)'
    ${subjects}
    else ${reason}
  end as reason
from r
${joins}`,
    faults,
    notes,
    required: wanted.required,
    used: ["STUDYID", "DOMAIN", ...wanted.required, ...wanted.optional],
  };
}

function withSequence(domain: string, { optional }: WantedColumns): readonly string[] {
  return domain === "DM" ? optional : [...optional, `${domain}SEQ`];
}

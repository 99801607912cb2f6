import type { IngestDataset, OmopSource } from "../../spec/ingest-config.js";
import { quoteText } from "../../store/quote-text.js";
import type { RawTable } from "../raw-table.js";
import type { StageInput, StageRule } from "../stage.js";
import { unionRows, type WantedColumns } from "../union-rows.js";
import type { ConceptUse } from "./concept-map.js";

/** Tables of the CDM that are read. */
export const cdmTables = [
  "person",
  "observation_period",
  "death",
  "condition_occurrence",
  "drug_exposure",
  "episode",
  "episode_event",
  "procedure_occurrence",
  "image_occurrence",
  "image_feature",
  "measurement",
  "observation",
  "provider",
  "care_site",
  "concept",
] as const;
export type CdmTable = (typeof cdmTables)[number];

/** What the stages and derivations of an OMOP source share. */
export interface OmopInput {
  readonly dataset: IngestDataset;
  readonly source: OmopSource;
  readonly prefix: string;
  readonly files: ReadonlyMap<string, readonly RawTable[]>;
}

export interface OmopStage {
  readonly table: CdmTable;
  readonly columns: WantedColumns;
  /** Column with the row's number in the CDM. */
  readonly id?: string;
  readonly joins?: string;
  readonly values?: Readonly<Record<string, string>>;
  readonly reason: string;
  readonly faults?: readonly StageRule[];
}

export const omopStageName = ({ prefix }: OmopInput, table: string): string => `${prefix}${table}`;
export const hasTable = ({ files }: OmopInput, table: CdmTable): boolean => files.has(table);
/** The stage of a table in FROM of a derivation. */
export const omopRows = (input: OmopInput, table: CdmTable): string => `scratch.stage.${omopStageName(input, table)}`;

/** SQL of what a concept is read as under a use; NULL where the map does not hold it, '' where it says missing. */
export function conceptValue(input: OmopInput, use: ConceptUse, concept: string): string {
  return `(select c.value from stage.${omopStageName(input, "concepts")} as c where c.concept_id = ${concept} and c.use = ${quoteText(use)})`;
}

/** A concept that must be in the map and is not. */
export function unknownConcept(input: OmopInput, column: string, use: ConceptUse): StageRule {
  return {
    column,
    rule: `holds a concept that the map does not know as ${use}; add it to the concepts file`,
    broken: `${column} is not null and ${conceptValue(input, use, column)} is null`,
  };
}

/** Joins `q`: the question a row's concept stands for. */
export const questionJoin = (input: OmopInput, concept: string): string =>
  `left join stage.${omopStageName(input, "concepts")} as q on q.concept_id = ${concept} and q.is_question`;

/** Why a row without a known question is set aside; an error where the configuration says so. */
export const notMapped = (concept: string): string =>
  `'concept ' || coalesce(${concept}, '(empty)') || ' is not in the concept map'`;

/** The stage of a CDM table: its rows with patient_id and the original identifier. Rows of persons that are not there are set aside. */
export function omopStage(input: OmopInput, stage: OmopStage): StageInput {
  const { table, columns, id, joins = "", values = {}, reason, faults = [] } = stage;
  const wanted: WantedColumns = {
    required: ["person_id", ...(id === undefined ? [] : [id]), ...columns.required],
    optional: columns.optional,
  };
  const person =
    table === "person"
      ? ""
      : `left join stage.${omopStageName(input, "person")} as p on p.person_id = r.person_id and p.reason is null`;
  const patient = table === "person" ? personKey(input, "r") : "p.patient_id";
  const extra = Object.entries(values).map(([name, sql]) => `,\n  ${sql} as ${name}`);
  return {
    name: omopStageName(input, table),
    label: table,
    sql: `with r as (
${unionRows(input.files.get(table) ?? [], wanted)}
)
select
  r.*,
  ${patient} as patient_id,
  concat_ws(' ', ${quoteText(table)}, ${id === undefined ? "r.person_id" : `r.${id}`}) as source_id${extra.join("")},
  ${table === "person" ? reason : `case when p.person_id is null then 'its person is not in person' else ${reason} end`} as reason
from r
${person}
${joins}`,
    faults,
    required: wanted.required,
    used: [...wanted.required, ...wanted.optional],
  };
}

function personKey({ dataset, source }: OmopInput, row: string): string {
  return `${quoteText(`${dataset.id}:`)} || ${row}.${source.patientKey}`;
}

/** A date column of the CDM that holds something else. */
export const omopDateFault = (column: string): StageRule => ({
  column,
  rule: "must be a date as YYYY-MM-DD",
  broken: `${column} is not null and date_whole(${column}) is null`,
});

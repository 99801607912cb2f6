import { posix } from "node:path";
import { SpecError } from "../../errors.js";
import type { OmopSource } from "../../spec/ingest-config.js";
import { writeTable } from "../../store/write-table.js";
import type { Fault } from "../fault.js";
import { readStandardFiles } from "../find-standard-files.js";
import type { RawTable } from "../raw-table.js";
import { readCsv } from "../read-csv.js";
import { openSourceFile } from "../source-file.js";
import { type SourceInput, type SourceLoad, unreadColumns } from "../source-load.js";
import { buildStage, type StageInput, type StageReport } from "../stage.js";
import { missingColumns, unionRows } from "../union-rows.js";
import { careOf, conditionStage, episodeStage, exposureStage, procedureStage } from "./care.js";
import { type ConceptEntry, mergeConcepts, parseEntry, questionUses } from "./concept-map.js";
import { findingsOf, measurementStage, observationStage } from "./findings.js";
import { featureStage, featuresTable, imageStage, imagesOf } from "./images.js";
import { type CdmTable, cdmTables, hasTable, type OmopInput, omopStageName } from "./omop-stage.js";
import { deathStage, peopleOf, periodStage, personStage } from "./people.js";

/** Order matters: persons say whose rows count, image features which measurements are read. */
const stages: readonly (readonly [CdmTable, (input: OmopInput) => StageInput])[] = [
  ["person", personStage],
  ["observation_period", periodStage],
  ["death", deathStage],
  ["condition_occurrence", conditionStage],
  ["drug_exposure", exposureStage],
  ["episode", episodeStage],
  ["procedure_occurrence", procedureStage],
  ["image_occurrence", imageStage],
  ["image_feature", featureStage],
  ["measurement", measurementStage],
  ["observation", observationStage],
];

/** Reads the tables of an OMOP CDM source and judges their rows. */
export async function loadOmop(source: SourceInput, omop: OmopSource): Promise<SourceLoad> {
  const { bench, dataset, prefix } = source;
  const files = await readStandardFiles(bench, dataset.id, cdmTables, { ...omop, files: {} });
  const input: OmopInput = { dataset, source: omop, prefix, files };
  if (!hasTable(input, "person")) throw new SpecError(`an OMOP source needs person; there is none in ${omop.folder}`);
  const concepts = mergeConcepts(await readConcepts(source, omop));
  await writeConcepts(source, input, concepts);
  const faults: Fault[] = [];
  const reports: StageReport[] = [];
  const unread: SourceLoad["unread"][number][] = [];
  faults.push(...(await lookupTables(source, input)));
  for (const [table, describe] of stages) {
    const raws = files.get(table);
    if (raws === undefined || (table === "image_feature" && !hasTable(input, "image_occurrence"))) continue;
    const stage = describe(input);
    const missing = missingColumns(raws, stage.required);
    faults.push(...missing);
    if (missing.length > 0) return { derivations: [], faults, reports, unread };
    const judged = await buildStage(bench, stage);
    faults.push(...judged.faults);
    reports.push(...judged.reports);
    unread.push(...unreadColumns(raws, stage.used));
  }
  if (faults.length > 0) return { derivations: [], faults, reports, unread };
  const hasImages = hasTable(input, "image_occurrence");
  if (hasImages && hasTable(input, "image_feature")) await bench.store.execute(featuresTable(input));
  const derivations = [
    ...peopleOf(input),
    ...careOf(input),
    ...findingsOf(input),
    ...(hasImages ? imagesOf(input) : []),
  ];
  return { derivations, faults, reports, unread, concepts };
}

async function readConcepts(
  { bench, dataset }: SourceInput,
  { concepts, folder }: OmopSource,
): Promise<ConceptEntry[]> {
  if (concepts === undefined) return [];
  const file = await openSourceFile(bench, dataset.id, posix.join(folder, concepts));
  const raw = await readCsv(bench, file, { encoding: "utf-8", delimiter: "," });
  const missing = ["concept_id", "use", "value"].filter((name) => !raw.columns.some((column) => column.name === name));
  if (missing.length > 0)
    throw new SpecError(
      `a concepts file has the columns concept_id, use, value, name; ${file.shown} lacks ${missing.join(", ")}`,
    );
  const found = await bench.store.query(
    unionRows([raw], { required: ["concept_id", "use", "value"], optional: ["name"] }),
  );
  return Array.from({ length: found.rowCount }, (_, i) =>
    parseEntry(
      Object.fromEntries(["concept_id", "use", "value", "name"].map((name) => [name, found.text(name)[i] ?? null])),
      i + 1,
      file.shown,
    ),
  );
}

async function writeConcepts(
  { bench }: SourceInput,
  input: OmopInput,
  concepts: readonly ConceptEntry[],
): Promise<void> {
  const questions: readonly string[] = questionUses;
  await writeTable(bench.store, { schema: "stage", name: omopStageName(input, "concepts") }, [
    { name: "concept_id", type: "text", values: concepts.map(({ conceptId }) => String(conceptId)) },
    { name: "use", type: "text", values: concepts.map(({ use }) => use) },
    { name: "value", type: "text", values: concepts.map(({ value }) => value) },
    {
      name: "is_question",
      type: "boolean",
      values: Uint8Array.from(concepts, ({ use }) => (questions.includes(use) ? 1 : 0)),
    },
  ]);
}

const lookups = {
  provider: ["provider_id", "provider_source_value", "provider_name"],
  care_site: ["care_site_id", "care_site_source_value"],
  concept: ["concept_id", "concept_name"],
} as const;

/** Tables that only name things: providers, care sites, concepts, and which event belongs to which episode. */
async function lookupTables({ bench }: SourceInput, input: OmopInput): Promise<Fault[]> {
  const faults: Fault[] = [];
  for (const [table, [id, ...names]] of Object.entries(lookups)) {
    const raws = input.files.get(table);
    if (raws === undefined) continue;
    faults.push(...missingColumns(raws, [id]));
    await bench.store.execute(
      `create table stage.${omopStageName(input, table)} as\n${unionRows(raws, { required: [id], optional: names })}`,
    );
  }
  const events: readonly RawTable[] | undefined = input.files.get("episode_event");
  if (events === undefined) return faults;
  const columns = ["episode_id", "event_id", "episode_event_field_concept_id"];
  const missing = missingColumns(events, columns);
  if (missing.length === 0)
    await bench.store.execute(`create table stage.${omopStageName(input, "episode_event")} as
select r.*, c.value as event_table
from (${unionRows(events, { required: columns, optional: [] })}) as r
left join stage.${omopStageName(input, "concepts")} as c on c.concept_id = r.episode_event_field_concept_id and c.use = 'field'`);
  return [...faults, ...missing];
}

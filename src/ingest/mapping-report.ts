import { hashOf } from "../spec/hash.js";
import type { IngestConfig } from "../spec/ingest-config.js";
import type { CodeLists } from "./code-lists.js";
import { codeListsWith } from "./code-lists.js";
import type { Derivation } from "./derivation.js";
import type { FoundIdentity } from "./dicom/judge-identity.js";
import type { LoadedSource } from "./load-sources.js";
import type { SourceFile } from "./source-file.js";
import type { StageReport } from "./stage.js";
import type { TargetTable } from "./target-table.js";
import type { Workbench } from "./workbench.js";

/** Where a column of the contract came from. */
export interface VariableOrigin {
  readonly dataset: string;
  readonly table: string;
  readonly column: string;
  readonly origin: "collected" | "derived" | "assigned";
  readonly from: readonly string[];
  readonly rule: string | null;
  readonly codeList: string | null;
  readonly codeListVersion: string | null;
}

export interface RecordOrigin {
  readonly dataset: string | null;
  readonly table: string;
  readonly fileId: number | null;
  readonly records: number;
  /** Of these, the ones with an identifier of the source. */
  readonly identified: number;
}

/** What was loaded, from where, and how. Free of clock, host and absolute paths. */
export interface MappingReport {
  readonly engineVersion: string;
  readonly configHash: string;
  readonly systems: readonly { readonly dataset: string; readonly system: string | null }[];
  readonly files: readonly SourceFile[];
  readonly stages: readonly StageReport[];
  readonly unread: LoadedSource["unread"];
  readonly origins: readonly VariableOrigin[];
  readonly codeLists: readonly {
    readonly dataset: string;
    readonly list: string;
    readonly version: string;
    readonly from: string;
    readonly to: string | null;
  }[];
  readonly records: readonly RecordOrigin[];
  readonly acceptances: readonly { readonly dataset: string; readonly finding: string; readonly because: string }[];
  /** Findings of de-identification in the files that were accepted. */
  readonly findings: readonly ({ readonly dataset: string } & FoundIdentity)[];
  readonly tables: readonly { readonly table: string; readonly rows: number }[];
}

export interface ReportInput {
  readonly config: IngestConfig;
  readonly targets: readonly TargetTable[];
  readonly engineVersion: string;
}

/** The report of a load whose tables and lineage are written. */
export async function makeReport(
  bench: Workbench,
  { config, targets, engineVersion }: ReportInput,
  sources: readonly LoadedSource[],
): Promise<MappingReport> {
  const origins = sources.flatMap((source) => originsOf(source));
  return {
    engineVersion,
    configHash: hashOf(config),
    systems: config.datasets.map(({ id, system }) => ({ dataset: id, system: system ?? null })),
    files: bench.files,
    stages: sources.flatMap(({ reports }) => reports),
    unread: sources.flatMap(({ unread }) => unread),
    origins,
    codeLists: [...usedLists(config, origins), ...sources.flatMap(usedConcepts)],
    records: await countRecords(bench, targets),
    acceptances: config.datasets.flatMap(({ id, accept }) => accept.map((each) => ({ dataset: id, ...each }))),
    findings: sources.flatMap(({ dataset, findings = [] }) =>
      findings.map((found) => ({ dataset: dataset.id, ...found })),
    ),
    tables: await countTables(bench, targets),
  };
}

function originsOf({ dataset, derivations }: LoadedSource): VariableOrigin[] {
  const lists = codeListsWith(dataset.codeLists);
  return derivations.flatMap(({ table, columns }: Derivation) =>
    Object.entries(columns).map(([column, source]) => ({
      dataset: dataset.id,
      table,
      column,
      origin: source.origin,
      from: source.from,
      rule: source.rule ?? null,
      codeList: source.codeList ?? null,
      codeListVersion: versionOf(lists, source.codeList),
    })),
  );
}

function versionOf(lists: CodeLists, name: string | undefined): string | null {
  if (name === "omop_concepts") return "scanarm 1, with the entries of the configuration";
  return name === undefined ? null : ((lists as Partial<Record<string, { version: string }>>)[name]?.version ?? null);
}

function usedLists({ datasets }: IngestConfig, origins: readonly VariableOrigin[]): MappingReport["codeLists"] {
  return datasets.flatMap(({ id, codeLists }) => {
    const names = new Set(origins.filter(({ dataset }) => dataset === id).map(({ codeList }) => codeList));
    return Object.values(codeListsWith(codeLists))
      .filter(({ name }) => names.has(name))
      .flatMap(({ name, version, entries }) =>
        Object.entries(entries).map(([from, to]) => ({ dataset: id, list: name, version, from, to })),
      );
  });
}

function usedConcepts({ dataset, concepts = [] }: LoadedSource): MappingReport["codeLists"] {
  return concepts.map(({ conceptId, use, value }) => ({
    dataset: dataset.id,
    list: `omop_concepts (${use})`,
    version: "scanarm 1, with the entries of the configuration",
    from: String(conceptId),
    to: value === "" ? null : value,
  }));
}

async function countRecords({ store, files }: Workbench, targets: readonly TargetTable[]): Promise<RecordOrigin[]> {
  const counted = await store.query(
    targets
      .map(
        ({ name }, i) => `select
  ${i} as place,
  '${name}' as name,
  cast(file_id as integer) as file_id,
  cast(count(*) as integer) as n,
  cast(count(source_id) as integer) as identified
from result.lineage.${name}
group by file_id`,
      )
      .join("\nunion all\n")
      .concat("\norder by place, file_id"),
  );
  return counted.text("name").map((table, i) => {
    const { values, missing } = counted.int32("file_id");
    const fileId = missing[i] === 1 ? null : values[i]!;
    return {
      dataset: fileId === null ? null : (files[fileId - 1]?.dataset ?? null),
      table: table ?? "",
      fileId,
      records: counted.int32("n").values[i]!,
      identified: counted.int32("identified").values[i]!,
    };
  });
}

async function countTables({ store }: Workbench, targets: readonly TargetTable[]): Promise<MappingReport["tables"]> {
  const counts = targets.map(({ name }) => `(select cast(count(*) as integer) from result.rwid.${name}) as ${name}`);
  const found = await store.query(`select ${counts.join(", ")}`);
  return targets.map(({ name }) => ({ table: name, rows: found.int32(name).values[0] ?? 0 }));
}

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Effects } from "../effects.js";
import type { IngestConfig } from "../spec/ingest-config.js";
import { openStore } from "../store/open-store.js";
import { quoteText } from "../store/quote-text.js";
import type { Store } from "../store/store.js";
import type { Derivation } from "./derivation.js";
import { type DicomReader, readHere } from "./dicom/read-instances.js";
import { type Fault, nameRows, refuseFaults } from "./fault.js";
import { findEmpty } from "./find-empty.js";
import { loadDatasets } from "./load-datasets.js";
import { loadSources } from "./load-sources.js";
import { loadTables } from "./load-tables.js";
import { createMacros } from "./macros.sql.js";
import { type MappingReport, makeReport } from "./mapping-report.js";
import { findConflicts, isMerged } from "./merge-contributions.js";
import type { TargetTable } from "./target-table.js";
import { type ContractBreach, traceBreaches } from "./trace-breaches.js";
import type { Workbench } from "./workbench.js";
import { writeLineage } from "./write-lineage.js";
import { writeProvenance } from "./write-provenance.js";

export interface IngestInput {
  readonly config: IngestConfig;
  /** The configuration's name, for messages. */
  readonly place: string;
  /** The configuration's folder. */
  readonly folder: string;
  /** Tables of the data contract. */
  readonly targets: readonly TargetTable[];
  /** The DuckDB file to make; it must not exist. The caller moves it into place. */
  readonly path: string;
  /** An empty folder for what is in the making. */
  readonly scratchFolder: string;
  readonly progress: Effects["progress"];
  /** Every breach of the data contract in schema `rwid` of the store's current database. */
  readonly check: (store: Store) => Promise<readonly ContractBreach[]>;
  /** Version of this engine, kept with the data. */
  readonly engineVersion: string;
  /** Reads DICOM headers on several threads; without it they are read on this one. */
  readonly readDicom?: DicomReader;
  /** Called with the store while the result is still open, to write the tables elsewhere. */
  readonly finish?: (store: Store) => Promise<void>;
}

/** Memory the engine may take; the rest is spilled into the scratch folder. */
const MEMORY_MB = 1200;

/**
 * Loads the sources of a configuration into a new DuckDB file: schema `rwid` with every table of the contract, schema
 * `lineage` (file, row and identifier of every record), schema `provenance` (files, rows read, used and set aside,
 * origin of every variable, code lists). Everything is read and judged first; one fault anywhere, or one breach of the
 * contract, and a DataError names them all by file, row and column, and the file is not to be used.
 */
export async function ingest(input: IngestInput): Promise<MappingReport> {
  const { config, place, targets, progress } = input;
  mkdirSync(input.scratchFolder, { recursive: true });
  const store = await openStore({
    path: join(input.scratchFolder, "scratch.duckdb"),
    tempDirectory: join(input.scratchFolder, "spill"),
    memoryMb: MEMORY_MB,
  });
  try {
    await store.execute("create schema raw; create schema stage");
    await store.execute(`attach ${quoteText(input.path)} as result`);
    await createMacros(store);
    const bench: Workbench = {
      store,
      folder: input.folder,
      scratchFolder: input.scratchFolder,
      limits: config.limits,
      progress,
      files: [],
      readDicom: input.readDicom ?? readHere,
    };
    const sources = await loadSources(bench, config, targets);
    const refuse = (faults: readonly Fault[]) => refuseFaults(nameRows(faults, bench.files), place);
    refuse(sources.flatMap(({ faults }) => faults));
    const stages = sources.flatMap(({ reports }) => reports);
    const derivations = [...loadDatasets(config), ...sources.flatMap((source) => source.derivations)];
    await loadTables(store, targets, derivations, (share) => progress("load", share));
    refuse(await conflictsOf(bench, targets, derivations));
    progress("check", 0);
    await store.execute("use result");
    const breaches = [...(await findEmpty(store, targets)), ...(await input.check(store))];
    refuse(await traceBreaches(bench, breaches, derivations, stages));
    progress("lineage", 0);
    await writeLineage(store, targets, derivations);
    const report = await makeReport(bench, input, sources);
    await writeProvenance(store, report, sources);
    await input.finish?.(store);
    await store.execute("use scratch; detach result");
    return report;
  } finally {
    store.close();
  }
}

async function conflictsOf(
  { store, files }: Workbench,
  targets: readonly TargetTable[],
  derivations: readonly Derivation[],
): Promise<Fault[]> {
  const faults: Fault[] = [];
  for (const target of targets)
    if (isMerged(target.name, derivations)) faults.push(...(await findConflicts(store, target, files)));
  return faults;
}

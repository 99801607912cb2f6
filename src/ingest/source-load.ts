import type { IngestDataset } from "../spec/ingest-config.js";
import type { CodeLists } from "./code-lists.js";
import type { Derivation } from "./derivation.js";
import type { FoundIdentity } from "./dicom/judge-identity.js";
import type { ListingTable } from "./dicom/listings.js";
import type { Fault } from "./fault.js";
import type { ConceptEntry } from "./omop/concept-map.js";
import type { RawTable } from "./raw-table.js";
import type { StageReport } from "./stage.js";
import type { TargetTable } from "./target-table.js";
import type { Workbench } from "./workbench.js";

/** What the reader of one source is given. */
export interface SourceInput {
  readonly bench: Workbench;
  readonly dataset: IngestDataset;
  readonly lists: CodeLists;
  /** Prefix of the source's stages, so that several sources do not meet: `d1s2_`. */
  readonly prefix: string;
  /** Tables of the data contract. */
  readonly targets: readonly TargetTable[];
  /** Where the source stands in the configuration, for messages. */
  readonly place: string;
}

/** What it hands back: rows judged and where they go. Nothing is loaded while any source has a fault. */
export interface SourceLoad {
  readonly derivations: readonly Derivation[];
  readonly faults: readonly Fault[];
  readonly reports: readonly StageReport[];
  /** Columns that no derivation reads, by file. */
  readonly unread: readonly { readonly file: string; readonly columns: readonly string[] }[];
  /** The concept map used, of an OMOP source. */
  readonly concepts?: readonly ConceptEntry[];
  /** What was found of a DICOM source's de-identification, and accepted. */
  readonly findings?: readonly FoundIdentity[];
  /** Of a DICOM source: SELECTs of its rows in the provenance tables that hold a row a file or series. */
  readonly listings?: Readonly<Record<ListingTable, string>>;
}

/** Columns of files that are not among those read, whatever their case. */
export function unreadColumns(files: readonly RawTable[], used: readonly string[]): SourceLoad["unread"] {
  const known = new Set(used.map((name) => name.toLowerCase()));
  return files.flatMap((raw) => {
    const columns = raw.columns.map(({ name }) => name).filter((name) => !known.has(name.toLowerCase()));
    return columns.length === 0 ? [] : [{ file: raw.file.shown, columns }];
  });
}

import type { Effects } from "../effects.js";
import type { IngestConfig } from "../spec/ingest-config.js";
import type { Store } from "../store/store.js";
import type { DicomReader } from "./dicom/read-instances.js";
import type { SourceFile } from "./source-file.js";

/**
 * What the steps of one load share. The store holds two databases: `scratch` (schema `raw`: files as read, schema
 * `stage`: rows judged) and `result`, which becomes the output.
 */
export interface Workbench {
  readonly store: Store;
  /** The configuration's folder; no file outside it is read. */
  readonly folder: string;
  /** Where compressed files are unpacked; removed at the end. */
  readonly scratchFolder: string;
  readonly limits: IngestConfig["limits"];
  readonly progress: Effects["progress"];
  readonly readDicom: DicomReader;
  /** Every file read so far; `id` is its place + 1. */
  readonly files: SourceFile[];
}

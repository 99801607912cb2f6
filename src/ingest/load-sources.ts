import type { IngestConfig, IngestDataset, IngestSource } from "../spec/ingest-config.js";
import { loadAdam } from "./adam/load-adam.js";
import { codeListsWith } from "./code-lists.js";
import { loadDicom } from "./dicom/load-dicom.js";
import { loadMapped } from "./mapped/load-mapped.js";
import { loadOmop } from "./omop/load-omop.js";
import { loadSdtm } from "./sdtm/load-sdtm.js";
import type { SourceInput, SourceLoad } from "./source-load.js";
import type { TargetTable } from "./target-table.js";
import type { Workbench } from "./workbench.js";

/** What was read of one source. */
export interface LoadedSource extends SourceLoad {
  readonly dataset: IngestDataset;
  readonly kind: IngestSource["kind"];
}

/** Reads and judges every source of a configuration, in its order. */
export async function loadSources(
  bench: Workbench,
  config: IngestConfig,
  targets: readonly TargetTable[],
): Promise<LoadedSource[]> {
  const loaded: LoadedSource[] = [];
  for (const [d, dataset] of config.datasets.entries()) {
    const lists = codeListsWith(dataset.codeLists);
    for (const [s, source] of dataset.sources.entries()) {
      const place = `datasets[${d}].sources[${s}]`;
      const input = { bench, dataset, lists, targets, place, prefix: `d${d + 1}s${s + 1}_` };
      loaded.push({ ...(await loadSource(input, source)), dataset, kind: source.kind });
    }
  }
  return loaded;
}

function loadSource(input: SourceInput, source: IngestSource): Promise<SourceLoad> {
  switch (source.kind) {
    case "sdtm":
      return loadSdtm(input, source);
    case "adam":
      return loadAdam(input, source);
    case "omop":
      return loadOmop(input, source);
    case "tables":
      return loadMapped(input, source);
    case "dicom":
      return loadDicom(input, source);
  }
}

import { posix } from "node:path";
import { DataError } from "../../errors.js";
import type { TablesSource } from "../../spec/ingest-config.js";
import type { MappedTable } from "../../spec/ingest-mapping.js";
import type { Derivation } from "../derivation.js";
import type { Fault } from "../fault.js";
import type { RawTable } from "../raw-table.js";
import { readCsv } from "../read-csv.js";
import { readParquet } from "../read-parquet.js";
import { openSourceFile } from "../source-file.js";
import { type SourceInput, type SourceLoad, unreadColumns } from "../source-load.js";
import { buildStage, type StageReport } from "../stage.js";
import { type MappedStage, mappedStage } from "./mapped-stage.js";

/** Reads CSV and Parquet files through a mapping. */
export async function loadMapped(input: SourceInput, source: TablesSource): Promise<SourceLoad> {
  const { bench, dataset, prefix, targets, place } = input;
  const derivations: Derivation[] = [];
  const faults: Fault[] = [];
  const reports: StageReport[] = [];
  const raws = new Map<string, { readonly raw: RawTable; readonly used: string[] }>();
  for (const [i, mapping] of source.tables.entries()) {
    bench.progress(`read ${mapping.file}`, i / source.tables.length);
    const key = posix.join(source.folder, mapping.file);
    const known = raws.get(key) ?? { raw: await readTable(input, key, mapping), used: [] };
    raws.set(key, known);
    const mapped = mappedStage(`${prefix}t${i + 1}`, mapping, known.raw, {
      dataset,
      targets,
      place: `${place}.tables[${i}]`,
    });
    const judged = await buildStage(bench, mapped.stage);
    faults.push(...judged.faults, ...(await unitFaults(input, mapped)));
    reports.push(...judged.reports);
    known.used.push(...mapped.stage.used);
    const isWhole = mapped.derivation.keepsOrder === true && judged.reports.every(({ read, used }) => read === used);
    derivations.push({ ...mapped.derivation, isWhole });
  }
  const unread = [...raws.values()].flatMap(({ raw, used }) => unreadColumns([raw], used));
  return { derivations, faults, reports, unread };
}

async function readTable({ bench, dataset }: SourceInput, shown: string, mapping: MappedTable): Promise<RawTable> {
  const file = await openSourceFile(bench, dataset.id, shown);
  if (/\.parquet$/i.test(shown)) return readParquet(bench, file);
  if (/\.(csv|tsv|txt)(\.gz)?$/i.test(shown)) return readCsv(bench, file, mapping);
  throw new DataError(`${shown} has no ending that names its format; expected .csv, .csv.gz, .tsv, .txt or .parquet`);
}

/** Rows in another unit than most, where the mapping does not say that units may be mixed. */
async function unitFaults({ bench }: SourceInput, { stage, units }: MappedStage): Promise<Fault[]> {
  const faults: Fault[] = [];
  for (const { column, stageColumn } of units) {
    const found = await bench.store.query(`select
  min(file_id) as file_id,
  ${stageColumn} as unit,
  cast(count(*) as integer) as n,
  cast(min(source_row, 3) as varchar) as first_rows
from stage.${stage.name}
where reason is null and ${stageColumn} in ('mm', 'cm')
group by unit
order by n desc, unit`);
    for (let i = 1; i < found.rowCount; i += 1)
      faults.push({
        file: bench.files[found.int32("file_id").values[i]! - 1]!.shown,
        column,
        rule: `mixes units: most rows are in ${found.text("unit")[0]}, these in ${found.text("unit")[i]}; correct them, or say "mixed": true to convert each by its own unit`,
        count: found.int32("n").values[i]!,
        rows: JSON.parse(found.text("first_rows")[i]!) as number[],
      });
  }
  return faults;
}

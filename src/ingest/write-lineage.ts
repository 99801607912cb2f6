import type { Store } from "../store/store.js";
import type { Derivation } from "./derivation.js";
import { findWholeScan } from "./find-whole-scan.js";
import { lineageColumns } from "./load-tables.js";
import { isMerged, mergeKey } from "./merge-contributions.js";
import type { TargetTable } from "./target-table.js";

/**
 * Moves the lineage of every table into `result.lineage.<table>` (record = rowid of the row in `rwid.<table>`, file_id
 * of `provenance.source_file`, source_row counted from 1 below the header, source_id as the source writes it). A merged
 * record has a row per file that speaks of it.
 */
export async function writeLineage(
  store: Store,
  targets: readonly TargetTable[],
  derivations: readonly Derivation[],
): Promise<void> {
  await store.execute("create schema result.lineage");
  for (const { name } of targets) {
    const scan = findWholeScan(derivations, name);
    if (scan !== null) {
      await store.execute(`create table result.lineage.${name} as\n${scanLineage(scan)}`);
      continue;
    }
    const rows = isMerged(name, derivations)
      ? `select cast(t.rowid as integer) as record, cast(c.file_id as smallint) as file_id, c.source_row, c.source_id
from scratch.stage.contributions_${name} as c
join result.rwid.${name} as t on t.${mergeKey(name)} = c.${mergeKey(name)}
order by record, c.place`
      : `select cast(rowid as integer) as record, file_id, source_row, source_id from result.rwid.${name}`;
    await store.execute(`create table result.lineage.${name} as\n${rows}`);
    for (const column of lineageColumns) await store.execute(`alter table result.rwid.${name} drop column ${column}`);
  }
}

/** Of a table that is one file row by row, read again from the file in the same order. */
const scanLineage = ({ from }: Derivation): string =>
  `select
  cast(s.source_row - 1 as integer) as record,
  cast(s.file_id as smallint) as file_id,
  cast(s.source_row as integer) as source_row,
  cast(s.source_id as varchar) as source_id
${from}`;

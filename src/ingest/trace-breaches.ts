import type { Derivation } from "./derivation.js";
import type { Fault } from "./fault.js";
import { findWholeScan } from "./find-whole-scan.js";
import { isMerged, mergeKey } from "./merge-contributions.js";
import type { StageReport } from "./stage.js";
import type { Workbench } from "./workbench.js";

/** A breach of the data contract as the check reports it: rows of `rwid.<table>`, 1 = first. */
export interface ContractBreach {
  readonly table: string;
  readonly column: string | null;
  readonly rule: string;
  readonly count: number | null;
  readonly rows: readonly number[];
}

/** Breaches of the contract told by the file, row and column they came from. */
export async function traceBreaches(
  bench: Workbench,
  breaches: readonly ContractBreach[],
  derivations: readonly Derivation[],
  stages: readonly StageReport[],
): Promise<Fault[]> {
  const faults: Fault[] = [];
  for (const { table, column, rule, count, rows } of breaches) {
    const where = column === null ? table : `${table}.${column}`;
    const origins = originsOf(derivations, table, column);
    const text = `→ ${where} ${rule}`;
    const places = await placesOf(bench, table, rows, derivations);
    if (places.length === 0) faults.push({ file: where, column: null, rule, count, rows });
    for (const [fileId, sourceRows] of places) {
      const shown = bench.files[fileId - 1]?.shown;
      const domains = stages.filter(({ file }) => file.id === fileId).map(({ label }) => `${label.split(" ")[0]}.`);
      faults.push({
        file: shown ?? "the configuration",
        column: columnOf(origins, [`${shown}:`, ...domains]),
        rule: text,
        count: places.length === 1 ? count : sourceRows.length,
        rows: sourceRows,
      });
    }
  }
  return faults;
}

/** The variables a column comes from: of `first_seen`, those of its twins; of several columns, those of each. */
function originsOf(derivations: readonly Derivation[], table: string, column: string | null): string[] {
  const names = (column ?? "").split(", ").flatMap((name) => [name, `${name}_on`, `${name}_day`]);
  const sources = derivations
    .filter((derivation) => derivation.table === table)
    .flatMap(({ columns }) => names.flatMap((name) => columns[name]?.from ?? []));
  return [...new Set(sources)];
}

/** The variables that stand in the file itself, without its name or domain; all of them where none does. */
function columnOf(origins: readonly string[], prefixes: readonly string[]): string | null {
  const own = origins.flatMap((variable) => {
    const prefix = prefixes.find((candidate) => variable.startsWith(candidate));
    return prefix === undefined ? [] : [variable.slice(prefix.length)];
  });
  const names = own.length === 0 ? origins : own;
  return names.length === 0 ? null : [...new Set(names)].join(" or ");
}

/** The file and row of each named record; of a merged one, of the first file that speaks of it. */
async function placesOf(
  { store }: Workbench,
  table: string,
  rows: readonly number[],
  derivations: readonly Derivation[],
): Promise<[number, number[]][]> {
  if (rows.length === 0) return [];
  const scan = findWholeScan(derivations, table);
  if (scan !== null) {
    const file = await store.query(`select cast(s.file_id as integer) as file_id\n${scan.from}\nlimit 1`);
    return [[file.int32("file_id").values[0]!, [...rows]]];
  }
  const merged = isMerged(table, derivations);
  const records = rows.map((row) => row - 1).join(", ");
  const found = await store.query(
    merged
      ? `select arg_min(c.file_id, c.place) as file_id, arg_min(c.source_row, c.place) as source_row
from result.rwid.${table} as t
join scratch.stage.contributions_${table} as c on c.${mergeKey(table)} = t.${mergeKey(table)}
where t.rowid in (${records})
group by t.rowid
order by t.rowid`
      : `select cast(file_id as integer) as file_id, source_row from result.rwid.${table} where rowid in (${records}) order by rowid`,
  );
  const places = new Map<number, number[]>();
  for (let i = 0; i < found.rowCount; i += 1) {
    const id = found.int32("file_id").values[i]!;
    places.set(id, [...(places.get(id) ?? []), found.int32("source_row").values[i]!]);
  }
  return [...places];
}

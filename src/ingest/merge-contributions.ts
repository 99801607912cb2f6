import { quoteIdentifier } from "../store/quote-identifier.js";
import type { Store } from "../store/store.js";
import type { Derivation } from "./derivation.js";
import type { Fault } from "./fault.js";
import type { SourceFile } from "./source-file.js";
import type { TargetTable } from "./target-table.js";

interface MergeRule {
  readonly key: string;
  /** What a row is, in messages. */
  readonly what: string;
  /** Columns on which the sources must agree. */
  readonly agree: readonly string[];
  /** A table that several files of one source speak of; others are merged only where several sources do. */
  readonly always: boolean;
}

/**
 * Tables with one row a patient or scan to which several files contribute (who was scanned when from a list, how from the
 * images), and the columns on which these must agree: two sexes or two days of death mean two people, or an error in one
 * of the files. In other columns the source named first wins.
 */
const merged: Readonly<Record<string, MergeRule>> = {
  patient: { key: "patient_id", what: "patient", agree: ["sex", "birth_year"], always: true },
  vital_status: { key: "patient_id", what: "patient", agree: ["died_on", "died_day"], always: true },
  imaging_study: {
    key: "study_uid",
    what: "scan",
    agree: ["patient_id", "performed_on", "performed_day", "modality"],
    always: false,
  },
};

/** True where the rows of a table are gathered and merged by their key, given what fills the tables. */
export function isMerged(table: string, derivations: readonly Derivation[]): boolean {
  const rule = merged[table];
  return rule !== undefined && (rule.always || derivations.filter((each) => each.table === table).length > 1);
}

/** The column by which a table's rows are merged. */
export function mergeKey(table: string): string {
  const rule = merged[table];
  if (rule === undefined) throw new Error(`table ${table} is not merged`);
  return rule.key;
}

/** INSERT of one row per key: in each column the first value that is there, by the order of the derivations. */
export function mergeContributions({ name, columns }: TargetTable): string {
  const key = mergeKey(name);
  const values = columns.map((column) => {
    const quoted = quoteIdentifier(column.name);
    return column.name === key ? key : `arg_min(${quoted}, place) filter (where ${quoted} is not null) as ${quoted}`;
  });
  return `insert into result.rwid.${name}
select
  ${values.join(",\n  ")},
  null as file_id,
  null as source_row,
  null as source_id
from stage.contributions_${name}
where ${key} is not null
group by ${key}
order by ${key}`;
}

/** Contributions that cannot be of one patient: disagreeing in a column that identifies, or twice in one source. */
export async function findConflicts(store: Store, target: TargetTable, files: readonly SourceFile[]): Promise<Fault[]> {
  const faults: Fault[] = [];
  const table = `stage.contributions_${target.name}`;
  const { key, what, agree } = merged[target.name]!;
  for (const column of agree) {
    if (!target.columns.some(({ name }) => name === column)) continue;
    const found = await store.query(`with first as (
  select
    ${key},
    arg_min(struct_pack(value := ${column}, file_id := file_id, source_row := source_row), place) as f
  from ${table}
  where ${column} is not null
  group by ${key}
)
select
  c.file_id,
  f.f.file_id as other_id,
  cast(count(*) as integer) as n,
  cast(min(c.source_row, 3) as varchar) as first_rows,
  cast(min(f.f.source_row, 3) as varchar) as other_rows
from ${table} as c
join first as f on f.${key} = c.${key}
where c.${column} <> f.f.value
group by 1, 2
order by 1, 2`);
    for (let i = 0; i < found.rowCount; i += 1) {
      const other = files[found.int32("other_id").values[i]! - 1]!.shown;
      const rows = JSON.parse(found.text("other_rows")[i]!) as number[];
      faults.push({
        file: files[found.int32("file_id").values[i]! - 1]!.shown,
        column: null,
        rule: `gives a ${what} another ${column} than ${other} does (there in ${rows.length === 1 ? "row" : "rows"} ${rows.join(", ")}); one of them is wrong, or they are two ${what === "patient" ? "people" : `${what}s`}`,
        count: found.int32("n").values[i]!,
        rows: JSON.parse(found.text("first_rows")[i]!) as number[],
      });
    }
  }
  return [...faults, ...(await findNameless(store, target, files)), ...(await findRepeated(store, target, files))];
}

async function findNameless(store: Store, target: TargetTable, files: readonly SourceFile[]): Promise<Fault[]> {
  const found = await store.query(`select
  file_id,
  cast(count(*) as integer) as n,
  cast(min(source_row, 3) as varchar) as first_rows
from stage.contributions_${target.name}
where ${mergeKey(target.name)} is null
group by file_id
order by file_id`);
  return Array.from(found.int32("file_id").values, (id, i) => ({
    file: files[id - 1]!.shown,
    column: null,
    rule: `names no ${merged[target.name]!.what} (→ ${target.name}.${mergeKey(target.name)} must not be empty)`,
    count: found.int32("n").values[i]!,
    rows: JSON.parse(found.text("first_rows")[i]!) as number[],
  }));
}

async function findRepeated(store: Store, target: TargetTable, files: readonly SourceFile[]): Promise<Fault[]> {
  const { key, what } = merged[target.name]!;
  const found = await store.query(`select
  file_id,
  cast(count(*) as integer) as n,
  cast(min(source_row, 3) as varchar) as first_rows
from (
  select *, row_number() over (partition by place, ${key} order by file_id, source_row) as again
  from stage.contributions_${target.name}
  where ${key} is not null
)
where again > 1
group by file_id
order by file_id`);
  return Array.from(found.int32("file_id").values, (id, i) => ({
    file: files[id - 1]!.shown,
    column: null,
    rule: `names a ${what} again that an earlier row names (${target.name} holds one row a ${what})`,
    count: found.int32("n").values[i]!,
    rows: JSON.parse(found.text("first_rows")[i]!) as number[],
  }));
}

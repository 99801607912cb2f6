import type { Store } from "../store/store.js";
import type { Fault } from "./fault.js";
import type { SourceFile } from "./source-file.js";
import type { Workbench } from "./workbench.js";

/** A condition on a stage's rows, told with the file's column. */
export interface StageRule {
  readonly column: string | null;
  /** Goes on from the column's name. */
  readonly rule: string;
  /** SQL over the stage's columns. */
  readonly broken: string;
}

export interface StageInput {
  /** Table in schema `stage`. */
  readonly name: string;
  /** What the rows are, for the report: a domain or a table. */
  readonly label: string;
  /**
   * SELECT that keeps every row of its files: columns file_id, source_row, source_id, reason (why the row is set aside;
   * NULL = used) and whatever the derivations need.
   */
  readonly sql: string;
  /** A view where the rows are too many to be held and cheap to be read again. Default: a table. */
  readonly kind?: "table" | "view";
  /** Where they hold for a row that is used, nothing is loaded. */
  readonly faults: readonly StageRule[];
  /** Where they hold for a row that is used, the report counts it. */
  readonly notes?: readonly StageRule[];
  /** Columns that every file must have. */
  readonly required: readonly string[];
  /** Columns of the files that are read. */
  readonly used: readonly string[];
}

/** What became of the rows of one file. */
export interface StageReport {
  readonly file: SourceFile;
  readonly label: string;
  readonly read: number;
  readonly used: number;
  readonly setAside: readonly RowGroup[];
  readonly notes: readonly (RowGroup & { readonly column: string | null })[];
}

export interface RowGroup {
  readonly reason: string;
  readonly rows: number;
  /** The first of them. */
  readonly first: readonly number[];
}

/** Makes a stage and judges its rows: the faults found, and what became of the rows of each file. */
export async function buildStage(
  { store, files }: Workbench,
  stage: StageInput,
): Promise<{ readonly faults: Fault[]; readonly reports: StageReport[] }> {
  await store.execute(`create ${stage.kind ?? "table"} stage.${stage.name} as\n${stage.sql}`);
  const faults = (await findRows(store, stage.name, stage.faults)).map(
    ({ fileId, rule, rows, first }): Fault => ({
      file: files[fileId - 1]?.shown ?? "",
      column: rule.column,
      rule: rule.rule,
      count: rows,
      rows: first,
    }),
  );
  const notes = await findRows(store, stage.name, stage.notes ?? []);
  const fates = await store.query(`select
  file_id,
  cast(reason as varchar) as reason,
  cast(count(*) as integer) as n,
  cast(min(source_row, 3) as varchar) as first_rows
from stage.${stage.name}
group by file_id, reason
order by file_id, reason nulls first`);
  const groups = fates.text("reason").map((reason, i) => ({
    fileId: fates.int32("file_id").values[i]!,
    reason,
    rows: fates.int32("n").values[i]!,
    first: JSON.parse(fates.text("first_rows")[i] ?? "[]") as number[],
  }));
  const reports = [...new Set(groups.map(({ fileId }) => fileId))].map((fileId): StageReport => {
    const mine = groups.filter((group) => group.fileId === fileId);
    return {
      file: files[fileId - 1]!,
      label: stage.label,
      read: mine.reduce((sum, { rows }) => sum + rows, 0),
      used: mine.find(({ reason }) => reason === null)?.rows ?? 0,
      setAside: mine.flatMap(({ reason, rows, first }) => (reason === null ? [] : [{ reason, rows, first }])),
      notes: notes
        .filter((note) => note.fileId === fileId)
        .map(({ rule, rows, first }) => ({ column: rule.column, reason: rule.rule, rows, first })),
    };
  });
  return { faults, reports };
}

interface FoundRows {
  readonly fileId: number;
  readonly rule: StageRule;
  readonly rows: number;
  readonly first: number[];
}

/** Rows in use for which each rule holds, by file: counted in one scan, named in a second one where there are some. */
async function findRows(store: Store, name: string, rules: readonly StageRule[]): Promise<FoundRows[]> {
  if (rules.length === 0) return [];
  const from = `from stage.${name} where reason is null group by file_id order by file_id`;
  const counts = rules.map(({ broken }, i) => `cast(count(*) filter (where ${broken}) as integer) as rule_${i}`);
  const counted = await store.query(`select file_id, ${counts.join(", ")} ${from}`);
  const hit = rules.flatMap((_, i) => (counted.int32(`rule_${i}`).values.some((n) => n > 0) ? [i] : []));
  if (hit.length === 0) return [];
  const first = hit.map((i) => `cast(min(source_row, 3) filter (where ${rules[i]!.broken}) as varchar) as rule_${i}`);
  const named = await store.query(`select file_id, ${first.join(", ")} ${from}`);
  return hit.flatMap((i) =>
    Array.from(counted.int32("file_id").values, (fileId, k) => ({
      fileId,
      rule: rules[i]!,
      rows: counted.int32(`rule_${i}`).values[k]!,
      first: JSON.parse(named.text(`rule_${i}`)[k] ?? "[]") as number[],
    })).filter(({ rows }) => rows > 0),
  );
}

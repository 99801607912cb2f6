import { readdirSync } from "node:fs";
import { basename } from "node:path";
import { SpecError } from "../../errors.js";
import { nearestName } from "../../spec/nearest-name.js";
import { openStore } from "../../store/open-store.js";
import { type CodeLists, codeListsWith } from "../code-lists.js";
import type { TargetColumn, TargetTable } from "../target-table.js";
import { knownNames, plainName } from "./column-names.js";
import { type SampledColumn, type SampledFile, sampleFile } from "./sample-file.js";
import { suggestColumn, undecided } from "./suggest-column.js";

/** A drafted configuration, and what a person must decide or look at. */
export interface MappingDraft {
  readonly config: unknown;
  readonly notes: readonly string[];
}

/**
 * Drafts a configuration for a folder of CSV and Parquet files: each file's table by its column names, each column's
 * type, unit, date form and codes by its first 2,000 rows. What the file does not tell stands as "?", which a load
 * refuses. Throws SpecError where the folder holds no such file.
 */
export async function suggestMapping(folder: string, targets: readonly TargetTable[]): Promise<MappingDraft> {
  const names = readdirSync(folder)
    .filter((name) => /\.(csv|tsv|txt|parquet)$/i.test(name))
    .sort();
  if (names.length === 0) throw new SpecError(`there is no CSV or Parquet file to draft a mapping for in ${folder}`);
  const lists = codeListsWith({});
  const store = await openStore();
  const drafts: FileDraft[] = [];
  try {
    for (const name of names) drafts.push(draftFile(await sampleFile(store, folder, name), targets, lists));
  } finally {
    store.close();
  }
  const dataset = {
    id: basename(folder).replace(/[^A-Za-z0-9._-]+/g, "-"),
    kind: undecided,
    name: undecided,
    sources: [{ kind: "tables", tables: withoutRepeats(drafts.flatMap(({ tables }) => tables)) }],
  };
  return {
    config: { datasets: [dataset] },
    notes: ["datasets[0]: say what kind of dataset it is, and its name", ...drafts.flatMap(({ notes }) => notes)],
  };
}

interface DraftedTable {
  readonly file: string;
  readonly to: string;
  readonly delimiter?: string;
  readonly columns: object;
  readonly distinct?: boolean;
}

/** A table that a file of its own gives is not drawn from the files that repeat its rows. */
function withoutRepeats(tables: readonly DraftedTable[]): DraftedTable[] {
  const own = new Set(tables.filter(({ distinct }) => distinct !== true).map(({ to }) => to));
  return tables.filter(({ to, distinct }, i) => {
    const again = tables.findIndex((other) => other.to === to && other.distinct === true) < i;
    return distinct !== true || (!own.has(to) && !again);
  });
}

interface FileDraft {
  readonly tables: readonly DraftedTable[];
  readonly notes: readonly string[];
}

/** Tables whose rows a file of another table repeats. */
const repeated = ["patient", "imaging_study", "lesion"];

function draftFile(file: SampledFile, targets: readonly TargetTable[], lists: CodeLists): FileDraft {
  const candidates = targets
    .filter(({ name }) => name !== "dataset")
    .map((target) => ({ target, matches: matchColumns(file, target) }))
    .filter(({ target, matches }) => keyNames(target).every((key) => hasKey(matches, key)));
  const stem = plainName(file.name.replace(/\.[^.]+$/, ""));
  const score = ({ target, matches }: (typeof candidates)[number]) =>
    matches.size +
    2 * keyNames(target).length +
    (stem.includes(plainName(target.name)) || nearestName(stem, [plainName(target.name)]) !== null ? 3 : 0);
  const main = candidates
    .filter(({ target, matches }) => isUnique(target, matches))
    .reduce<(typeof candidates)[number] | null>(
      (best, each) => (best === null || score(each) > score(best) ? each : best),
      null,
    );
  if (main === null)
    return {
      tables: [],
      notes: [`${file.name}: no table of the contract has its key among these columns; map it by hand`],
    };
  const beside = candidates
    .filter(({ target }) => target !== main.target && repeated.includes(target.name))
    .map(({ target, matches }) => ({ target, matches: constantWithin(target, matches) }));
  const parts = [...beside.map((each) => ({ ...each, distinct: true })), { ...main, distinct: false }];
  const drafted = parts.map(({ target, matches, distinct }) => draftTable(file, target, matches, distinct, lists));
  const used = new Set(parts.flatMap(({ matches }) => [...matches.values()].map(({ name }) => name)));
  const left = file.columns.map(({ name }) => name).filter((name) => !used.has(name));
  return {
    tables: drafted.map(({ table }) => table),
    notes: [
      ...drafted.flatMap(({ notes }) => notes),
      ...(left.length === 0 ? [] : [`${file.name}: not used: ${left.join(", ")}`]),
    ],
  };
}

/** Whether no two of the sampled rows share the table's key: only then are they its rows. */
function isUnique(target: TargetTable, matches: ReadonlyMap<string, SampledColumn>): boolean {
  const key = target.key.flatMap((name) => matches.get(name) ?? []);
  const rows = key[0]?.rows.map((_, row) => JSON.stringify(key.map((column) => column.rows[row]))) ?? [];
  return new Set(rows).size === rows.length;
}

/** Of the columns of a row that is repeated, those that are equal in every repetition. */
function constantWithin(target: TargetTable, matches: ReadonlyMap<string, SampledColumn>): Map<string, SampledColumn> {
  const key = target.key.flatMap((name) => matches.get(name) ?? []);
  const keyOf = (row: number) => JSON.stringify(key.map(({ rows }) => rows[row]));
  const isConstant = ({ rows }: SampledColumn) => {
    const first = new Map<string, string | null>();
    return rows.every((value, row) => {
      const known = first.get(keyOf(row));
      if (known === undefined) first.set(keyOf(row), value);
      return known === undefined || known === value;
    });
  };
  return new Map([...matches].filter(([, column]) => isConstant(column)));
}

function draftTable(
  file: SampledFile,
  target: TargetTable,
  matches: ReadonlyMap<string, SampledColumn>,
  distinct: boolean,
  lists: CodeLists,
): { table: DraftedTable; notes: string[] } {
  const columns: Record<string, unknown> = {};
  const notes: string[] = [];
  for (const column of target.columns) {
    const found = matches.get(column.name);
    if (found !== undefined) {
      const { mapped, question } = suggestColumn(file, found, column, lists);
      columns[column.name] = mapped;
      if (question !== null) notes.push(`${file.name} → ${target.name}.${column.name}: ${question}?`);
    } else if (column.required && !/_(on|day)$/.test(column.name) && column.name !== "dataset_id") {
      columns[column.name] = { value: column.name === "state" && matches.has("diameter_mm") ? "measured" : undecided };
      notes.push(
        `${file.name} → ${target.name}.${column.name}: no column tells it; give one, or a value for every row`,
      );
    }
  }
  const dialect = file.delimiter === "," ? {} : { delimiter: file.delimiter };
  return { table: { file: file.name, to: target.name, ...dialect, ...(distinct ? { distinct } : {}), columns }, notes };
}

/** Key columns a file must tell; times by either twin. */
const keyNames = ({ key }: TargetTable): string[] => [...new Set(key.map((name) => name.replace(/_(on|day)$/, "")))];

const hasKey = (matches: ReadonlyMap<string, SampledColumn>, key: string): boolean =>
  [key, `${key}_on`, `${key}_day`].some((name) => matches.has(name));

/** The file's column for each column of a table; a column of the file serves one. */
function matchColumns(file: SampledFile, target: TargetTable): Map<string, SampledColumn> {
  const matches = new Map<string, SampledColumn>();
  const free = new Set(file.columns);
  for (const pass of [exactNames, likeNames]) {
    for (const column of target.columns) {
      if (matches.has(column.name) || column.name.endsWith("_day")) continue;
      const found = [...free].find((candidate) => pass(target.name, column).includes(plainName(candidate.name)));
      if (found === undefined) continue;
      matches.set(column.name, found);
      free.delete(found);
    }
  }
  return matches;
}

function exactNames(_: string, { name }: TargetColumn): string[] {
  return [plainName(name)];
}

function likeNames(table: string, { name }: TargetColumn): readonly string[] {
  return knownNames[`${table}.${name}`] ?? knownNames[name] ?? [];
}

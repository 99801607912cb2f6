import { quoteIdentifier } from "../store/quote-identifier.js";
import type { Store } from "../store/store.js";
import type { Derivation } from "./derivation.js";
import { findWholeScan } from "./find-whole-scan.js";
import { isMerged, mergeContributions } from "./merge-contributions.js";
import { type TargetTable, targetSqlTypes } from "./target-table.js";

/** The columns that carry lineage from a derivation to `lineage`; dropped from the tables at the end. */
export const lineageColumns = ["file_id", "source_row", "source_id"] as const;

/**
 * Makes every table of the contract in `result.rwid` and fills them from their derivations, in the order of these, in
 * one transaction. The tables still carry their lineage columns, but for what is one file row by row. Tables that several files speak of together (one row a
 * patient or scan) are gathered first and merged by `mergeContributions`.
 */
export async function loadTables(
  store: Store,
  targets: readonly TargetTable[],
  derivations: readonly Derivation[],
  progress: (share: number) => void,
): Promise<void> {
  await gatherContributions(store, targets, derivations);
  await store.execute("begin transaction");
  try {
    await store.execute("create schema result.rwid");
    for (const target of targets)
      await store.execute(createTable(target, findWholeScan(derivations, target.name) === null));
    for (const [i, derivation] of derivations.entries()) {
      progress(i / derivations.length);
      if (isMerged(derivation.table, derivations)) continue;
      const target = targetOf(targets, derivation);
      const isWhole = findWholeScan(derivations, target.name) !== null;
      await store.execute(isWhole ? insertScan(target, derivation) : insertInto(target, derivation));
    }
    for (const target of targets)
      if (isMerged(target.name, derivations)) await store.execute(mergeContributions(target));
    await store.execute("commit");
  } catch (error) {
    await store.execute("rollback").catch(() => undefined);
    throw error;
  }
}

async function gatherContributions(
  store: Store,
  targets: readonly TargetTable[],
  derivations: readonly Derivation[],
): Promise<void> {
  for (const target of targets.filter(({ name }) => isMerged(name, derivations))) {
    const columns = target.columns.map(({ name, type }) => `${quoteIdentifier(name)} ${targetSqlTypes[type]}`);
    await store.execute(
      `create table stage.contributions_${target.name} (place integer, ${columns.join(", ")}, file_id integer, source_row integer, source_id varchar)`,
    );
    for (const [place, derivation] of derivations.entries()) {
      if (derivation.table !== target.name) continue;
      const values = selectWithLineage(target, derivation);
      await store.execute(
        `insert into stage.contributions_${target.name}\nselect ${place}, ${values}\n${derivation.from}`,
      );
    }
  }
}

function targetOf(targets: readonly TargetTable[], { table, columns }: Derivation): TargetTable {
  const target = targets.find(({ name }) => name === table);
  if (target === undefined) throw new Error(`a derivation fills table ${table}, which the contract does not hold`);
  const unknown = Object.keys(columns).filter((name) => !target.columns.some((column) => column.name === name));
  if (unknown.length > 0)
    throw new Error(`a derivation fills ${table}.${unknown[0]}, which the contract does not hold`);
  return target;
}

function createTable({ name, columns }: TargetTable, withLineage: boolean): string {
  const definitions = columns.map((column) => `${quoteIdentifier(column.name)} ${targetSqlTypes[column.type]}`);
  if (withLineage) definitions.push("file_id smallint", "source_row integer", "source_id varchar");
  return `create table result.rwid.${name} (${definitions.join(", ")})`;
}

const insertScan = (target: TargetTable, derivation: Derivation): string =>
  `insert into result.rwid.${target.name}\nselect ${selectValues(target, derivation).join(",\n  ")}\n${derivation.from}`;

/** Rows in the order of file and row, so that a load gives the same table whatever the number of threads. */
function insertInto(target: TargetTable, derivation: Derivation): string {
  const order = [...lineageColumns, ...target.columns.map(({ name }) => name)].map(quoteIdentifier).join(", ");
  const rows = `select ${selectWithLineage(target, derivation)}\n${derivation.from}`;
  const ordered = derivation.keepsOrder === true ? rows : `select * from (\n${rows}\n)\norder by ${order}`;
  return `insert into result.rwid.${target.name}\n${ordered}`;
}

const selectWithLineage = (target: TargetTable, derivation: Derivation): string =>
  [...selectValues(target, derivation), ...lineageColumns.map((name) => `s.${name}`)].join(",\n  ");

function selectValues(target: TargetTable, { columns }: Derivation): string[] {
  return target.columns.map(({ name, type }) => {
    const source = columns[name];
    return `${source === undefined ? "null" : `cast(${source.sql} as ${targetSqlTypes[type]})`} as ${quoteIdentifier(name)}`;
  });
}

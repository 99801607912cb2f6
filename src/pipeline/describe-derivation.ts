import { listBreaches, listRows } from "../endpoints/describe-reading.js";
import type { TableId } from "../endpoints/table-columns.js";
import type { Listing } from "../results/records.js";
import { contractVersion } from "../source/contract.js";
import type { DeriveOptions } from "../spec/derive-options.js";
import { hashOf } from "../spec/hash.js";
import type { DerivationNote } from "./derive-tables.js";
import { textTable } from "./text-table.js";
import { engineVersion } from "./version.js";

/** What a derivation tells of itself: resolved options, breaches of the rules and what followed, what became of every lesion row. */
export interface DescribedDerivation {
  readonly engine: string;
  readonly contractVersion: string;
  readonly optionsHash: string;
  readonly options: DeriveOptions;
  readonly subjects: number;
  readonly tables: Readonly<Record<TableId, number>>;
  readonly breaches: readonly NamedRow[];
  readonly lesionRows: readonly NamedRow[];
  /** Rows of the files on the way to lesion_measurement, where they are no such table. */
  readonly sourceRows: readonly NamedRow[];
}

type NamedRow = Readonly<Record<string, string | number | boolean | null>>;

export function describeDerivation(
  options: DeriveOptions,
  { subjects, reading, sourceRows }: DerivationNote,
  tables: Readonly<Record<TableId, number>>,
): DescribedDerivation {
  return {
    engine: engineVersion,
    contractVersion,
    optionsHash: hashOf(options),
    options,
    subjects,
    tables,
    breaches: reading === null ? [] : nameRows(listBreaches("main", reading)),
    lesionRows: reading === null ? [] : nameRows(listRows("main", reading)),
    sourceRows,
  };
}

/** The same for a terminal. */
export function derivationLines({ subjects, breaches, lesionRows, sourceRows }: DescribedDerivation): string[] {
  return [
    `${subjects} subjects`,
    ...textTable(
      [
        ...sourceRows.map(({ fate, rows }) => [`  rows of the files ${fate}`, String(rows)]),
        ...lesionRows.map(({ fate, rows }) => [`  lesion rows ${fate}`, String(rows)]),
      ],
      [1],
    ),
    ...breaches.map(
      ({ table, column, rule, text, policy, count }) =>
        `  ${table}.${column} (${rule}): ${text}; ${count} time(s), policy: ${policy}`,
    ),
  ];
}

function nameRows({ columns, rows }: Listing): NamedRow[] {
  return rows.map((row) => Object.fromEntries(columns.map(({ name }, i) => [name, row[i] ?? null])));
}

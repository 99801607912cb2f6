import { SpecError } from "../../errors.js";
import type { IngestDataset } from "../../spec/ingest-config.js";
import type { MappedTable } from "../../spec/ingest-mapping.js";
import { nearestName } from "../../spec/nearest-name.js";
import { quoteIdentifier } from "../../store/quote-identifier.js";
import { quoteText } from "../../store/quote-text.js";
import type { ColumnSource, Derivation } from "../derivation.js";
import { findColumn, type RawTable } from "../raw-table.js";
import type { StageInput } from "../stage.js";
import type { TargetTable } from "../target-table.js";
import { type ColumnValue, columnValue, precisionOf } from "./column-value.js";

export interface MappedStage {
  readonly stage: StageInput;
  readonly derivation: Derivation;
  /** Unit columns whose rows must agree, as columns of the stage. */
  readonly units: readonly { readonly column: string; readonly stageColumn: string }[];
}

/**
 * A mapping as a stage (typed values, one row a row of the file, a flag per fault) and its derivation. The stage is a view:
 * reading the file's few columns again is cheaper than holding ten million rows twice. Rows that repeat (`distinct`)
 * become one, with the lineage of the first.
 */
export function mappedStage(
  name: string,
  mapping: MappedTable,
  raw: RawTable,
  { dataset, targets, place }: { dataset: IngestDataset; targets: readonly TargetTable[]; place: string },
): MappedStage {
  const target = findTarget(targets, mapping.to, place);
  const values = mapColumns(mapping, raw, target, dataset, place);
  const flags = values.flatMap(({ value }) => value.faults);
  const units = values.flatMap(({ column, value }) =>
    value.unit === null ? [] : [{ column: value.unit.column, stageColumn: `unit_${column}`, sql: value.unit.sql }],
  );
  const id =
    mapping.id === undefined ? "cast(null as varchar)" : `cast(${columnOf(raw, mapping.id, place)} as varchar)`;
  const reasons = mapping.where.map(
    ({ column, oneOf, reason }) =>
      `when coalesce(cast(${columnOf(raw, column, place)} as varchar), '') not in (${oneOf.map(quoteText).join(", ")}) then ${quoteText(reason)}`,
  );
  const selected = [
    `${raw.file.id} as file_id`,
    "cast(source_row as integer) as source_row",
    `${id} as source_id`,
    `${reasons.length === 0 ? "cast(null as varchar)" : `case ${reasons.join(" ")} end`} as reason`,
    ...values.map(({ column, value }) => `${value.sql} as ${quoteIdentifier(column)}`),
    ...flags.map(({ broken }, i) => `(${broken}) as fault_${i}`),
    ...units.map(({ stageColumn, sql }) => `${sql} as ${stageColumn}`),
  ];
  const used = [
    ...values.flatMap(({ value }) => value.from),
    ...mapping.where.map(({ column }) => column),
    ...(mapping.id === undefined ? [] : [mapping.id]),
  ];
  return {
    stage: {
      name,
      label: mapping.to,
      kind: "view",
      sql: `select\n  ${selected.join(",\n  ")}\nfrom ${raw.relation}`,
      faults: flags.map(({ column, rule }, i) => ({ column, rule, broken: `fault_${i}` })),
      required: [],
      used,
    },
    derivation: {
      table: target.name,
      columns: Object.fromEntries(values.map(({ column, value }) => [column, sourceOf(raw.file.shown, column, value)])),
      from: mapping.distinct
        ? distinctRows(
            name,
            values.map(({ column }) => column),
          )
        : `from scratch.stage.${name} as s\nwhere s.reason is null`,
      keepsOrder: !mapping.distinct,
    },
    units,
  };
}

interface MappedValue {
  readonly column: string;
  readonly value: ColumnValue;
}

function mapColumns(
  mapping: MappedTable,
  raw: RawTable,
  target: TargetTable,
  dataset: IngestDataset,
  place: string,
): MappedValue[] {
  const values = Object.entries(mapping.columns).map(([column, mapped]): MappedValue => {
    const found = target.columns.find(({ name }) => name === column);
    const at = `${place}.columns.${column}`;
    if (found === undefined)
      throw unknownName(
        `column of ${target.name}`,
        column,
        target.columns.map(({ name }) => name),
        at,
      );
    const context = {
      raw,
      target: found,
      table: target.name,
      datasetId: dataset.id,
      partialDates: dataset.partialDates,
      place: at,
    };
    return { column, value: columnValue(mapped, context) };
  });
  const plain = { faults: [], from: [], precision: null, unit: null };
  if (target.name === "patient" && mapping.columns.dataset_id === undefined)
    values.push({ column: "dataset_id", value: { ...plain, sql: quoteText(dataset.id), rule: "id of the dataset" } });
  for (const { column, value } of [...values]) {
    const precision = precisionOf[`${target.name}.${column}`];
    if (value.precision === null || precision === undefined || mapping.columns[precision] !== undefined) continue;
    values.push({
      column: precision,
      value: { ...plain, sql: value.precision, from: value.from, rule: "what of the date is there" },
    });
  }
  return values;
}

function sourceOf(file: string, column: string, { from, rule }: ColumnValue): ColumnSource {
  const variables = [...new Set(from)].map((name) => `${file}:${name}`);
  const origin = from.length === 0 ? "assigned" : rule === null ? "collected" : "derived";
  return { sql: `s.${quoteIdentifier(column)}`, origin, from: variables, ...(rule === null ? {} : { rule }) };
}

function distinctRows(name: string, columns: readonly string[]): string {
  const listed = columns.map(quoteIdentifier).join(", ");
  return `from (
  select ${listed}, min(file_id) as file_id, min(source_row) as source_row, arg_min(source_id, source_row) as source_id
  from scratch.stage.${name}
  where reason is null
  group by ${listed}
) as s`;
}

function findTarget(targets: readonly TargetTable[], name: string, place: string): TargetTable {
  const found = targets.find((target) => target.name === name);
  if (found === undefined)
    throw unknownName(
      "table of the contract",
      name,
      targets.map((target) => target.name),
      `${place}.to`,
    );
  return found;
}

function unknownName(what: string, name: string, known: readonly string[], place: string): SpecError {
  const near = nearestName(name, known);
  const hint = near === null ? `expected one of: ${known.join(", ")}` : `did you mean "${near}"?`;
  return new SpecError(`"${name}" is no ${what}; ${hint} → ${place}`);
}

function columnOf(raw: RawTable, name: string, place: string): string {
  const found = findColumn(raw, name);
  if (found === undefined)
    throw new SpecError(
      `${raw.file.shown} has no column ${name}; it has ${raw.columns.map((column) => column.name).join(", ")} → ${place}`,
    );
  return quoteIdentifier(found.name);
}

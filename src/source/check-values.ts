import { quoteIdentifier } from "../store/quote-identifier.js";
import { quoteText } from "../store/quote-text.js";
import type { Store } from "../store/store.js";
import type { Breach } from "./breach.js";
import { contract, type TableName } from "./contract.js";
import type { ContractColumn, ContractTable } from "./contract-table.js";
import { findBreaches, type RowRule } from "./find-breaches.js";
import { dayRange, numberSize } from "./physical-columns.js";

/** Allowed values and ranges of one table's columns. */
export function checkValues(store: Store, table: TableName): Promise<Breach[]> {
  const { columns }: ContractTable = contract[table];
  return findBreaches(store, { table, from: `rwid.${table} as t`, rules: columns.flatMap(valueRules) });
}

function valueRules({ name, type, allowed, range, unit }: ContractColumn): RowRule[] {
  const column = type === "time" ? `${name}_day` : name;
  const value = `t.${quoteIdentifier(column)}`;
  const rules: RowRule[] = [];
  if (allowed !== undefined)
    rules.push({
      column,
      rule: `must be one of ${allowed.join(", ")}`,
      broken: `${value} not in (${allowed.map(quoteText).join(", ")})`,
    });
  const limits = type === "time" ? (range ?? dayRange) : range;
  if (limits !== undefined) {
    const [low, high] = limits;
    const measure = type === "time" ? "days" : unit;
    const rule = `must lie between ${low} and ${high}${measure === undefined ? "" : ` ${measure}`}`;
    rules.push({ column, rule, broken: `${value} not between ${low} and ${high}` });
  }
  if (type === "number" && range === undefined) rules.push(...sizeRules(column, value));
  return rules;
}

/** Beyond these no measurement lies, and squares of such numbers would run out of the computer's own range. */
function sizeRules(column: string, value: string): RowRule[] {
  const { largest, smallest } = numberSize;
  return [
    {
      column,
      rule: `must not exceed ${largest} in size, as no measurement does; check its unit, or a code for missing`,
      broken: `abs(${value}) > ${largest}`,
    },
    {
      column,
      rule: `must be 0 or at least ${smallest} in size; check its unit`,
      broken: `${value} <> 0 and abs(${value}) < ${smallest}`,
    },
  ];
}

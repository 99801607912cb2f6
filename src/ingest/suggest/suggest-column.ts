import type { CodeLists } from "../code-lists.js";
import type { TargetColumn } from "../target-table.js";
import { plainName } from "./column-names.js";
import type { SampledColumn, SampledFile } from "./sample-file.js";

/** Stands where a person must decide; a load refuses it. */
export const undecided = "?";

const dateForms: readonly (readonly [string, RegExp])[] = [
  ["iso", /^\d{4}(-\d{2}(-\d{2}([T ].*)?)?)?$/],
  ["dd.mm.yyyy", /^\d{1,2}\.\d{1,2}\.\d{4}$/],
  ["dd-mon-yyyy", /^\d{1,2}-[A-Za-z]{3}-\d{4}$/],
  ["yyyymmdd", /^(19|20)\d{6}$/],
  ["excel-days", /^[1-9]\d{4}$/],
];

/** The mapping of one column as a draft writes it, and what is left to decide. */
export function suggestColumn(
  file: SampledFile,
  column: SampledColumn,
  target: TargetColumn,
  lists: CodeLists,
): { readonly mapped: unknown; readonly question: string | null } {
  if (target.type === "date") return suggestDate(column);
  if (target.unit === "mm" && target.type === "number") return suggestLength(file, column);
  if (target.allowed.length > 0 && target.type === "text") return suggestCodes(column, target, lists);
  return { mapped: column.name, question: null };
}

function suggestDate({ name, type, values }: SampledColumn): { mapped: unknown; question: string | null } {
  if (type === "date") return { mapped: name, question: null };
  const slashed = values.filter((value) => /^\d{1,2}\/\d{1,2}\/\d{4}$/.test(value));
  if (values.length > 0 && slashed.length === values.length) {
    const parts = slashed.map((value) => value.split("/").map(Number));
    const dayFirst = parts.some(([first]) => first! > 12);
    const monthFirst = parts.some(([, second]) => second! > 12);
    if (dayFirst !== monthFirst)
      return { mapped: { from: name, date: dayFirst ? "dd/mm/yyyy" : "mm/dd/yyyy" }, question: null };
    return { mapped: { from: name, date: undecided }, question: `is ${name} written dd/mm/yyyy or mm/dd/yyyy` };
  }
  const form = dateForms.find(([, pattern]) => values.length > 0 && values.every((value) => pattern.test(value)));
  if (form === undefined)
    return { mapped: { from: name, date: undecided }, question: `how are the dates in ${name} written` };
  return { mapped: form[0] === "iso" ? name : { from: name, date: form[0] }, question: null };
}

function suggestLength(file: SampledFile, { name }: SampledColumn): { mapped: unknown; question: string | null } {
  const stated = /(mm|cm)$/.exec(plainName(name))?.[1];
  if (stated !== undefined) return { mapped: { from: name, unit: stated }, question: null };
  const units = file.columns.find(
    (column) => column.values.length > 0 && column.values.every((value) => ["mm", "cm"].includes(value.toLowerCase())),
  );
  if (units !== undefined) return { mapped: { from: name, unit: { column: units.name } }, question: null };
  return { mapped: { from: name, unit: undecided }, question: `is ${name} in mm or cm` };
}

/** Codes by name: the contract's own words, the code lists, a first letter that only one word has. */
function suggestCodes(
  { name, values }: SampledColumn,
  target: TargetColumn,
  lists: CodeLists,
): { mapped: unknown; question: string | null } {
  if (values.every((value) => target.allowed.includes(value))) return { mapped: name, question: null };
  const known = Object.values(lists).filter(({ entries }) =>
    Object.values(entries).every((to) => to === null || target.allowed.includes(to)),
  );
  const codes = values.slice(0, 50).map((value): readonly [string, string | null] => {
    const upper = value.toUpperCase();
    const own = target.allowed.find((word) => word.toUpperCase() === upper);
    if (own !== undefined) return [value, own];
    for (const { entries } of known) if (upper in entries) return [value, entries[upper] ?? null];
    const initial = target.allowed.filter((word) => value.length === 1 && word.startsWith(value.toLowerCase()));
    return [value, initial.length === 1 ? initial[0]! : undecided];
  });
  const open = codes.filter(([, to]) => to === undecided).length;
  const question =
    open === 0
      ? null
      : `codes in ${name} that are not known, and what they mean (${target.allowed.join(", ")}): ${open}`;
  return { mapped: { from: name, codes: Object.fromEntries(codes) }, question };
}

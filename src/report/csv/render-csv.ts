import type { Table } from "../document/model.js";
import { writeField } from "./write-field.js";

/**
 * A table as CSV (RFC 4180): heading, then a row for each row of the table; a group's heading stands in a first column of its own, and an
 * indented row under another row carries that row's name (`Age (years): Mean (SD)`), so that the file can be filtered. A text that a spreadsheet would take for a formula gets a leading apostrophe; a plain number never does.
 */
export function renderCsv(table: Table): string {
  const hasGroups = table.rows.some(({ kind }) => kind === "group");
  const headings = table.columns.map(({ heading }) => heading.join(" "));
  const lines: string[][] = [hasGroups ? ["Group", ...headings] : headings];
  let group = "";
  let parent = "";
  for (const { kind, cells } of table.rows) {
    const [first = "", ...others] = cells.map(({ text }) => text);
    const isIndented = cells[0]?.indent === 1;
    if (kind === "group") group = first;
    if (!isIndented) parent = kind === "group" ? "" : first;
    if (kind === "group") continue;
    const name = isIndented && parent !== "" ? `${parent}: ${first}` : first;
    lines.push(hasGroups ? [group, name, ...others] : [name, ...others]);
  }
  return lines.map((line) => `${line.map(writeField).join(",")}\r\n`).join("");
}

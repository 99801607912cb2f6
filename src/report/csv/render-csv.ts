import type { Table } from "../document/model.js";

/** A number as a table prints it: nothing that a spreadsheet would compute. */
const plainNumber = /^-?\d+(\.\d+)?$/;

/**
 * A table as CSV (RFC 4180): heading, then a row for each row of the table; a group's heading stands in a first column of its own, so that
 * the file can be filtered. A text that a spreadsheet would take for a formula gets a leading apostrophe; a plain number never does.
 */
export function renderCsv(table: Table): string {
  const hasGroups = table.rows.some(({ kind }) => kind === "group");
  const headings = table.columns.map(({ heading }) => heading.join(" "));
  const lines: string[][] = [hasGroups ? ["Group", ...headings] : headings];
  let group = "";
  for (const { kind, cells } of table.rows) {
    const texts = cells.map(({ text }) => text);
    if (kind === "group") group = texts[0] ?? "";
    else lines.push(hasGroups ? [group, ...texts] : texts);
  }
  return lines.map((line) => `${line.map(writeField).join(",")}\r\n`).join("");
}

function writeField(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && !plainNumber.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

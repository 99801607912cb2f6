import type { MappingReport, VariableOrigin } from "../ingest/mapping-report.js";
import type { SourceFile } from "../ingest/source-file.js";

/** The mapping report as a page of Markdown. Holds row numbers and counts, no patient's value. */
export function renderMappingReport(report: MappingReport, title: string): string {
  const files = new Map(report.files.map((file) => [file.id, file.shown]));
  const setAside = report.stages.flatMap(({ file, label, setAside }) =>
    setAside.map(({ reason, rows, first }) => [file.shown, label, reason, rows, firstOf(file, first)]),
  );
  const notes = report.stages.flatMap(({ file, label, notes }) =>
    notes.map(({ column, reason, rows, first }) => [
      file.shown,
      label,
      column ?? "",
      reason,
      rows,
      firstOf(file, first),
    ]),
  );
  const sections = [
    `# Mapping report: ${title}`,
    `Engine ${report.engineVersion}; configuration ${report.configHash}. Rows are counted from 1 below a file's header.`,
    "## Tables",
    table(
      ["table", "rows"],
      report.tables.filter(({ rows }) => rows > 0).map(({ table, rows }) => [table, rows]),
    ),
    "## Files",
    table(
      ["file", "bytes", "SHA-256"],
      report.files.map(({ shown, bytes, sha256, parts }) => [
        shown,
        bytes,
        sha256 ?? `${parts?.length ?? 0} files, by SOP instance UID in provenance.dicom_file`,
      ]),
    ),
    "## Rows read, used, set aside",
    table(
      ["file", "as", "read", "used", "set aside"],
      report.stages.map(({ file, label, read, used }) => [file.shown, label, read, used, read - used]),
    ),
    ...part("Set aside, and why", ["file", "as", "reason", "rows", "first rows"], setAside),
    ...part("Notes", ["file", "as", "column", "what", "rows", "first rows"], notes),
    ...part(
      "Accepted findings",
      ["dataset", "finding", "because"],
      report.acceptances.map(({ dataset, finding, because }) => [dataset, finding, because]),
    ),
    ...part(
      "What was found of them in the files",
      ["dataset", "finding", "tag", "files"],
      report.findings.map(({ dataset, finding, tag, files }) => [dataset, finding, tag ?? "", files]),
    ),
    "## Where each variable comes from",
    table(["table", "column", "origin", "from", "how"], report.origins.map(originRow)),
    ...part(
      "Columns that are not read",
      ["file", "columns"],
      report.unread.map(({ file, columns }) => [file, columns.join(", ")]),
    ),
    "## Records by file",
    table(
      ["table", "file", "records", "with an identifier of the source"],
      report.records.map(({ table, fileId, records, identified }) => [
        table,
        fileId === null ? "configuration" : (files.get(fileId) ?? ""),
        records,
        identified,
      ]),
    ),
    ...part(
      "Code lists",
      ["dataset", "list", "version", "source", "contract"],
      report.codeLists.map(({ dataset, list, version, from, to }) => [dataset, list, version, from, to ?? "(missing)"]),
    ),
  ];
  return `${sections.join("\n\n")}\n`;
}

/** Rows by number; of a folder whose files are its rows, by name. */
const firstOf = ({ parts }: SourceFile, rows: readonly number[]): string =>
  rows.map((row) => parts?.[row - 1] ?? row).join(", ");

function originRow({ table, column, origin, from, rule, codeList }: VariableOrigin): string[] {
  const how = [rule, codeList === null ? null : `code list ${codeList}`].filter((part) => part !== null).join("; ");
  return [table, column, origin, from.join(", "), how];
}

function part(title: string, head: readonly string[], rows: readonly (readonly (string | number)[])[]): string[] {
  return rows.length === 0 ? [] : [`## ${title}`, table(head, rows)];
}

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]) =>
    `| ${cells.map((cell) => String(cell).replaceAll("|", "\\|").replaceAll("\n", " ")).join(" | ")} |`;
  return [line(head), `|${head.map(() => "---|").join("")}`, ...rows.map(line)].join("\n");
}

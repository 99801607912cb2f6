import { escapeHtml } from "../report/html/escape-html.js";
import { textTable } from "./text-table.js";

/** One page about one patient: headed tables, in reading order. Cells are text as it is shown. */
export interface AuditPage {
  readonly title: string;
  /** What a reader must know first: where the page stands, what it shows. */
  readonly notes: readonly string[];
  readonly sections: readonly AuditSection[];
}

export interface AuditSection {
  readonly heading: string;
  readonly notes?: readonly string[];
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The page for a terminal. */
export function auditText({ title, notes, sections }: AuditPage): string[] {
  return [
    title,
    ...notes,
    ...sections.flatMap(({ heading, notes: own = [], columns, rows }) => [
      "",
      heading,
      ...own,
      ...(rows.length === 0 ? ["  none"] : textTable([columns, ...rows]).map((line) => `  ${line}`)),
    ]),
  ];
}

/** The page as one HTML file that needs nothing else. */
export function auditHtml({ title, notes, sections }: AuditPage): string {
  const paragraph = (text: string) => `<p>${escapeHtml(text)}</p>`;
  const row = (cells: readonly string[], tag: "th" | "td") =>
    `<tr>${cells.map((cell) => `<${tag}${tag === "th" ? ' scope="col"' : ""}>${escapeHtml(cell)}</${tag}>`).join("")}</tr>`;
  const body = sections.map(({ heading, notes: own = [], columns, rows }) => {
    const table =
      rows.length === 0
        ? paragraph("none")
        : `<div class="wide"><table><thead>${row(columns, "th")}</thead><tbody>${rows.map((cells) => row(cells, "td")).join("\n")}</tbody></table></div>`;
    return `<section><h2>${escapeHtml(heading)}</h2>${own.map(paragraph).join("")}${table}</section>`;
  });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${notes.map(paragraph).join("\n")}
${body.join("\n")}
</main>
</body>
</html>
`;
}

const style = `:root{color-scheme:light dark}
body{font:15px/1.5 system-ui,sans-serif;margin:0}
main{max-width:76rem;margin:0 auto;padding:1.5rem}
h1{font-size:1.5rem}h2{font-size:1.1rem;margin:1.8rem 0 .4rem}
p{margin:.2rem 0}
.wide{overflow-x:auto}
table{border-collapse:collapse;font-size:.9rem}
th,td{text-align:left;padding:.2rem .7rem .2rem 0;border-bottom:1px solid #8886;vertical-align:top}
th{font-weight:600}
@media print{main{max-width:none;padding:0}body{font-size:9pt}}`;

import { renderCsv } from "./csv/render-csv.js";
import { renderIndex } from "./csv/render-index.js";
import { tablesOf } from "./document/blocks-of.js";
import type { ReportDocument } from "./document/model.js";
import { renderDocx } from "./docx/render-docx.js";
import { loadFonts } from "./fonts/load-fonts.js";
import { loadClient } from "./html/load-client.js";
import { renderHtml } from "./html/render-html.js";
import { renderPdf } from "./pdf/render-pdf.js";
import type { RenderedFile, ReportFormat } from "./render-report.js";

/** The pages of a document that has no figures, in the formats asked for, and its tables as CSV with an index of them. */
export async function renderDocument(
  document: ReportDocument,
  formats: readonly ReportFormat[],
): Promise<RenderedFile[]> {
  const none = new Map<string, string>();
  const tables = tablesOf(document.sections);
  const files: RenderedFile[] = tables.map((table) => ({
    path: `tables/${table.file}.csv`,
    content: renderCsv(table),
  }));
  files.push({ path: "tables/index.csv", content: renderIndex(tables) });
  if (formats.includes("html")) files.push({ path: "report.html", content: renderHtml(document, none, loadClient()) });
  if (formats.includes("pdf")) files.push({ path: "report.pdf", content: renderPdf(document, loadFonts(), none) });
  if (formats.includes("docx"))
    files.push({ path: "report.docx", content: await renderDocx(document, loadFonts(), none) });
  return files;
}

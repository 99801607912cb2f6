import { SpecError } from "../errors.js";
import type { ResultsFile } from "../results/results-file.js";
import { describeArd } from "./ard/describe-ard.js";
import { renderArd } from "./ard/render-ard.js";
import { writeReportingEvent } from "./ars/write-reporting-event.js";
import { renderCsv } from "./csv/render-csv.js";
import { renderIndex } from "./csv/render-index.js";
import { figuresOf, tablesOf } from "./document/blocks-of.js";
import type { ReportDocument } from "./document/model.js";
import { renderDocx } from "./docx/render-docx.js";
import { compileFigure, writeVegaLite } from "./figures/compile-figure.js";
import { renderSvg } from "./figures/render-svg.js";
import { loadFonts } from "./fonts/load-fonts.js";
import { loadClient } from "./html/load-client.js";
import { renderHtml } from "./html/render-html.js";
import { renderPdf } from "./pdf/render-pdf.js";
import { readResults } from "./records/read-results.js";
import { writeDocument } from "./write-document.js";
import { writeBiasDocument, writeComparisonDocument } from "./write-part-document.js";

export interface RenderedFile {
  /** Relative to the output folder, with forward slashes: `report.html`, `figures/f14-2-2-1-kaplan-meier.svg`. */
  readonly path: string;
  readonly content: string | Uint8Array;
}

/** A page in the report's formats: one file each. */
export type ReportFormat = "html" | "pdf" | "docx";

/** What is written of the results: the whole report, or one part of it as a report of its own. */
export type ReportScope = "report" | "comparison" | "bias";

const writers: Readonly<Record<ReportScope, typeof writeDocument>> = {
  report: writeDocument,
  comparison: writeComparisonDocument,
  bias: writeBiasDocument,
};

/** Makes the Word file of a document, `drawings` being its figures' SVG by id; somewhere else, while this thread goes on. */
export type RenderWord = (document: ReportDocument, drawings: ReadonlyMap<string, string>) => Promise<Uint8Array>;

export interface ReportOptions {
  /** By default the whole report. */
  readonly scope?: ReportScope;
  readonly formats: readonly ReportFormat[];
  /** ISO date (YYYY-MM-DD) to print and to give PDF and Word in place of the data cut-off. */
  readonly asOf?: string;
  /** By default the Word file is made here, after the other pages. */
  readonly renderWord?: RenderWord | undefined;
  readonly progress?: (step: string, share: number) => void;
}

/**
 * Every file of a report, made from results alone: the pages in the formats asked for, each figure as SVG and Vega-Lite, each table as CSV with an index of them,
 * the results as a CDISC ARS reporting event (`ars.json`) and as a flat table (`ard.csv`).
 * The same results give the same bytes. Throws DataError where the results are of another version or lack a record.
 */
export async function renderReport(results: ResultsFile, options: ReportOptions): Promise<RenderedFile[]> {
  const progress = options.progress ?? (() => {});
  const asOf = checkDate(options.asOf);
  const input = readResults(results);
  const fonts = loadFonts();
  const document = writers[options.scope ?? "report"](input, fonts, asOf);
  const files: RenderedFile[] = [];
  const drawings = new Map<string, string>();
  const figures = figuresOf(document.sections);
  for (const [i, figure] of figures.entries()) {
    progress("figures", i / figures.length);
    const svg = await renderSvg(compileFigure(figure), fonts);
    drawings.set(figure.id, svg);
    files.push(
      { path: `figures/${figure.file}.svg`, content: svg },
      { path: `figures/${figure.file}.vl.json`, content: `${JSON.stringify(writeVegaLite(figure), null, 1)}\n` },
    );
  }
  const tables = tablesOf(document.sections);
  for (const table of tables) files.push({ path: `tables/${table.file}.csv`, content: renderCsv(table) });
  files.push({ path: "tables/index.csv", content: renderIndex(tables) });
  files.push({ path: "ars.json", content: `${JSON.stringify(writeReportingEvent(input, document), null, 1)}\n` });
  files.push({ path: "ard.csv", content: renderArd(describeArd(results)) });
  const isWord = options.formats.includes("docx");
  const elsewhere = isWord ? options.renderWord?.(document, drawings) : undefined;
  if (options.formats.includes("html")) {
    progress("html", 0);
    files.push({ path: "report.html", content: renderHtml(document, drawings, loadClient()) });
  }
  if (options.formats.includes("pdf")) {
    progress("pdf", 0);
    files.push({ path: "report.pdf", content: renderPdf(document, fonts, drawings) });
  }
  if (isWord) {
    progress("docx", 0);
    files.push({ path: "report.docx", content: await (elsewhere ?? renderDocx(document, fonts, drawings)) });
  }
  return files;
}

function checkDate(date: string | undefined): string | null {
  if (date === undefined) return null;
  const time = Date.parse(`${date}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || Number.isNaN(time))
    throw new SpecError(`the report's date must be an ISO date such as 2024-06-30; got "${date}" → --as-of`);
  return date;
}

import { NodeCompiler } from "@myriaddreamin/typst-ts-node-compiler";
import { figuresOf } from "../document/blocks-of.js";
import type { FigureSize } from "../document/gather-figures.js";
import type { ReportDocument } from "../document/model.js";
import type { Fonts } from "../fonts/load-fonts.js";
import { makeGlyphFilter } from "./drawable-text.js";
import { checkPdf } from "./lint/lint-pdf.js";
import { openWithBookmarks } from "./open-with-bookmarks.js";
import { writeTypst } from "./typst-source.js";

/** 2000-01-01T00:00:00Z: the date of a file for which neither data nor caller give one. */
const noDate = 946_684_800;
/** A folder that need not exist: every file of the document is handed over in memory. */
const workspace = "/report";

/**
 * The report as PDF 1.7: tagged, bookmarked, fonts embedded, figures as vectors with searchable text. The same document gives the same bytes:
 * the date is the document's, and only the fonts handed over are used. `drawings`: the figures' SVG by id. Throws
 * where the file breaks a rule of `lint/`, with the rule and the page.
 */
export function renderPdf(document: ReportDocument, fonts: Fonts, drawings: ReadonlyMap<string, string>): Uint8Array {
  const compiler = NodeCompiler.create({
    workspace,
    fontArgs: [{ fontBlobs: fonts.files.map((file) => Buffer.from(file)) }],
  });
  const glyphs = makeGlyphFilter(fonts);
  const sizes = new Map<string, FigureSize>();
  for (const { id } of figuresOf(document.sections)) {
    const svg = drawings.get(id);
    if (svg === undefined) throw new Error(`figure ${id} was not drawn`);
    compiler.mapShadow(`${workspace}/${id}.svg`, Buffer.from(glyphs.filterDrawing(svg)));
    sizes.set(id, sizeOf(svg));
  }
  const compiled = compiler.compile({ mainFileContent: writeTypst(document, sizes, glyphs) });
  if (compiled.result === null) {
    const { shortDiagnostics } = compiled.takeError() ?? { shortDiagnostics: [] };
    throw new Error(`the PDF's source does not compile: ${JSON.stringify(shortDiagnostics)}`);
  }
  const warnings = compiled.takeWarnings();
  if (warnings !== null)
    throw new Error(`the PDF's source gives warnings: ${JSON.stringify(warnings.shortDiagnostics)}`);
  const creationTimestamp =
    document.date === null ? noDate : Date.parse(`${document.date.slice(0, 10)}T00:00:00Z`) / 1000;
  const pdf = openWithBookmarks(
    compiler.pdf(compiled.result, { pdfStandard: "1.7", pdfTags: true, creationTimestamp }),
  );
  checkPdf(pdf, { paper: document.paper });
  return pdf;
}

function sizeOf(svg: string): FigureSize {
  const [width, height] = ["width", "height"].map((name) =>
    Number(new RegExp(`<svg[^>]*\\s${name}="([\\d.]+)"`).exec(svg)?.[1]),
  );
  if (width === undefined || height === undefined || !(width > 0 && height > 0))
    throw new Error("an SVG must state its size");
  return { width, height };
}

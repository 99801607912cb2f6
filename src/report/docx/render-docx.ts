import { Document, Footer, Packer, PageBreak, PageNumber, Paragraph, Tab, TabStopType, TextRun } from "docx";
import { figuresOf } from "../document/blocks-of.js";
import { gatherFigures } from "../document/gather-figures.js";
import type { ReportDocument, Section } from "../document/model.js";
import { idsOf } from "../document/number-sections.js";
import { readSvg } from "../emf/read-svg.js";
import { renderEmf } from "../emf/render-emf.js";
import { softInk } from "../figures/palette.js";
import type { Fonts } from "../fonts/load-fonts.js";
import { type WordBlock, type WordContext, type WordDrawing, wordBlock, wordKeyValues } from "./docx-block.js";
import { wordContents } from "./docx-contents.js";
import { makeBookmarks, wordText } from "./docx-inlines.js";
import { pageOf } from "./docx-page.js";
import { numbering, styleIds, styles, wordColour } from "./docx-styles.js";
import { rewritePackage } from "./rewrite-package.js";

/** The date of a file for which neither data nor caller give one. */
const noDate = "2000-01-01";

/**
 * The report as a Word file: real headings, contents and list of outputs as fields, captions, table heads that repeat, figures as vectors with an
 * alternative text, page numbers. The same document gives the same bytes. `drawings`: the figures' SVG by id.
 */
export async function renderDocx(
  document: ReportDocument,
  fonts: Fonts,
  drawings: ReadonlyMap<string, string>,
): Promise<Uint8Array> {
  const page = pageOf(document.paper);
  const bookmarks = makeBookmarks(document.sections.flatMap(idsOf));
  const context: WordContext = { bookmarks, page, drawings: drawFigures(document, fonts, drawings) };
  const body: readonly WordBlock[] = [
    ...titlePage(document, context),
    ...(wordContents(document.sections, bookmarks, page.textWidth) as readonly WordBlock[]),
    ...document.sections.flatMap((section) => wordSection(section, 1, context)),
  ];
  const file = new Document({
    title: document.title,
    subject: document.subtitle,
    creator: document.producer,
    lastModifiedBy: document.producer,
    description: document.notice,
    styles,
    numbering,
    features: { updateFields: true },
    sections: [
      {
        properties: {
          page: {
            size: { width: page.width, height: page.height },
            margin: { ...page.margin, header: 500, footer: 560 },
          },
        },
        footers: { default: pageFooter(document.footer, page.textWidth) },
        children: [...body],
      },
    ],
  });
  return rewritePackage(await Packer.toBuffer(file), `${(document.date ?? noDate).slice(0, 10)}T00:00:00Z`);
}

function drawFigures(
  { sections }: ReportDocument,
  fonts: Fonts,
  drawings: ReadonlyMap<string, string>,
): ReadonlyMap<string, WordDrawing> {
  return new Map(
    figuresOf(sections).map(({ id, number }, i) => {
      const svg = drawings.get(id);
      if (svg === undefined) throw new Error(`figure ${number} was not drawn`);
      const drawing = readSvg(svg);
      const { width, height } = drawing;
      return [id, { svg, emf: renderEmf(drawing, fonts), width, height, number: i + 1 }];
    }),
  );
}

function titlePage(document: ReportDocument, context: WordContext): readonly WordBlock[] {
  const date = document.date === null ? "" : `, ${document.date}`;
  return [
    new Paragraph({ style: styleIds.subtitle, children: [wordText(`${document.subtitle}${date}`)] }),
    new Paragraph({ style: "Title", children: [wordText(document.title)] }),
    ...wordKeyValues(document.facts, context),
    new Paragraph({ children: [wordText(document.notice)] }),
    new Paragraph({ children: [new PageBreak()] }),
  ];
}

const headingStyles = ["Heading1", "Heading2"] as const;

function wordSection(section: Section, level: number, context: WordContext): readonly WordBlock[] {
  const heading = wordText(`${section.number} ${section.heading}`);
  return [
    new Paragraph({
      style: headingStyles[level - 1] ?? "Heading2",
      // The first chapter starts a page of its own, after the contents.
      pageBreakBefore: section.number === "1",
      children: [...context.bookmarks.mark(section.id, [heading])],
    }),
    ...gatherFigures(section.blocks, context.drawings).flatMap((block) => wordBlock(block, context)),
    ...section.sections.flatMap((child) => wordSection(child, level + 1, context)),
  ];
}

const pageFooter = (text: string, textWidth: number): Footer =>
  new Footer({
    children: [
      new Paragraph({
        tabStops: [{ type: TabStopType.RIGHT, position: textWidth }],
        children: [
          new TextRun({
            size: 18,
            color: wordColour(softInk),
            children: [text, new Tab(), "Page ", PageNumber.CURRENT, " of ", PageNumber.TOTAL_PAGES],
          }),
        ],
      }),
    ],
  });

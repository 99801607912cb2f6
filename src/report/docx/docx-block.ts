import { ImageRun, Paragraph, type Table as WordTable } from "docx";
import type { Block, Callout, Code, Figure, Inlines, KeyValues, Table } from "../document/model.js";
import { controlColour, softInk, trialColour } from "../figures/palette.js";
import { type Bookmarks, wordInlines, wordText } from "./docx-inlines.js";
import type { Page } from "./docx-page.js";
import { calloutRule, styleIds } from "./docx-styles.js";
import { wordFacts, wordTable } from "./docx-table.js";

/** A figure's drawing twice: as SVG, and as a metafile for programs that draw no SVG. */
export interface WordDrawing {
  readonly svg: string;
  readonly emf: Uint8Array;
  /** In pixels. */
  readonly width: number;
  readonly height: number;
  /** Number of the picture in the file, from 1. */
  readonly number: number;
}

/** What blocks need to become Word's. */
export interface WordContext {
  readonly bookmarks: Bookmarks;
  readonly page: Page;
  readonly drawings: ReadonlyMap<string, WordDrawing>;
}

export type WordBlock = Paragraph | WordTable;

const twipsPerPixel = 15;
const tones = { key: trialColour, warning: controlColour, limitation: softInk } as const;

export function wordBlock(block: Block, context: WordContext): readonly WordBlock[] {
  const { bookmarks } = context;
  switch (block.kind) {
    case "paragraph":
      return [
        new Paragraph({ keepNext: announces(block.content), children: [...wordInlines(block.content, bookmarks)] }),
      ];
    case "list":
      return block.items.map(
        (item) =>
          new Paragraph({ numbering: { reference: "bullets", level: 0 }, children: [...wordInlines(item, bookmarks)] }),
      );
    case "key-values":
      return wordKeyValues(block, context);
    case "callout":
      return wordCallout(block, context);
    case "code":
      return wordCode(block);
    case "table":
      return [
        ...wordTitle("Table", block, context),
        wordTable(block, context.page.textWidth),
        ...wordNotes(block.footnotes),
      ];
    case "figure":
      return wordFigure(block, context);
  }
}

/** Whether a paragraph ends with a colon: then it stays with what it announces. */
const announces = (content: Inlines): boolean => content[content.length - 1]?.text.endsWith(":") ?? false;

/** A table must be followed by a paragraph, or the next table joins it. */
export const wordKeyValues = (block: KeyValues, { bookmarks, page }: WordContext): readonly WordBlock[] => [
  new Paragraph({ style: styleIds.factsLabel, children: [wordText(block.label)] }),
  wordFacts(block, bookmarks, page.textWidth),
  new Paragraph({ style: styleIds.footnote, children: [] }),
];

function wordCallout({ tone, title, content }: Callout, { bookmarks }: WordContext): readonly Paragraph[] {
  const border = calloutRule(tones[tone]);
  return [
    new Paragraph({ style: styleIds.calloutTitle, border, children: [wordText(title)] }),
    ...content.map(
      (line) => new Paragraph({ style: styleIds.callout, border, children: [...wordInlines(line, bookmarks)] }),
    ),
  ];
}

const wordCode = ({ label, text }: Code): readonly Paragraph[] => [
  new Paragraph({ style: styleIds.factsLabel, children: [wordText(label)] }),
  new Paragraph({ style: styleIds.code, children: [wordText(text)] }),
];

function wordFigure(figure: Figure, context: WordContext): readonly Paragraph[] {
  const drawing = context.drawings.get(figure.id);
  if (drawing === undefined) throw new Error(`figure ${figure.number} was not drawn`);
  const { page } = context;
  const scale = Math.min(
    1,
    page.textWidth / (drawing.width * twipsPerPixel),
    page.figureHeight / (drawing.height * twipsPerPixel),
  );
  const image = new ImageRun({
    type: "svg",
    data: Buffer.from(drawing.svg),
    // The metafile takes its own name when the package is rewritten: the library knows pixel formats only.
    fallback: { type: "png", data: Buffer.from(drawing.emf) },
    transformation: { width: drawing.width * scale, height: drawing.height * scale },
    altText: {
      id: String(drawing.number),
      name: `Figure ${figure.number}`,
      title: figure.title,
      description: figure.alt,
    },
  });
  return [
    ...wordTitle("Figure", figure, context),
    new Paragraph({ keepNext: true, keepLines: true, children: [image] }),
    ...wordNotes(figure.footnotes),
  ];
}

const wordTitle = (kind: string, { id, number, title, population }: Table | Figure, { bookmarks }: WordContext) => [
  new Paragraph({
    style: styleIds.caption,
    children: [...bookmarks.mark(id, [wordText(`${kind} ${number} ${title}`)])],
  }),
  new Paragraph({ style: styleIds.population, children: [wordText(population)] }),
];

const wordNotes = (lines: readonly string[]): readonly Paragraph[] =>
  lines.map((line) => new Paragraph({ style: styleIds.footnote, children: [wordText(line)] }));

import type {
  Block,
  Callout,
  Cell,
  Code,
  Column,
  Figure,
  Inline,
  Inlines,
  KeyValues,
  Row,
  Table,
} from "../document/model.js";
import { breakLongWords } from "./drawable-text.js";
import { typstString } from "./escape-typst.js";

/** Size of a figure's SVG in pixels. */
export interface FigureSize {
  readonly width: number;
  readonly height: number;
}

/** What blocks need to become Typst: text made drawable, and the size of each figure. */
export interface TypstContext {
  readonly filter: (text: string) => string;
  readonly figureSizes: ReadonlyMap<string, FigureSize>;
}

/** Longest word that is left whole, by where it stands. */
const longestWord = { text: 72, cell: 22, code: 86 } as const;
const pointsPerPixel = 0.75;

/** A block of the document as Typst source. The functions it calls are those of `typst-style.ts`. */
export function typstBlock(block: Block, context: TypstContext): string {
  switch (block.kind) {
    case "paragraph":
      return `#par(${typstInlines(block.content, context)})`;
    case "list":
      return `#list(${block.items.map((item) => typstInlines(item, context)).join(", ")})`;
    case "key-values":
      return typstKeyValues(block, context);
    case "callout":
      return typstCallout(block, context);
    case "code":
      return typstCode(block, context);
    case "table":
      return typstTable(block, context);
    case "figure":
      return typstFigure(block, context);
  }
}

/** A text of the document as a Typst string. */
export const typstText = (text: string, { filter }: TypstContext, longest: number = longestWord.text): string =>
  typstString(breakLongWords(filter(text), longest));

export const typstInlines = (content: Inlines, context: TypstContext): string =>
  `[${content.map((inline) => `#${typstInline(inline, context)};`).join("")}]`;

function typstInline(inline: Inline, context: TypstContext): string {
  const text = typstText(inline.text, context);
  switch (inline.kind) {
    case "text":
      return text;
    case "strong":
      return `strong(${text})`;
    case "emphasis":
      return `emph(${text})`;
    case "code":
      return `raw(${text})`;
    case "link":
      return `link(label(${typstString(inline.to)}), ${text})`;
  }
}

export function typstKeyValues({ label, entries }: KeyValues, context: TypstContext): string {
  const cells = entries.flatMap(({ key, value }) => [
    `fact-key(${typstText(key, context, longestWord.cell)})`,
    typstInlines(value, context),
  ]);
  return `#facts(${typstText(label, context)}, ${cells.join(", ")})`;
}

const typstCallout = ({ tone, title, content }: Callout, context: TypstContext): string =>
  `#callout(${typstString(tone)}, ${typstText(title, context)}, ${content.map((line) => typstInlines(line, context)).join(", ")})`;

const typstCode = ({ label, text }: Code, context: TypstContext): string =>
  `#listing(${typstText(label, context)}, ${typstText(text, context, longestWord.code)})`;

function typstTable(table: Table, context: TypstContext): string {
  const columns = `(${table.columns.map(({ width }) => `${width}fr`).join(", ")},)`;
  const align = `(${table.columns.map(({ align: side }) => side).join(", ")},)`;
  const head = table.columns.map((column) => typstHeading(column, context));
  const rows = table.rows.map((row) => typstRow(row, table.columns.length, context));
  const body = [
    typstTitle("Table", table, context),
    `#data-table(${columns}, ${align}, (${head.join(", ")},), (${rows.flat().join(", ")},))`,
    typstFootnotes(table.footnotes, context),
  ].join("\n");
  return `#keep-together[${body}]`;
}

const typstHeading = ({ heading }: Column, context: TypstContext): string =>
  `[${heading.map((line) => `#strong(${typstText(line, context, longestWord.cell)})`).join("#linebreak()")}]`;

function typstRow(row: Row, columns: number, context: TypstContext): readonly string[] {
  if (row.kind === "group") return [`group-row(${columns}, ${typstText(row.cells[0]?.text ?? "", context)})`];
  return row.cells.map((cell) => typstCell(cell, context));
}

function typstCell({ text, strong, indent }: Cell, context: TypstContext): string {
  const content = typstText(unbreakInterval(text), context, longestWord.cell);
  const weighted = strong === true ? `strong(${content})` : content;
  return indent === 1 ? `pad(left: 8pt, ${weighted})` : weighted;
}

/** An interval breaks before its parenthesis, never inside. */
const unbreakInterval = (text: string): string => text.replace(/(\(-?[\w.]+,) (-?[\w.]+\))/g, "$1\u00a0$2");

function typstFigure(figure: Figure, context: TypstContext): string {
  const size = context.figureSizes.get(figure.id);
  if (size === undefined) throw new Error(`figure ${figure.number} was not drawn`);
  const image = `drawing(${typstString(`${figure.id}.svg`)}, ${size.width * pointsPerPixel}pt, ${size.height * pointsPerPixel}pt, ${typstText(figure.alt, context)})`;
  return `#keep-together[${[typstTitle("Figure", figure, context), `#${image}`, typstFootnotes(figure.footnotes, context)].join("\n")}]`;
}

const typstTitle = (kind: string, { id, number, title, population }: Table | Figure, context: TypstContext): string =>
  `#output-title(${typstText(`${kind} ${number}`, context)}, ${typstText(title, context)}, label(${typstString(id)}))\n#population(${typstText(population, context)})`;

const typstFootnotes = (lines: readonly string[], context: TypstContext): string =>
  `#footnotes(${lines.map((line) => typstText(line, context)).join(", ")})`;

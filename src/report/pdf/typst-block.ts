import type { FigureSize } from "../document/gather-figures.js";
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
import { breakLongWords, breakPoint, letterPt } from "./drawable-text.js";
import { typstString } from "./escape-typst.js";

/** What blocks need to become Typst: text made drawable, and the size of each figure. */
export interface TypstContext {
  readonly filter: (text: string) => string;
  readonly lengthOf: (word: string) => number;
  readonly figureSizes: ReadonlyMap<string, FigureSize>;
}

/** Longest word that is left whole, by where it stands. */
const longestWord = { text: 40, cell: 22, code: 86 } as const;
const pointsPerPixel = 0.75;
/** Share of a page that a table may take and still stay in one piece; a figure always does. */
const tableShare = 0.33;

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
export const typstText = (
  text: string,
  { filter, lengthOf }: TypstContext,
  longest: number = longestWord.text,
): string => typstString(breakLongWords(filter(text), longest, lengthOf));

/** Points of the widest letter: the typesetter lets a line of wide letters with places to break run over by as much as one of them. */
const widestLetterPt = 9;

/** The written text, with room for one letter more where it is a broken word of wide letters: nothing may run into the next column. */
export const leaveRoom = (text: string, written: string, { lengthOf }: TypstContext): string =>
  written.includes(breakPoint) && lengthOf(text) > Array.from(text).length
    ? `pad(right: ${widestLetterPt}pt, ${written})`
    : written;

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
  const total = table.columns.reduce((sum, { width }) => sum + width, 0);
  const longest = table.columns.map(({ width }) => lettersOf((textWidthPt * width) / total));
  const most = table.columns.map(({ width }) => mostLetters((textWidthPt * width) / total));
  const head = table.columns.map((column, i) =>
    typstHeading(column, longest[i] ?? longestWord.cell, most[i] ?? 0, context),
  );
  const rows = table.rows.map((row) => typstRow(row, { longest, most }, context));
  const body = [
    typstTitle("Table", table, context),
    `#data-table(${columns}, ${align}, (${head.join(", ")},), (${rows.flat().join(", ")},))`,
    typstFootnotes(table.footnotes, context),
  ].join("\n");
  return `#keep-together(${tableShare})[${body}]`;
}

const typstHeading = ({ heading }: Column, longest: number, most: number, context: TypstContext): string =>
  `[${heading.map((line) => `#strong(${typstText(cutText(line, most / 4, context), context, longest)})`).join("#linebreak()")}]`;

/** Width of the text, which columns divide. */
const textWidthPt = 504;

/** The longest word that fits a column of this width whole. */
const lettersOf = (widthPt: number): number =>
  Math.max(4, Math.min(longestWord.cell, Math.floor((widthPt - 6) / letterPt)));

/** Letters of a group's head that is printed again on each page its group goes on to. */
const mostRepeated = 300;

/** Letters that a cell may hold: a row that is higher than a page runs out of it. */
const mostLetters = (widthPt: number): number => mostLines * Math.max(4, Math.floor((widthPt - 6) / letterPt));
const mostLines = 44;

/** The text, or as much of it as `most` letters hold as they will be written, with a note that more stands elsewhere. */
function cutText(text: string, most: number, { filter }: TypstContext): string {
  if (text.length <= most && filter(text).length <= most) return text;
  let room = most - cutNote.length;
  let end = 0;
  for (const character of text) {
    room -= filter(character).length;
    if (room < 0) break;
    end += character.length;
  }
  return `${text.slice(0, end)}${cutNote}`;
}

const cutNote = "… (cut: whole in the HTML report)";

/** Of each column, the longest word left whole and the most letters of a cell. */
interface Widths {
  readonly longest: readonly number[];
  readonly most: readonly number[];
}

function typstRow(row: Row, { longest, most }: Widths, context: TypstContext): readonly string[] {
  if (row.kind === "group") {
    const text = cutText(row.cells[0]?.text ?? "", mostLetters(textWidthPt) / 4, context);
    return [`group-row(${longest.length}, ${text.length <= mostRepeated}, ${typstText(text, context)})`];
  }
  return row.cells.map((cell, i) => {
    const text = cutText(cell.text, most[i] ?? Number.POSITIVE_INFINITY, context);
    return typstCell({ ...cell, text }, longest[i] ?? longestWord.cell, context);
  });
}

function typstCell({ text, refs = [], strong, indent }: Cell, longest: number, context: TypstContext): string {
  const names = text.split("; ");
  const hasRefs = refs.length > 0 && names.length === refs.length;
  const content = hasRefs
    ? `references(${refs.map((id, i) => `(label(${typstString(id)}), ${typstText(names[i] ?? "", context)})`).join(", ")})`
    : leaveRoom(text, typstText(unbreakInterval(text), context, longest), context);
  const weighted = strong === true ? `strong(${content})` : content;
  return indent === 1 ? `pad(left: 8pt, ${weighted})` : weighted;
}

/** An interval breaks before its parenthesis, never inside. */
const unbreakInterval = (text: string): string => text.replace(/(\(-?[\w.]+,) (-?[\w.]+\))/g, "$1\u00a0$2");

function typstFigure(figure: Figure, context: TypstContext): string {
  const size = context.figureSizes.get(figure.id);
  if (size === undefined) throw new Error(`figure ${figure.number} was not drawn`);
  const image = `drawing(${typstString(`${figure.id}.svg`)}, ${size.width * pointsPerPixel}pt, ${size.height * pointsPerPixel}pt, ${typstText(figure.alt, context)})`;
  const body = [typstTitle("Figure", figure, context), `#${image}`, typstFootnotes(figure.footnotes, context)].join(
    "\n",
  );
  return `#keep-together(1)[${body}]`;
}

const typstTitle = (kind: string, { id, number, title, population }: Table | Figure, context: TypstContext): string =>
  `#output-title(${typstText(`${kind} ${number}`, context)}, ${typstText(title, context)}, label(${typstString(id)}))\n#population(${typstText(population, context)})`;

const typstFootnotes = (lines: readonly string[], context: TypstContext): string =>
  `#footnotes(${lines.map((line) => typstText(line, context)).join(", ")})`;

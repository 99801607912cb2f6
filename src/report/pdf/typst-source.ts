import { blocksOf } from "../document/blocks-of.js";
import { type FigureSize, gatherFigures } from "../document/gather-figures.js";
import { text } from "../document/inlines.js";
import type { Figure, ReportDocument, Section, Table } from "../document/model.js";
import type { GlyphFilter } from "./drawable-text.js";
import { typstString } from "./escape-typst.js";
import { leaveRoom, type TypstContext, typstBlock, typstInlines, typstKeyValues, typstText } from "./typst-block.js";
import { typstStyle } from "./typst-style.js";

/** The whole document as Typst source: title page, contents, list of outputs, sections. Characters that the fonts lack are written as `glyphs` does, and named at the end. */
export function writeTypst(
  document: ReportDocument,
  figureSizes: ReadonlyMap<string, FigureSize>,
  glyphs: GlyphFilter,
): string {
  const context: TypstContext = { filter: glyphs.filter, lengthOf: glyphs.lengthOf, figureSizes };
  const parts = [
    titlePage(document, context),
    contents(),
    listOfOutputs(document.sections, context),
    ...document.sections.map((section) => typstSection(section, 1, context)),
  ];
  const footer = typstText(document.footer, context);
  const replaced = glyphs.replaced();
  return [
    `#set document(title: ${typstText(document.title, context)}, date: auto)`,
    typstStyle(document.paper),
    `#set page(footer: context { set text(size: 9pt, fill: soft); ${footer}; h(1fr); "Page " + counter(page).display() + " of " + str(counter(page).final().first()) })`,
    ...parts,
    replaced.length === 0 ? "" : replacedNote(replaced, context),
  ].join("\n");
}

function titlePage(document: ReportDocument, context: TypstContext): string {
  const date = document.date === null ? "" : `, ${document.date}`;
  return `#v(1.2in)
#block(below: 8pt, text(size: 10pt, fill: soft, ${typstText(`${document.subtitle}${date}`, context)}))
#block(below: 22pt, text(size: 20pt, weight: "bold", hyphenate: false, ${typstText(document.title, context)}))
${typstKeyValues(document.facts, context)}
#block(above: 16pt, par(${typstInlines([text(document.notice)], context)}))
#pagebreak()`;
}

const contents = (): string =>
  `#block(below: 10pt, text(size: 12pt, weight: "bold", "Contents"))
#outline(title: none, depth: 2, indent: 1.4em)`;

/** Tables and figures with their pages, in the order of the report. */
function listOfOutputs(sections: readonly Section[], context: TypstContext): string {
  const outputs = blocksOf(sections).filter(
    (block): block is Table | Figure => block.kind === "table" || block.kind === "figure",
  );
  const rows = outputs.map(({ kind, id, number, title }) => {
    const name = `label(${typstString(id)})`;
    const words = typstText(`${kind === "table" ? "Table" : "Figure"} ${number}`, context);
    return `link(${name}, ${words}), link(${name}, ${leaveRoom(title, typstText(title, context), context)}), context counter(page).at(${name}).first()`;
  });
  return `#block(above: 20pt, below: 8pt, sticky: true, text(size: 12pt, weight: "bold", "Tables and figures"))
#{
  set text(size: 9pt)
  grid(columns: (1.05in, 1fr, auto), row-gutter: 5pt, column-gutter: 6pt, align: (left, left, right), ${rows.join(", ")})
}
#pagebreak()`;
}

function typstSection(section: Section, level: number, context: TypstContext): string {
  const heading = `#heading(level: ${Math.min(level, 2)}, ${typstText(`${section.number} ${section.heading}`, context)}) #label(${typstString(section.id)})`;
  return [
    heading,
    ...gatherFigures(section.blocks, context.figureSizes).map((block) => typstBlock(block, context)),
    ...section.sections.map((child) => typstSection(child, level + 1, context)),
  ].join("\n\n");
}

/** How many characters are named. */
const mostNamed = 40;

function replacedNote(replaced: readonly string[], context: TypstContext): string {
  const more = replaced.length > mostNamed ? ` and ${replaced.length - mostNamed} more` : "";
  const named = `${replaced.slice(0, mostNamed).join(", ")}${more}`;
  const note = `Characters that the fonts of this file cannot draw are written by their number, as \\u{4E2D}, and in figures, which have no room for it, as “?”: ${named}. The HTML report and the tables show them.`;
  return `#block(above: 16pt, text(size: 9pt, fill: soft, ${typstText(note, context)}))`;
}

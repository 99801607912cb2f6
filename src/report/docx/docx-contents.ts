import { InternalHyperlink, PageReference, Paragraph, Tab, TableOfContents, TabStopType, TextRun } from "docx";
import { blocksOf } from "../document/blocks-of.js";
import type { Figure, Section, Table } from "../document/model.js";
import type { Bookmarks } from "./docx-inlines.js";
import { styleIds } from "./docx-styles.js";

interface Entry {
  readonly id: string;
  readonly text: string;
  readonly level: number;
}

/** Contents and list of outputs, each a heading and a field that Word keeps up to date; until then it holds the entries as links with their pages. */
export const wordContents = (sections: readonly Section[], bookmarks: Bookmarks, textWidth: number) => [
  new Paragraph({ style: styleIds.contents, children: [new TextRun("Contents")] }),
  new TableOfContents("Contents", {
    hyperlink: true,
    hideTabAndPageNumbersInWebView: true,
    headingStyleRange: "1-2",
    contentChildren: headingsOf(sections, 1).map((entry) => entryParagraph(entry, bookmarks, textWidth)),
  }),
  new Paragraph({ style: styleIds.contents, children: [new TextRun("Tables and figures")] }),
  new TableOfContents("Tables and figures", {
    hyperlink: true,
    hideTabAndPageNumbersInWebView: true,
    headingStyleRange: "3-3",
    useAppliedParagraphOutlineLevel: true,
    contentChildren: outputsOf(sections).map((entry) => entryParagraph(entry, bookmarks, textWidth)),
  }),
];

const headingsOf = (sections: readonly Section[], level: number): readonly Entry[] =>
  sections.flatMap(({ id, number, heading, sections: children }) => [
    { id, text: `${number} ${heading}`, level: Math.min(level, 2) },
    ...headingsOf(children, level + 1),
  ]);

const outputsOf = (sections: readonly Section[]): readonly Entry[] =>
  blocksOf(sections)
    .filter((block): block is Table | Figure => block.kind === "table" || block.kind === "figure")
    .map(({ kind, id, number, title }) => ({
      id,
      text: `${kind === "table" ? "Table" : "Figure"} ${number} ${title}`,
      level: 3,
    }));

const entryParagraph = ({ id, text, level }: Entry, bookmarks: Bookmarks, textWidth: number): Paragraph =>
  new Paragraph({
    style: styleIds.tocStyle(level),
    tabStops: [{ type: TabStopType.RIGHT, position: textWidth, leader: "dot" }],
    children: [
      new InternalHyperlink({
        anchor: bookmarks.nameOf(id),
        children: [
          new TextRun({ children: [text, new Tab()] }),
          new PageReference(bookmarks.nameOf(id), { hyperlink: true }),
        ],
      }),
    ],
  });

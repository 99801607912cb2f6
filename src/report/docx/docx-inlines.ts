import { BookmarkEnd, BookmarkStart, CarriageReturn, InternalHyperlink, type ParagraphChild, TextRun } from "docx";
import type { Inline, Inlines } from "../document/model.js";
import { codeFont } from "./docx-styles.js";

/** Word's bookmarks: for each id of the document a name and a number. Names hold letters, digits and the underscore only. */
export interface Bookmarks {
  readonly nameOf: (id: string) => string;
  /** The content, marked as the place that links to `id` lead to. */
  readonly mark: (id: string, children: readonly ParagraphChild[]) => readonly ParagraphChild[];
}

export function makeBookmarks(ids: readonly string[]): Bookmarks {
  const numbers = new Map(ids.map((id, i) => [id, i + 1]));
  const numberOf = (id: string): number => {
    const number = numbers.get(id);
    if (number === undefined) throw new Error(`the document has no place called ${id}`);
    return number;
  };
  const nameOf = (id: string): string => `_Ref${String(numberOf(id)).padStart(6, "0")}`;
  return {
    nameOf,
    mark: (id, children) => [
      new BookmarkStart(nameOf(id), numberOf(id)) as unknown as ParagraphChild,
      ...children,
      new BookmarkEnd(numberOf(id)) as unknown as ParagraphChild,
    ],
  };
}

export const wordInlines = (content: Inlines, bookmarks: Bookmarks): readonly ParagraphChild[] =>
  content.map((inline) => wordInline(inline, bookmarks));

function wordInline(inline: Inline, bookmarks: Bookmarks): ParagraphChild {
  const { text } = inline;
  switch (inline.kind) {
    case "text":
      return wordText(text);
    case "strong":
      return wordText(text, { bold: true });
    case "emphasis":
      return wordText(text, { italics: true });
    case "code":
      return wordText(text, { font: codeFont, noProof: true });
    case "link":
      return new InternalHyperlink({
        anchor: bookmarks.nameOf(inline.to),
        children: [wordText(text, { style: "Hyperlink" })],
      });
  }
}

interface TextStyle {
  readonly bold?: boolean;
  readonly italics?: boolean;
  readonly font?: string;
  readonly color?: string;
  readonly noProof?: boolean;
  readonly style?: string;
}

/** A text as a run; line feeds become line breaks. */
export function wordText(text: string, style: TextStyle = {}): TextRun {
  const [first = "", ...rest] = text.split("\n");
  return new TextRun({ ...style, children: [first, ...rest.flatMap((line) => [new CarriageReturn(), line])] });
}

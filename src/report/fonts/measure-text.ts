import type { Font } from "./read-font.js";

/** Width of a text in pixels at a font size in pixels: the sum of its glyphs' advances. */
export function measureText(font: Font, text: string, fontSizePx: number): number {
  let units = 0;
  for (const character of text) units += font.advanceOf(font.glyphOf(character.codePointAt(0) ?? 0));
  return (units * fontSizePx) / font.unitsPerEm;
}

/** The text broken at spaces into lines no wider than `widthPx`; a word that is wider by itself is cut between characters. */
export function wrapText(font: Font, text: string, fontSizePx: number, widthPx: number): readonly string[] {
  const fits = (line: string): boolean => measureText(font, line, fontSizePx) <= widthPx;
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/).filter((part) => part !== "")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (fits(longer)) {
      line = longer;
      continue;
    }
    if (line !== "") lines.push(line);
    line = "";
    for (const character of word) {
      if (line !== "" && !fits(line + character)) {
        lines.push(line);
        line = "";
      }
      line += character;
    }
  }
  if (line !== "") lines.push(line);
  return lines;
}

/** A figure grows with its labels and is made smaller to fit a page: three lines of a label leave its letters large enough to read. */
const mostLines = 3;

/** A label of a figure as `wrapText` breaks it, cut with “…” where it has more than three lines; the tables beside the figure hold the whole of it. */
export function wrapLabel(font: Font, text: string, fontSizePx: number, widthPx: number): readonly string[] {
  const lines = wrapText(font, text, fontSizePx, widthPx);
  if (lines.length <= mostLines) return lines;
  const last = `${lines[mostLines - 1]}…`;
  return [...lines.slice(0, mostLines - 1), cutText(font, last, fontSizePx, widthPx)];
}

/** The text where it fits the width, else as much of its beginning as fits with “…” behind it. */
export function cutText(font: Font, text: string, fontSizePx: number, widthPx: number): string {
  if (measureText(font, text, fontSizePx) <= widthPx) return text;
  const kept = Array.from(text);
  while (kept.length > 0 && measureText(font, `${kept.join("")}…`, fontSizePx) > widthPx) kept.pop();
  return `${kept.join("")}…`;
}

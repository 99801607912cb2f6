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

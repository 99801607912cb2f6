import type { Fonts } from "../fonts/load-fonts.js";
import { measureText } from "../fonts/measure-text.js";

/** What stands for such a character in a drawing, which was laid out for one character. */
const sign = "?";

/** Points that a letter of a table takes, rather too much than too little: of nine points, in a word of small letters. */
export const letterPt = 5.6;
const tableSizePt = 9;

/** Writes characters that the fonts cannot draw in another way, and remembers which and how often. */
export interface GlyphFilter {
  /** Each as `\u{4E2D}`. */
  readonly filter: (text: string) => string;
  /** Each as “?”. */
  readonly filterDrawing: (svg: string) => string;
  /** Letters in a word, or as many of `letterPt` as it is wide where that is more, as in a word of capitals. */
  readonly lengthOf: (word: string) => number;
  /** `U+4E2D (2)`, in code-point order. */
  readonly replaced: () => readonly string[];
}

/**
 * A filter that keeps what every shipped font can draw: the PDF embeds those fonts and takes nothing from the machine it is made on. Marks that
 * are set over the character before them count as not drawable, where the two are not one character in Unicode: the fonts do not place them.
 */
export function makeGlyphFilter(fonts: Fonts): GlyphFilter {
  const counts = new Map<number, number>();
  const known = new Map<number, boolean>([[0x0a, true]]);
  const isDrawable = (character: string, codePoint: number): boolean => {
    const seen = known.get(codePoint);
    if (seen !== undefined) return seen;
    const drawable = !/\p{M}/u.test(character) && fonts.all.every((font) => font.glyphOf(codePoint) > 0);
    known.set(codePoint, drawable);
    return drawable;
  };
  const filterBy = (text: string, write: (codePoint: number) => string): string => {
    let kept = "";
    for (const character of text.normalize("NFC")) {
      const codePoint = character.codePointAt(0) ?? 0;
      if (isDrawable(character, codePoint)) kept += character;
      else {
        counts.set(codePoint, (counts.get(codePoint) ?? 0) + 1);
        kept += write(codePoint);
      }
    }
    return kept;
  };
  return {
    filter: (text) => filterBy(text, (codePoint) => `\\u{${hex(codePoint)}}`),
    lengthOf: (word) => Math.max(Array.from(word).length, measureText(fonts.bold, word, tableSizePt) / letterPt),
    filterDrawing: (svg) => filterBy(svg, () => sign),
    replaced: () =>
      [...counts]
        .sort(([a], [b]) => a - b)
        .map(([codePoint, count]) => `U+${hex(codePoint).padStart(4, "0")} (${count})`),
  };
}

const hex = (codePoint: number): string => codePoint.toString(16).toUpperCase();

/** A zero-width space: a place where a long word may break. */
export const breakPoint = "\u200b";

/** After a sign that joins words, or before a capital inside one: `vital_|status.died`, `earlyShrinkage|FromDays`. */
const joints = /(?<=[._/:-])|(?<=[a-z])(?=[A-Z])/u;

/**
 * The text with places to break in words longer than `longest`: hashes, paths, names and the like must wrap, not run off the page.
 * A word breaks at its joints; what is still too long between two of them breaks anywhere. `lengthOf`: as in `GlyphFilter`.
 */
export const breakLongWords = (text: string, longest: number, lengthOf: (word: string) => number): string =>
  text.replace(/\S+/gu, (word) =>
    lengthOf(word) <= longest
      ? word
      : word
          .split(joints)
          .map((part) => (lengthOf(part) > longest ? breakAnywhere(part, Math.min(8, longest), lengthOf) : part))
          .join(breakPoint),
  );

function breakAnywhere(word: string, longest: number, lengthOf: (word: string) => number): string {
  const pieces: string[] = [];
  let piece = "";
  for (const character of word) {
    if (piece !== "" && lengthOf(piece + character) > longest) {
      pieces.push(piece);
      piece = "";
    }
    piece += character;
  }
  return [...pieces, piece].join(breakPoint);
}

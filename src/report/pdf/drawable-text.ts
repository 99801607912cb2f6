import type { Fonts } from "../fonts/load-fonts.js";

/** What stands for a character that the fonts cannot draw. */
const replacement = "?";

/** Replaces characters without a glyph, and remembers which and how often. */
export interface GlyphFilter {
  readonly filter: (text: string) => string;
  /** `U+4E2D (2)`, in code-point order. */
  readonly replaced: () => readonly string[];
}

/** A filter that keeps what every shipped font can draw: the PDF embeds those fonts and takes nothing from the machine it is made on. */
export function makeGlyphFilter(fonts: Fonts): GlyphFilter {
  const counts = new Map<number, number>();
  const known = new Map<number, boolean>([[0x0a, true]]);
  const isDrawable = (codePoint: number): boolean => {
    const seen = known.get(codePoint);
    if (seen !== undefined) return seen;
    const drawable = fonts.all.every((font) => font.glyphOf(codePoint) > 0);
    known.set(codePoint, drawable);
    return drawable;
  };
  const filter = (text: string): string => {
    let kept = "";
    for (const character of text) {
      const codePoint = character.codePointAt(0) ?? 0;
      if (isDrawable(codePoint)) kept += character;
      else {
        counts.set(codePoint, (counts.get(codePoint) ?? 0) + 1);
        kept += replacement;
      }
    }
    return kept;
  };
  const name = (codePoint: number): string => `U+${codePoint.toString(16).toUpperCase().padStart(4, "0")}`;
  return {
    filter,
    replaced: () => [...counts].sort(([a], [b]) => a - b).map(([codePoint, count]) => `${name(codePoint)} (${count})`),
  };
}

/** A zero-width space: a place where a long word may break. */
const breakPoint = "\u200b";

/** After a sign that joins words, or before a capital inside one: `vital_|status.died`, `earlyShrinkage|FromDays`. */
const joints = /(?<=[._/:-])|(?<=[a-z])(?=[A-Z])/u;

/**
 * The text with places to break in words of more than `longest` characters: hashes, paths, names and the like must wrap, not run off the page.
 * A word breaks at its joints; what is still too long between two of them breaks anywhere.
 */
export const breakLongWords = (text: string, longest: number): string =>
  text.replace(new RegExp(`\\S{${longest + 1},}`, "gu"), (word) =>
    word
      .split(joints)
      .map((part) => (Array.from(part).length > longest ? breakAnywhere(part, Math.min(8, longest)) : part))
      .join(breakPoint),
  );

const breakAnywhere = (word: string, every: number): string =>
  Array.from(word)
    .map((character, i) => (i > 0 && i % every === 0 ? `${breakPoint}${character}` : character))
    .join("");

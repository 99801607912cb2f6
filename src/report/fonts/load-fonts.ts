import { readFileSync } from "node:fs";
import { type Font, readFont } from "./read-font.js";

/** The fonts the package ships (Liberation, SIL Open Font License), the only ones the PDF and the figures' layout use. */
export interface Fonts {
  readonly regular: Font;
  readonly bold: Font;
  /** All of them, monospaced and italic ones too. */
  readonly all: readonly Font[];
  /** The font files themselves, for embedding. */
  readonly files: readonly Uint8Array[];
}

export const sansFamily = "Liberation Sans";
export const monoFamily = "Liberation Mono";

const names = [
  "LiberationSans-Regular",
  "LiberationSans-Bold",
  "LiberationSans-Italic",
  "LiberationSans-BoldItalic",
  "LiberationMono-Regular",
] as const;

/** Reads assets/fonts, which lies at the same place beside src/ and beside dist/. */
export function loadFonts(): Fonts {
  const files = names.map((name) => readFileSync(new URL(`../../../assets/fonts/${name}.ttf`, import.meta.url)));
  const all = files.map(readFont);
  const [regular, bold] = all;
  if (regular === undefined || bold === undefined) throw new Error("a font file is missing");
  return { regular, bold, all, files };
}

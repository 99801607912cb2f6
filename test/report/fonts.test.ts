import { describe, expect, it } from "vitest";
import { loadFonts } from "../../src/report/fonts/load-fonts.js";
import { measureText, wrapText } from "../../src/report/fonts/measure-text.js";

const fonts = loadFonts();

describe("the shipped fonts", () => {
  it("know Helvetica's widths, with which Liberation Sans is metric compatible", () => {
    // Adobe's AFM file for Helvetica, in 1/1000 em: H 722, e 556, l 222, o 556, space 278; bold H 722, e 556.
    expect(measureText(fonts.regular, "Hello", 1000)).toBeCloseTo(722 + 556 + 222 + 222 + 556, -0.5);
    expect(measureText(fonts.regular, " ", 1000)).toBeCloseTo(278, 0);
    expect(measureText(fonts.bold, "He", 1000)).toBeCloseTo(722 + 556, -0.5);
    expect(measureText(fonts.all[4] ?? fonts.regular, "iW", 1000)).toBeCloseTo(1200, -0.5);
  });

  it("say which characters they can draw", () => {
    const draws = (character: string) => fonts.regular.glyphOf(character.codePointAt(0) ?? 0) > 0;
    expect(["A", "é", "≤", "≥", "–", "×", "χ", "я", "א", "†", "‡", "→"].filter((c) => !draws(c))).toEqual([]);
    expect(["中", "😀"].filter(draws)).toEqual([]);
  });
});

describe("wrapped text", () => {
  it("breaks at spaces, and keeps every line within the width", () => {
    const lines = wrapText(fonts.regular, "the chemotherapy-treated subset of the registry", 12, 120);
    expect(lines.join(" ")).toBe("the chemotherapy-treated subset of the registry");
    for (const line of lines) expect(measureText(fonts.regular, line, 12)).toBeLessThanOrEqual(120);
    expect(lines.length).toBeGreaterThan(1);
  });

  it("cuts a word that is wider than the line", () => {
    const lines = wrapText(fonts.regular, "a".repeat(100), 12, 60);
    expect(lines.join("")).toBe("a".repeat(100));
    for (const line of lines) expect(measureText(fonts.regular, line, 12)).toBeLessThanOrEqual(60);
  });
});

import { describe, expect, it } from "vitest";
import { cutText, measureText, wrapLabel, wrapText } from "../../src/report/fonts/measure-text.js";
import { fonts } from "./support/report-input.js";

const font = fonts.regular;

describe("a label of a figure", () => {
  it("stays whole up to three lines", () => {
    expect(wrapLabel(font, "one two three", 11, 40)).toEqual(wrapText(font, "one two three", 11, 40));
    expect(wrapLabel(font, "one two three", 11, 40).join(" ")).toBe("one two three");
  });

  it("is cut with … beyond, and no line is wider than asked", () => {
    const lines = wrapLabel(font, "a label of very many words ".repeat(20), 11, 120);
    expect(lines).toHaveLength(3);
    expect(lines[2]).toMatch(/…$/);
    for (const line of lines) expect(measureText(font, line, 11)).toBeLessThanOrEqual(120);
  });

  it("of one line is cut at its end", () => {
    expect(cutText(font, "short", 11, 100)).toBe("short");
    const cut = cutText(font, "W".repeat(50), 11, 100);
    expect(cut).toMatch(/^W+…$/);
    expect(measureText(font, cut, 11)).toBeLessThanOrEqual(100);
  });
});

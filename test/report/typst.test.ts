import { describe, expect, it } from "vitest";
import { breakLongWords, makeGlyphFilter } from "../../src/report/pdf/drawable-text.js";
import { typstString } from "../../src/report/pdf/escape-typst.js";
import { writeTypst } from "../../src/report/pdf/typst-source.js";
import { hostile, makeHostileAnalysis } from "./support/hostile-analysis.js";
import { makeResults } from "./support/make-results.js";
import { documentOf, fonts } from "./support/report-input.js";

describe("Typst source", () => {
  it("holds text as string literals", () => {
    expect(typstString('#x $y$ *b* _e_ "q" \\ [c]')).toBe('"#x $y$ *b* _e_ \\"q\\" \\\\ [c]"');
    expect(typstString("two\nlines\t")).toBe('"two\\nlines\\t"');
  });

  it("never lets a label out of its literal", () => {
    const { document, figures } = documentOf(makeResults(makeHostileAnalysis()));
    const sizes = new Map([...figures.values()].map(({ id }) => [id, { width: 600, height: 400 }]));
    const source = writeTypst(document, sizes, makeGlyphFilter(fonts));
    const outside = source.replace(/"(\\.|[^"\\])*"/g, '""');
    expect(outside).not.toContain("panic");
    expect(outside).not.toContain("alert");
    expect(source).toContain(typstString(hostile.typst).slice(1, -1));
  });

  it("writes what the fonts cannot draw by its number, in drawings as a sign, and names it", () => {
    const { filter, filterDrawing, replaced } = makeGlyphFilter(fonts);
    expect(filter("漢 é ≤ 漢😀 א")).toBe("\\u{6F22} é ≤ \\u{6F22}\\u{1F600} א");
    expect(filterDrawing("漢 é")).toBe("? é");
    expect(replaced()).toEqual(["U+6F22 (3)", "U+1F600 (1)"]);
  });

  it("joins a mark with the letter it is set over, or writes it by its number where Unicode has no such letter", () => {
    const { filter } = makeGlyphFilter(fonts);
    expect(filter("e\u0301")).toBe("é");
    expect(filter("q\u0301")).toBe("q\\u{301}");
  });

  it("gives long words places to break and leaves the others whole", () => {
    const count = (word: string): number => word.length;
    expect(breakLongWords("short words stay", 12, count)).toBe("short words stay");
    expect(breakLongWords("endpoints.progressionFree", 22, count)).toBe("endpoints.\u200bprogression\u200bFree");
    expect(breakLongWords("therapy_line.line_number", 22, count)).toBe("therapy_\u200bline.\u200bline_\u200bnumber");
    expect(breakLongWords("a".repeat(20), 12, count)).toBe(`${"a".repeat(8)}\u200b${"a".repeat(8)}\u200baaaa`);
  });

  it("takes a word of capitals for as long as it is wide", () => {
    const { lengthOf } = makeGlyphFilter(fonts);
    expect(lengthOf("illness")).toBe(7);
    expect(lengthOf("WWWW")).toBeCloseTo((4 * 9 * 0.944) / 5.6, 2);
    expect(breakLongWords("WWWWWWWW", 8, lengthOf)).toBe("WWWWW\u200bWWW");
  });
});

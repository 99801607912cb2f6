import { describe, expect, it } from "vitest";
import { visibleText, withVisibleText } from "../../src/report/visible-text.js";

describe("visible text", () => {
  it("writes out controls and direction marks, and keeps line feeds and every script", () => {
    expect(visibleText("a\u202eb\u2066c\u2069\u200e")).toBe("a[U+202E]b[U+2066]c[U+2069][U+200E]");
    expect(visibleText("\u0000\u001b\u0085\ufeff")).toBe("[U+0000][U+001B][U+0085][U+FEFF]");
    expect(visibleText("two\nlines\tשלום 漢字 😀 é")).toBe("two\nlines שלום 漢字 😀 é");
    expect(visibleText("\ud800")).toBe("[U+D800]");
  });

  it("reaches every text of a value and leaves the rest alone", () => {
    const value = { a: ["\u202e", 1, null, true], b: { c: "x" } };
    expect(withVisibleText(value)).toEqual({ a: ["[U+202E]", 1, null, true], b: { c: "x" } });
  });
});

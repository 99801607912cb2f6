import { describe, expect, it } from "vitest";
import { writeCompactJson } from "../../src/report/document/compact-json.js";
import { makeAnalysis } from "./support/make-analysis.js";

describe("compact JSON", () => {
  it("gives the value back", () => {
    const analysis = makeAnalysis();
    expect(JSON.parse(writeCompactJson(analysis))).toEqual(analysis);
  });

  it("puts on one line what fits on one", () => {
    expect(writeCompactJson({ a: [1, 2], b: {}, c: undefined })).toBe('{ "a": [1, 2], "b": {} }');
    expect(writeCompactJson({ a: "x".repeat(60), b: ["y".repeat(30)] })).toBe(
      `{\n  "a": "${"x".repeat(60)}",\n  "b": ["${"y".repeat(30)}"]\n}`,
    );
  });
});

import { describe, expect, it } from "vitest";
import { showPath } from "../../src/pipeline/show-path.js";

describe("a path kept in a file", () => {
  it.each([
    ["study", "study"],
    ["./a/../study", "study"],
    ["/work/place/study/analysis.ts", "study/analysis.ts"],
    ["/elsewhere/study", "study"],
    ["../secret/study", "study"],
    ["..study", "..study"],
    [".", "."],
  ])("%s is shown as %s", (path, shown) => {
    expect(showPath(path, "/work/place")).toBe(shown);
  });
});

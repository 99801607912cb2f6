import { describe, expect, it } from "vitest";
import { writeFlow } from "../../src/report/document/flow-text.js";
import { makeResults } from "./support/make-results.js";
import { documentOf } from "./support/report-input.js";

describe("a value on one line", () => {
  it("writes fields without braces outside, and with them inside", () => {
    expect(writeFlow({ type: "binary", when: { equals: "female" }, window: [-90, 0], unit: undefined })).toBe(
      "type: binary; when: { equals: female }; window: [-90, 0]",
    );
    expect(writeFlow({})).toBe("{}");
    expect(writeFlow([])).toBe("[]");
  });

  it("quotes a text that would read as a number, a word of the language, a list or a field", () => {
    for (const text of ["1", "true", "null", "", " x", "a; b", "a, b", "a: b", "[a]", '"', "one\ntwo"])
      expect(writeFlow({ a: text })).toBe(`a: ${JSON.stringify(text)}`);
    expect(writeFlow({ a: 1, b: true, c: null, d: "no:colon" })).toBe("a: 1; b: true; c: null; d: no:colon");
  });
});

describe("the resolved plan in the report", () => {
  it("names every covariate, endpoint, design and estimate, what is stated before what is default", () => {
    const { document, input } = documentOf(makeResults());
    const blocks = document.sections.find(({ id }) => id === "resolved-plan")?.blocks ?? [];
    const [stated, defaults] = blocks.flatMap((block) => (block.kind === "key-values" ? [block] : []));
    expect([stated?.label, defaults?.label]).toEqual(["Stated, or other than the default", "At the engine's defaults"]);
    const keys = stated?.entries.map(({ key }) => key) ?? [];
    for (const section of ["covariates", "endpoints", "designs", "estimates", "sensitivity"] as const)
      for (const name of Object.keys(input.plan.analysis[section])) expect(keys).toContain(`${section}.${name}`);
    const seed = defaults?.entries.find(({ key }) => key === "seed");
    expect(seed?.value.map(({ text }) => text)).toEqual(["1"]);
    expect(defaults?.entries.every(({ value }) => value.every(({ text }) => text !== ""))).toBe(true);
  });
});

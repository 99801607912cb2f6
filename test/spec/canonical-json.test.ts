import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "../../src/spec/canonical-json.js";
import { mergePatch } from "../../src/spec/merge-patch.js";
import { nearestName } from "../../src/spec/nearest-name.js";

describe("canonicalJson", () => {
  it("writes the example of RFC 8785, section 3.2.3", () => {
    const value = {
      numbers: [Number("333333333.33333329"), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"/",
      literals: [null, true, false],
    };
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it("is one text for any order of keys, and parses back to the value", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null))),
        (value) => {
          const turned = Object.fromEntries(Object.entries(value).reverse());
          expect(canonicalJson(turned)).toBe(canonicalJson(value));
          expect(canonicalJson(JSON.parse(canonicalJson(value)))).toBe(canonicalJson(value));
        },
      ),
      { seed: 1 },
    );
  });

  it("refuses what JSON cannot hold", () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, () => 1]) expect(() => canonicalJson(value)).toThrow();
  });
});

describe("mergePatch", () => {
  // RFC 7396, appendix A, but for the rows whose target is no object.
  const cases: [unknown, unknown, unknown][] = [
    [{ a: "b" }, { a: "c" }, { a: "c" }],
    [{ a: "b" }, { b: "c" }, { a: "b", b: "c" }],
    [{ a: "b" }, { a: null }, {}],
    [{ a: "b", b: "c" }, { a: null }, { b: "c" }],
    [{ a: ["b"] }, { a: "c" }, { a: "c" }],
    [{ a: "c" }, { a: ["b"] }, { a: ["b"] }],
    [{ a: { b: "c" } }, { a: { b: "d", c: null } }, { a: { b: "d" } }],
    [{ a: [{ b: "c" }] }, { a: [1] }, { a: [1] }],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ];

  it.each(cases)("%j patched with %j is %j", (target, patch, result) => {
    expect(mergePatch(target, patch)).toEqual(result);
  });

  it("replaces as a whole what changes its kind", () => {
    expect(mergePatch({ d: { method: "nearest", caliper: 0.2 } }, { d: { method: "unadjusted", label: "x" } })).toEqual(
      { d: { method: "unadjusted", label: "x" } },
    );
    expect(
      mergePatch({ d: { method: "nearest", caliper: 0.2 } }, { d: { method: "nearest", order: "closest" } }),
    ).toEqual({ d: { method: "nearest", caliper: 0.2, order: "closest" } });
  });
});

describe("nearestName", () => {
  it("finds a slip of the pen and nothing that is another word", () => {
    expect(nearestName("agee", ["age", "stage"])).toBe("age");
    expect(nearestName("menopuase", ["menopause", "nodes"])).toBe("menopause");
    expect(nearestName("er", ["pgr", "nodes", "chemotherapy"])).toBeNull();
  });
});

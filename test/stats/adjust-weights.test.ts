import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EstimationError } from "../../src/errors.js";
import { effectiveSampleSize } from "../../src/stats/effective-sample-size.js";
import { stabiliseWeights } from "../../src/stats/stabilise-weights.js";
import { truncateWeights } from "../../src/stats/truncate-weights.js";

describe("stabilised and truncated weights", () => {
  it("by hand: one treated of four, ATE weights times 1/4 and 3/4", () => {
    const stabilised = stabiliseWeights(Float64Array.of(4, 2, 1, 1), Uint8Array.of(1, 0, 0, 0));
    expect([...stabilised]).toEqual([1, 1.5, 0.75, 0.75]);
  });

  it("by hand: the 75th percentile of controls' 1, 2, 4, 8 is 5, so 8 becomes 5 and the treated 9 stays", () => {
    const weight = Float64Array.of(9, 8, 1, 4, 2);
    const member = Uint8Array.of(0, 1, 1, 1, 1);
    const cut = truncateWeights(weight, { member, upper: 0.75 });
    expect([...cut.weight]).toEqual([9, 5, 1, 4, 2]);
    expect(cut).toMatchObject({ lower: 1, upper: 5, truncated: 1 });
    expect([...weight]).toEqual([9, 8, 1, 4, 2]);
  });

  it("no member, limits in the wrong order and unequal lengths are refused", () => {
    const weight = Float64Array.of(1, 2);
    expect(() => truncateWeights(weight, { member: Uint8Array.of(0, 0), upper: 0.9 })).toThrow(EstimationError);
    expect(() => truncateWeights(weight, { member: Uint8Array.of(1, 1), lower: 0.9, upper: 0.1 })).toThrow(RangeError);
    expect(() => stabiliseWeights(weight, Uint8Array.of(1))).toThrow(RangeError);
  });

  it("truncation keeps the order of weights and never lowers the effective sample size of a cut from above", () => {
    const weights = fc.array(fc.double({ min: 1e-3, max: 1e3, noNaN: true }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(weights, fc.double({ min: 0.05, max: 1, noNaN: true }), (drawn, upper) => {
        const weight = Float64Array.from(drawn).sort();
        const cut = truncateWeights(weight, { member: new Uint8Array(weight.length).fill(1), upper });
        expect(cut.weight.every((value, i) => i === 0 || value >= cut.weight[i - 1]!)).toBe(true);
        expect(effectiveSampleSize(cut.weight)).toBeGreaterThan(effectiveSampleSize(weight) * (1 - 1e-12));
      }),
      { seed: 7 },
    );
  });
});

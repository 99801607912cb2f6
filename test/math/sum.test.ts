import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sum, sumOfProducts } from "../../src/math/sum.js";

describe("compensated sums", () => {
  it("keep what a plain loop loses: 1 + 1e100 + 1 − 1e100 = 2", () => {
    expect(sum([1, 1e100, 1, -1e100])).toBe(2);
    expect(sumOfProducts([1, 1e50, 1, -1e50], [1, 1e50, 1, 1e50])).toBe(2);
  });

  it("ten million times 0.1 is 1e6 to the last digit", () => {
    expect(sum(new Float64Array(1e7).fill(0.1))).toBe(1e6);
  });

  it("of nothing is 0, and an infinite term stays infinite instead of NaN", () => {
    expect(sum([])).toBe(0);
    expect(sum([1, Number.POSITIVE_INFINITY, 2])).toBe(Number.POSITIVE_INFINITY);
    expect(sumOfProducts([1, Number.POSITIVE_INFINITY], [1, 2])).toBe(Number.POSITIVE_INFINITY);
  });

  it("are within two roundings of exact integer arithmetic, in both orders, where terms of 2^52 cancel", () => {
    const terms = fc.array(fc.maxSafeInteger(), { minLength: 3, maxLength: 50 });
    fc.assert(
      fc.property(terms, terms, (values, others) => {
        const cancelling = [...values, ...others, ...values.map((value) => -value)];
        const exact = Number(cancelling.reduce((total, term) => total + BigInt(term), 0n));
        const slack = 2 * Number.EPSILON * Math.abs(exact);
        expect(Math.abs(sum(cancelling) - exact)).toBeLessThanOrEqual(slack);
        expect(Math.abs(sum(cancelling.reverse()) - exact)).toBeLessThanOrEqual(slack);
      }),
      { seed: 7 },
    );
  });
});

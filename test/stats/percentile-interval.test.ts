import { describe, expect, it } from "vitest";
import { estimatePercentileInterval } from "../../src/stats/percentile-interval.js";

const numbers = Array.from({ length: 101 }, (_, i) => (i * 37) % 101);

describe("percentile interval", () => {
  it("is by hand 2.5 to 97.5 of the numbers 0 to 100, in any order", () => {
    const { lower, upper, used } = estimatePercentileInterval(numbers);
    expect(lower).toBeCloseTo(2.5, 12);
    expect(upper).toBeCloseTo(97.5, 12);
    expect(used).toBe(101);
    // Variance of 0 … 100 with n − 1: 101 · 102/12.
    expect(estimatePercentileInterval(numbers).se).toBeCloseTo(Math.sqrt((101 * 102) / 12), 10);
  });

  it("leaves out replicates without an estimate up to a tenth, and refuses beyond", () => {
    const withGaps = (gaps: number) => numbers.map((value, i) => (i < gaps ? null : value));
    expect(estimatePercentileInterval(withGaps(10))).toMatchObject({ used: 91, replicates: 101 });
    expect(() => estimatePercentileInterval(withGaps(11))).toThrow("got 90 of 101");
    expect(() => estimatePercentileInterval([1, 2, 3])).toThrow("at least 50 replicates");
  });
});

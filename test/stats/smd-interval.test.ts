import { expect, it } from "vitest";
import { estimateSmdInterval } from "../../src/stats/smd-interval.js";

it("a difference of 0.5 between groups of 50 and 50: variance 100/2500 + 0.25/200", () => {
  const { lower, upper } = estimateSmdInterval(0.5, { n1: 50, n0: 50 });
  const half = 1.959963984540054 * Math.sqrt(0.04 + 0.00125);
  expect(lower).toBeCloseTo(0.5 - half, 12);
  expect(upper).toBeCloseTo(0.5 + half, 12);
});

it("is wider where one group is small, and at a higher level", () => {
  const width = (n1: number, level?: number) => {
    const { lower, upper } = estimateSmdInterval(0.2, { n1, n0: 200, ...(level === undefined ? {} : { level }) });
    return upper - lower;
  };
  expect(width(10)).toBeGreaterThan(width(100));
  expect(width(100, 0.99)).toBeGreaterThan(width(100));
});

import { describe, expect, it } from "vitest";
import { stream } from "../../src/math/stream.js";
import { countFarValues } from "../../src/stats/far-values.js";
import { fitLogistic } from "../../src/stats/logistic.js";

describe("values that stand far apart", () => {
  it("are the smaller group beside a gap a million times as wide as either", () => {
    expect(countFarValues(Float64Array.of(1, 1e17, 2, 3))).toBe(1);
    expect(countFarValues(Float64Array.of(-1e9, 4, -1e9, 2, 3))).toBe(2);
    expect(countFarValues(Float64Array.of(1, 2e6 + 4, 2, 3))).toBe(1);
    expect(countFarValues(Float64Array.of(1, 2e6, 2, 3))).toBe(0);
  });

  it("are none in a column of one or two values, nor in one that is skewed", () => {
    expect(countFarValues(new Float64Array(5))).toBe(0);
    expect(countFarValues(Float64Array.of(0, 1e12, 0, 1e12))).toBe(0);
    expect(countFarValues(Float64Array.from({ length: 60 }, (_, i) => 10 ** (i / 5)))).toBe(0);
    expect(countFarValues(new Float64Array(0))).toBe(0);
  });
});

describe("a logistic fit that fails", () => {
  const n = 60;
  const draw = stream(5, "far-values");
  const y = Uint8Array.from({ length: n }, () => (draw.uniform() < 0.5 ? 1 : 0));
  const fitWith = (far: number) => {
    const X = new Float64Array(2 * n).fill(1);
    for (let i = 0; i < n; i += 1) X[n + i] = i % 7;
    X[n + 3] = far;
    return fitLogistic({ X, n, p: 2, names: ["(intercept)", "ldh"], y });
  };

  it("names the column with far values as the cause, not a separation", () => {
    expect(() => fitWith(1e17)).toThrow(
      /^values of ldh must not lie more than a million times as far from the others .*; got 1 of 60: /,
    );
    expect(() => fitWith(-1e12)).toThrow(/^values of ldh must not lie/);
    expect(fitWith(3).beta).toHaveLength(2);
  });
});

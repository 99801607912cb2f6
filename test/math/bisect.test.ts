import { describe, expect, it } from "vitest";
import { bisect } from "../../src/math/bisect.js";

describe("bisection on a yes or no", () => {
  it("finds √2 to the last bit", () => {
    expect(bisect((x) => x * x < 2, 0, 2)).toBe(Math.SQRT2);
  });

  it("gives the low end if nothing is below, the high end if all is", () => {
    expect(bisect(() => false, -3, 5)).toBe(-3);
    expect(bisect(() => true, -3, 5)).toBe(5);
    expect(bisect((x) => x < 1, 1, 1)).toBe(1);
  });

  it("ends also where the turning point is 0, however small the numbers get", () => {
    expect(bisect((x) => x < 0, -1, 1)).toBe(0);
    expect(bisect((x) => x <= 0, 0, 1)).toBe(Number.MIN_VALUE);
  });
});

import { expect, it } from "vitest";
import { countUpTo } from "../../src/math/count-up-to.js";

it("counts the times at or before a limit, within a range if one is given", () => {
  const times = Int32Array.of(2, 4, 4, 9);
  expect([1, 2, 3, 4, 9, 10].map((limit) => countUpTo(times, limit))).toEqual([0, 1, 1, 3, 4, 4]);
  expect(countUpTo(times, 100, 1, 3)).toBe(3);
  expect(countUpTo(times, 0, 1, 3)).toBe(1);
  expect(countUpTo(new Int32Array(0), 5)).toBe(0);
});

import { expect, it } from "vitest";
import { take } from "../../src/math/take.js";

it("takes the values of a column at the positions given, repeats included, into the array given", () => {
  const into = new Int32Array(3);
  expect(take(Float64Array.of(7, 8, 9), Uint32Array.of(2, 0, 2), into)).toBe(into);
  expect([...into]).toEqual([9, 7, 9]);
});

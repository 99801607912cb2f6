import { describe, expect, it } from "vitest";
import { fitIsotonic } from "../../src/math/isotonic.js";

describe("isotonic regression", () => {
  it("pools neighbours that fall: 3, 1 with weights 1, 3 become 1.5 twice", () => {
    expect([...fitIsotonic(Float64Array.of(0, 3, 1, 5), Float64Array.of(1, 1, 3, 1))]).toEqual([0, 1.5, 1.5, 5]);
  });

  it("keeps what rises, and pools everything that only falls", () => {
    expect([...fitIsotonic(Float64Array.of(1, 2, 4), Float64Array.of(1, 1, 1))]).toEqual([1, 2, 4]);
    expect([...fitIsotonic(Float64Array.of(6, 3, 0), Float64Array.of(1, 1, 1))]).toEqual([3, 3, 3]);
    expect(fitIsotonic(new Float64Array(0), new Float64Array(0))).toHaveLength(0);
  });
});

import { describe, expect, it } from "vitest";
import { agreeAbsolute, agreeExactly, agreeRelative } from "../../src/validation/agreement.js";

describe("agreement with a reference", () => {
  it("is the largest difference relative to the reference, plain where that is 0", () => {
    const { largest, compared, passes } = agreeRelative("x", [2.5, 0.125, 4], [2, 0, 4], 0.3);
    expect([largest, compared, passes]).toEqual([0.25, 3, true]);
    expect(agreeRelative("x", [2.5], [2], 0.25).passes).toBe(false);
    expect(agreeAbsolute("x", [2.5], [2], 0.6).largest).toBe(0.5);
  });

  it("fails where a number is missing, not a number, or one too many, and where nothing was compared", () => {
    for (const [actual, expected] of [
      [[1], [1, 2]],
      [[1, 2], [1]],
      [[Number.NaN], [1]],
      [[null], [1]],
      [[1], [null]],
      [[], []],
    ] as const) {
      const { largest, passes } = agreeRelative("x", actual, expected, 1);
      expect([largest, passes], JSON.stringify([actual, expected])).toEqual([null, false]);
    }
  });

  it("leaves out places where the reference has no value, but exactly means absent as well", () => {
    expect(agreeRelative("x", [1, 7], [1, null], 1e-9)).toMatchObject({ compared: 1, passes: true });
    expect(agreeExactly("x", [1, null], [1, null])).toMatchObject({ compared: 2, largest: 0, passes: true });
    expect(agreeExactly("x", [1, 7], [1, null]).passes).toBe(false);
    expect(agreeExactly("x", [1 + 2 ** -52], [1]).passes).toBe(false);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EstimationError } from "../../src/errors.js";
import { fitCox } from "../../src/stats/cox.js";
import { testProportionalHazards } from "../../src/stats/proportional-hazards-test.js";
import { rearrange, survivalSample } from "../support/survival-arbitrary.js";

describe("proportional-hazards test", () => {
  it("by hand: two event times with x = 1, 0 then 0, 1 at risk, at β where both shares are known", () => {
    // Events of days 1 (x = 1 of {1, 0, 1}) and 2 (x = 0 of {0, 1}); r = exp(β) = 1/√2. Day 3 has no choice left.
    const data = {
      time: Int32Array.of(1, 2, 3),
      status: Uint8Array.of(1, 1, 1),
      X: Float64Array.of(1, 0, 1),
      p: 1,
      names: ["x"],
    };
    const r = Math.SQRT1_2;
    const [m1, m2] = [(2 * r) / (2 * r + 1), r / (1 + r)];
    const [v1, v2] = [m1 * (1 - m1), m2 * (1 - m2)];
    // g = −1, 0 on the event days: U = −(1 − m1); information of θ given β: Σg²v − (Σgv)²/Σv.
    const expected = (1 - m1) ** 2 / (v1 - v1 ** 2 / (v1 + v2));
    const beta = fitCox(data).beta;
    const test = testProportionalHazards({ ...data, beta, transform: "identity" });
    expect(test.chiSquared[0]).toBeCloseTo(expected, 12);
    expect(test.global.chiSquared).toBeCloseTo(expected, 12);
    // 1 − S(t−) is 0, 1/3, 2/3: the same spacing, so the same test.
    expect(testProportionalHazards({ ...data, beta, transform: "km" }).global.chiSquared).toBeCloseTo(expected, 12);
  });

  it("the columns of one term share a test with their number as degrees of freedom", () => {
    const data = {
      time: Int32Array.from({ length: 12 }, (_, i) => i + 1),
      status: new Uint8Array(12).fill(1),
      X: Float64Array.of(1, 0, 0, 1, 0, 1, 0, 0, 1, 0, 0, 1, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0),
      p: 2,
      names: ["b", "c"],
    };
    const { beta } = fitCox(data);
    const test = testProportionalHazards({ ...data, beta, transform: "km", term: Int32Array.of(0, 0) });
    expect([...test.df]).toEqual([2]);
    expect(test.chiSquared[0]).toBe(test.global.chiSquared);
    expect(test.p[0]).toBe(test.global.p);
  });

  it("is refused when only one event time informs it", () => {
    const data = {
      time: Int32Array.of(1, 2, 3),
      status: Uint8Array.of(1, 0, 0),
      X: Float64Array.of(1, 0, 2),
      p: 1,
      names: ["x"],
    };
    expect(() => testProportionalHazards({ ...data, beta: Float64Array.of(0), transform: "identity" })).toThrow(
      EstimationError,
    );
  });

  it("the order of rows changes no bit", () => {
    fc.assert(
      fc.property(survivalSample(8, 40), fc.integer({ min: 1, max: 5 }), (sample, piles) => {
        const attempt = ({ group, ...of }: typeof sample) => {
          const data = { ...of, stratum: group, p: 2, names: ["x", "z"] };
          try {
            return testProportionalHazards({ ...data, beta: Float64Array.of(0.3, -0.1), transform: "km" });
          } catch (error) {
            if (error instanceof EstimationError) return error.message;
            throw error;
          }
        };
        expect(attempt(rearrange(sample, piles))).toEqual(attempt(sample));
      }),
      { seed: 9, numRuns: 100 },
    );
  });
});

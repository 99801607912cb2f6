import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { invertMatrix } from "../../src/math/invert-matrix.js";
import { correctRate } from "../../src/stats/correct-rate.js";
import { correctShares } from "../../src/stats/misclassification-matrix.js";
import { estimateRoganGladen } from "../../src/stats/rogan-gladen.js";

const uncertain = ({ events, n }: { events: number; n: number }) => ({
  estimate: events / n,
  variance: ((events / n) * (1 - events / n)) / n,
});

describe("a misclassified rate", () => {
  it("is by hand (0.3 + 0.9 − 1)/(0.8 + 0.9 − 1) = 2/7", () => {
    const exact = (estimate: number) => ({ estimate, variance: 0 });
    const corrected = correctRate({ rate: exact(0.3), sensitivity: exact(0.8), specificity: exact(0.9) });
    expect(corrected.estimate).toBeCloseTo(2 / 7, 14);
    expect(corrected.variance).toBe(0);
  });

  it("is held within 0 and 1 where the equation leaves them, and says so", () => {
    const counts = { observed: { events: 2, n: 100 }, sensitivity: { events: 40, n: 50 } };
    const { estimate, unbounded, lower } = estimateRoganGladen({ ...counts, specificity: { events: 90, n: 100 } });
    expect(unbounded).toBeCloseTo(-0.08 / 0.7, 12);
    expect([estimate, lower]).toEqual([0, 0]);
  });

  it("is refused where the test tells nothing, without patients, and where a category is not validated", () => {
    const counts = { observed: { events: 20, n: 100 }, sensitivity: { events: 4, n: 10 } };
    expect(() => estimateRoganGladen({ ...counts, specificity: { events: 6, n: 10 } })).toThrow("tells nothing");
    expect(() => estimateRoganGladen({ ...counts, specificity: { events: 0, n: 0 } })).toThrow("got n = 0");
    expect(() => correctShares({ validation: [5, 1, 0, 0], observed: [3, 4], k: 2 })).toThrow("category 2 has none");
    expect(() => correctShares({ validation: [5, 5, 3, 3], observed: [3, 4], k: 2 })).toThrow(
      "tell two categories apart",
    );
    expect(() => correctShares({ validation: [5, 5, 3, 9], observed: [0, 0], k: 2 })).toThrow("got none");
  });

  it("with two categories is Rogan and Gladen's, to the variance", () => {
    const [a, b, c, d] = [51, 9, 11, 129];
    const { share, covariance } = correctShares({ validation: [a, b, c, d], observed: [140, 260], k: 2 });
    const plain = correctRate({
      rate: uncertain({ events: 140, n: 400 }),
      sensitivity: uncertain({ events: a, n: a + b }),
      specificity: uncertain({ events: d, n: c + d }),
    });
    expect(share[0]).toBeCloseTo(plain.estimate, 14);
    expect(covariance[0]).toBeCloseTo(plain.variance, 14);
    expect(share[0]! + share[1]!).toBeCloseTo(1, 14);
  });

  it("gives back the reference's shares where validation and observation are the same patients", () => {
    const count = fc.integer({ min: 1, max: 60 });
    fc.assert(
      fc.property(fc.array(count, { minLength: 9, maxLength: 9 }), (cells) => {
        fc.pre(invertMatrix(cells, 3) !== null);
        const observed = [0, 1, 2].map((c) => cells[c]! + cells[3 + c]! + cells[6 + c]!);
        const total = cells.reduce((sum, value) => sum + value, 0);
        try {
          const { share } = correctShares({ validation: cells, observed, k: 3 });
          const own = [0, 1, 2].map((r) => (cells[3 * r]! + cells[3 * r + 1]! + cells[3 * r + 2]!) / total);
          own.forEach((value, r) => {
            expect(share[r]).toBeCloseTo(value, 6);
          });
        } catch (error) {
          expect((error as Error).message).toContain("tell two categories apart");
        }
      }),
      { seed: 7, numRuns: 200 },
    );
  });
});

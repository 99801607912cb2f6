import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EstimationError } from "../../src/errors.js";
import { fitLeastSquares } from "../../src/stats/least-squares.js";
import { deriveStandardisedMean } from "../../src/stats/standardised-mean.js";

/** Four controls, two of x = 0 (one responds) and two of x = 1 (both or one), and targets of x = 1, 1, 0. */
const x = [0, 0, 1, 1, 1, 1, 1, 0];
const own = Uint8Array.from([1, 1, 1, 1, 1, 0, 0, 0]);
const y = Float64Array.from([1, 0, 1, 1, 0, 0, 0, 0]);
const target = Float64Array.from([0, 0, 0, 0, 0, 1, 1, 1]);
const n = x.length;
const input = {
  X: Float64Array.from([...Array(n).fill(1), ...x]),
  n,
  p: 2,
  names: ["(intercept)", "x"],
  y,
  own,
  target,
};

describe("a standardised mean by hand", () => {
  it("with one binary covariate is the rates of its two levels, weighed by the target", () => {
    // Saturated model: m(0) = 1/2, m(1) = 2/3; the target has x = 1 twice of three.
    for (const model of ["logistic", "linear"] as const) {
      const { estimate, derivative } = deriveStandardisedMean({ ...input, weight: null, model });
      expect(estimate).toBeCloseTo((2 * (2 / 3) + 1 / 2) / 3, 12);
      expect(derivative.every((d) => d === 0)).toBe(true);
    }
  });

  it("a saturated model leaves residuals that any weights constant within levels average to 0", () => {
    const weight = Float64Array.from(x, (level) => (level === 1 ? 3 : 0.5));
    const plain = deriveStandardisedMean({ ...input, weight: null, model: "logistic" });
    const augmented = deriveStandardisedMean({ ...input, weight, model: "logistic" });
    expect(augmented.estimate).toBeCloseTo(plain.estimate, 12);
  });

  it("the influence of a saturated model is that of two rates and of the share of their levels", () => {
    const { influence } = deriveStandardisedMean({ ...input, weight: null, model: "logistic" });
    const mean = (2 * (2 / 3) + 1 / 2) / 3;
    // A control of level v: (share of v in the target) (y − m(v)) / (controls of v); a target: (m − mean)/3.
    expect(influence[0]).toBeCloseTo(((1 / 3) * (1 - 1 / 2)) / 2, 12);
    expect(influence[4]).toBeCloseTo(((2 / 3) * (0 - 2 / 3)) / 3, 12);
    expect(influence[5]).toBeCloseTo((2 / 3 - mean) / 3, 12);
  });
});

describe("a standardised mean", () => {
  it("has influences that sum to 0, and is the same for any row order", () => {
    const row = fc.record({
      u: fc.integer({ min: -20, max: 20 }),
      own: fc.boolean(),
      y: fc.double({ min: -5, max: 5, noNaN: true }),
      w: fc.double({ min: 0.1, max: 4, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(row, { minLength: 12, maxLength: 30 }), (rows) => {
        const build = (ordered: typeof rows) => ({
          X: Float64Array.from([...ordered.map(() => 1), ...ordered.map(({ u }) => u)]),
          n: ordered.length,
          p: 2,
          names: ["(intercept)", "u"],
          y: Float64Array.from(ordered, ({ y: outcome }) => outcome),
          own: Uint8Array.from(ordered, (each) => (each.own ? 1 : 0)),
          target: new Float64Array(ordered.length).fill(1),
          weight: Float64Array.from(ordered, ({ w }) => w),
          model: "linear" as const,
        });
        const mine = new Set(rows.filter((each) => each.own).map(({ u }) => u));
        fc.pre(mine.size > 2);
        const { estimate, influence } = deriveStandardisedMean(build(rows));
        expect(Math.abs(influence.reduce((a, b) => a + b, 0))).toBeLessThan(1e-8);
        const reversed = deriveStandardisedMean(build([...rows].reverse()));
        expect(Math.abs(reversed.estimate - estimate)).toBeLessThan(1e-9 * (1 + Math.abs(estimate)));
      }),
      { seed: 7, numRuns: 60 },
    );
  });

  it("refuses an empty target, an arm without rows and weights that are infinite", () => {
    const cases = [
      [{ target: new Float64Array(n) }, "needs a population to carry it to"],
      [{ own: new Uint8Array(n) }, "the arm has none"],
      [{ weight: new Float64Array(n).fill(Number.POSITIVE_INFINITY) }, "finite weights with a sum above 0"],
      [{ weight: new Float64Array(n) }, "got a sum of 0"],
    ] as const;
    for (const [change, message] of cases) {
      const act = () => deriveStandardisedMean({ ...input, weight: null, model: "linear", ...change });
      expect(act).toThrow(EstimationError);
      expect(act).toThrow(message);
    }
  });
});

describe("least squares", () => {
  it("of three points by hand, and a column that repeats another is named", () => {
    const X = Float64Array.from([1, 1, 1, 0, 1, 3]);
    const { beta, inverse } = fitLeastSquares({ X, n: 3, p: 2, names: ["a", "b"], y: Float64Array.from([1, 2, 5]) });
    // Σ(x − x̄)(y − ȳ)/Σ(x − x̄)² = (19/3)/(14/3).
    expect(beta[1]).toBeCloseTo(19 / 14, 13);
    expect(beta[0]).toBeCloseTo(8 / 3 - ((4 / 3) * 19) / 14, 13);
    expect(inverse[3]).toBeCloseTo(3 / 14, 13);
    const twice = Float64Array.from([1, 1, 1, 0, 1, 3, 0, 2, 6]);
    expect(() => fitLeastSquares({ X: twice, n: 3, p: 3, names: ["a", "b", "c"], y: new Float64Array(3) })).toThrow(
      "c is a combination",
    );
  });
});

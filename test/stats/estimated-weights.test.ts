import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitCox } from "../../src/stats/cox.js";
import { addWeightEstimation } from "../../src/stats/estimated-weights.js";
import { deriveLinearisedRmst } from "../../src/stats/linearised-rmst.js";
import { deriveLinearisedSurvival } from "../../src/stats/linearised-survival.js";
import { fitLogistic } from "../../src/stats/logistic.js";
import { derivePropensityWeightSlopes } from "../../src/stats/propensity-weight-slopes.js";
import { derivePropensityWeights } from "../../src/stats/propensity-weights.js";
import { contrastRates } from "../../src/stats/rate-contrast.js";
import { deriveWeightedRate } from "../../src/stats/weighted-rate.js";
import { relativeError } from "../support/relative-error.js";

describe("influence with estimated weights", () => {
  it("is by hand the efficient influence function where the propensity model is saturated", () => {
    // x = 0: 4 rows, 2 treated with outcomes 1, 0, controls 0, 1. x = 1: 6 rows, 4 treated with 1, 1, 1, 0, controls 0, 1.
    const x = [0, 0, 0, 0, 1, 1, 1, 1, 1, 1];
    const a = Uint8Array.from([1, 1, 0, 0, 1, 1, 1, 1, 0, 0]);
    const y = Uint8Array.from([1, 0, 0, 1, 1, 1, 1, 0, 0, 1]);
    const n = x.length;
    const X = Float64Array.from([...Array(n).fill(1), ...x]);
    const fit = fitLogistic({ X, n, p: 2, names: ["1", "x"], y: a });
    const weight = derivePropensityWeights(a, fit.fitted, "ATE");
    const rate = (side: 0 | 1) => deriveWeightedRate(y, weight, a, side);
    const { derivative } = contrastRates("difference", rate(1), rate(0));
    const phi = addWeightEstimation(
      derivative.map((d, i) => d * weight[i]!),
      derivative,
      [
        {
          rows: Int32Array.from({ length: n }, (_, i) => i),
          p: 2,
          X,
          residual: fit.fitted.map((e, i) => a[i]! - e),
          slope: derivePropensityWeightSlopes(a, fit.fitted, "ATE"),
          inverse: fit.covariance,
        },
      ],
    );
    const e = [1 / 2, 2 / 3];
    const mean1 = [1 / 2, 3 / 4];
    const mean0 = [1 / 2, 1 / 2];
    const effect = 0.4 * (mean1[0]! - mean0[0]!) + 0.6 * (mean1[1]! - mean0[1]!);
    const expected = x.map((k, i) => {
      const own = a[i] === 1 ? (y[i]! - mean1[k]!) / e[k]! : -(y[i]! - mean0[k]!) / (1 - e[k]!);
      return (own + mean1[k]! - mean0[k]! - effect) / n;
    });
    for (const [i, value] of expected.entries()) expect(Math.abs(phi[i]! - value)).toBeLessThan(1e-12);
  });

  it("changes nothing without equations", () => {
    const influence = Float64Array.of(1, 2, 3);
    expect(addWeightEstimation(influence, influence, [])).toEqual(influence);
  });
});

describe("the slope of propensity weights", () => {
  it.each(["ATT", "ATE", "ATO", "ATEN"] as const)("of %s is what moving the logit shows", (estimand) => {
    const arm = fc.integer({ min: 0, max: 1 });
    fc.assert(
      fc.property(arm, fc.double({ min: -4, max: 4, noNaN: true }), (treated, logit) => {
        const a = Uint8Array.of(treated);
        const expit = (value: number) => Float64Array.of(1 / (1 + Math.exp(-value)));
        const weight = (value: number) => derivePropensityWeights(a, expit(value), estimand)[0]!;
        const slope = derivePropensityWeightSlopes(a, expit(logit), estimand)[0]!;
        const h = 1e-5;
        expect(Math.abs((weight(logit + h) - weight(logit - h)) / (2 * h) - slope)).toBeLessThan(
          1e-6 * (1 + Math.abs(slope)),
        );
      }),
    );
  });
});

describe("the derivative by a row's weight", () => {
  const time = Int32Array.from([5, 8, 8, 8, 12, 12, 15, 20, 20, 22]);
  const status = Uint8Array.from([1, 1, 0, 1, 1, 1, 0, 1, 0, 0]);
  const entry = Int32Array.from([0, 2, 0, 0, 6, 0, 9, 0, 0, 3]);
  const weight = Float64Array.from([1, 2, 0.5, 1.5, 1, 0.7, 1, 1.2, 0.8, 1]);
  const arm = Float64Array.from([1, 0, 1, 0, 1, 1, 0, 0, 1, 0]);
  const moved = (f: (w: Float64Array) => number, i: number) => {
    const d = (h: number) => {
      const at = (step: number) => f(weight.map((w, k) => (k === i ? w + step : w)));
      return (at(h) - at(-h)) / (2 * h);
    };
    return (4 * d(5e-4) - d(1e-3)) / 3;
  };

  it.each([
    ["RMST", (w: Float64Array) => deriveLinearisedRmst({ time, status, entry, weight: w }, 18)],
    ["survival", (w: Float64Array) => deriveLinearisedSurvival({ time, status, entry, weight: w }, 13)],
    ...(["efron", "breslow"] as const).map(
      (ties) =>
        [
          `Cox with ${ties} ties`,
          (w: Float64Array) => {
            const fit = fitCox({ time, status, entry, weight: w, X: arm, p: 1, names: ["a"], ties, influence: true });
            return { estimate: fit.beta[0]!, derivative: fit.derivative! };
          },
        ] as const,
    ),
  ] as const)("of %s is what moving the weight shows, with ties and delayed entry", (_, f) => {
    const { derivative } = f(weight);
    const shown = Float64Array.from(weight, (_w, i) => moved((w) => f(w).estimate, i));
    expect(Math.max(...shown.map((value, i) => Math.abs(value - derivative[i]!)))).toBeLessThan(1e-8);
  });

  it("of a row of weight 0 is 0, and of a survival of 0 or 1 as well", () => {
    const without = weight.map((w, i) => (i === 3 ? 0 : w));
    expect(deriveLinearisedRmst({ time, status, weight: without }, 18).derivative[3]).toBe(0);
    expect(deriveLinearisedSurvival({ time, status, weight }, 4)).toMatchObject({ estimate: 1 });
    const gone = deriveLinearisedSurvival({ time, status: status.map(() => 1), weight }, 30);
    expect(gone.estimate).toBe(0);
    expect(relativeError(gone.derivative, new Float64Array(10))).toBe(0);
  });

  it("survival beyond the follow-up is refused", () => {
    expect(() => deriveLinearisedSurvival({ time, status }, 23)).toThrow("beyond the follow-up of the arm");
  });
});

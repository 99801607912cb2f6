import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ParametricFamily, parametricFamilies } from "../../src/stats/parametric-families.js";
import { deriveParametricRmst } from "../../src/stats/parametric-rmst.js";
import { fitParametricSurvival } from "../../src/stats/parametric-survival.js";

describe("parametric survival by hand", () => {
  it("exponential: the rate is events over time, and the mean to τ (1 − e^(−λτ))/λ", () => {
    const small = { time: Int32Array.of(2, 4, 6, 8), status: Uint8Array.of(1, 0, 1, 1) };
    const fit = fitParametricSurvival(small, "exponential");
    expect(Math.exp(-fit.mu)).toBeCloseTo(3 / 20, 14);
    expect(fit.covariance[0]).toBeCloseTo(1 / 3, 13);
    const rate = 3 / 20;
    expect(deriveParametricRmst(fit, 30).estimate).toBeCloseTo((1 - Math.exp(-30 * rate)) / rate, 9);
  });

  it("log-normal without censoring is the mean and deviation of log times", () => {
    const time = Int32Array.of(3, 10, 50, 7, 22);
    const fit = fitParametricSurvival({ time, status: new Uint8Array(5).fill(1) }, "log-normal");
    const logs = Array.from(time, Math.log);
    const mean = logs.reduce((a, b) => a + b, 0) / 5;
    expect(fit.mu).toBeCloseTo(mean, 12);
    expect(Math.exp(2 * fit.logScale)).toBeCloseTo(logs.reduce((total, y) => total + (y - mean) ** 2, 0) / 5, 10);
  });
});

describe("parametric survival", () => {
  it("times × c move μ by log c and nothing else", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ t: fc.integer({ min: 1, max: 300 }), s: fc.boolean() }), { minLength: 12, maxLength: 40 }),
        fc.constantFrom<ParametricFamily>("exponential", "weibull", "log-normal", "log-logistic"),
        (list, family) => {
          fc.pre(new Set(list.filter(({ s }) => s).map(({ t }) => t)).size > 4);
          const fitted = (c: number) =>
            fitParametricSurvival(
              { time: Int32Array.from(list, ({ t }) => t * c), status: Uint8Array.from(list, ({ s }) => (s ? 1 : 0)) },
              family,
            );
          const [one, seven] = [fitted(1), fitted(7)];
          expect(Math.abs(seven.mu - one.mu - Math.log(7))).toBeLessThan(1e-8);
          expect(Math.abs(seven.logScale - one.logScale)).toBeLessThan(1e-8);
        },
      ),
      { seed: 11, numRuns: 80 },
    );
  });

  it("refuses no event, all on one day, times below a day and infinite weights", () => {
    const time = Int32Array.of(5, 5, 5);
    const cases = [
      [{ time, status: new Uint8Array(3) }, "at least one event"],
      [{ time, status: new Uint8Array(3).fill(1) }, "all have their event on one day"],
      [{ time: Int32Array.of(0, 3, 4), status: Uint8Array.of(1, 1, 0) }, "at least one day"],
      [
        { time, status: Uint8Array.of(1, 0, 0), weight: Float64Array.of(1, Number.POSITIVE_INFINITY, 1) },
        "finite weights",
      ],
    ] as const;
    for (const [data, message] of cases) expect(() => fitParametricSurvival(data, "weibull")).toThrow(message);
  });

  it("each family's derivatives are those of its logarithms", () => {
    for (const { event, censored, survival, density } of Object.values(parametricFamilies))
      for (const z of [-3, -0.4, 0.9, 2.2]) {
        const h = 1e-5;
        expect(Math.exp(event(z)[0])).toBeCloseTo(density(z), 10);
        expect(Math.exp(censored(z)[0])).toBeCloseTo(survival(z), 10);
        for (const f of [event, censored]) {
          expect((f(z + h)[0] - f(z - h)[0]) / (2 * h)).toBeCloseTo(f(z)[1], 6);
          expect((f(z + h)[1] - f(z - h)[1]) / (2 * h)).toBeCloseTo(f(z)[2], 6);
        }
      }
  });
});

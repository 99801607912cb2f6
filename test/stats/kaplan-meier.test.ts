import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EstimationError } from "../../src/errors.js";
import { estimateKaplanMeier } from "../../src/stats/kaplan-meier.js";
import { relativeError } from "../support/relative-error.js";
import { rearrange, survivalSample } from "../support/survival-arbitrary.js";

const rows = (time: number[], status: number[]) => ({
  time: Int32Array.from(time),
  status: Uint8Array.from(status),
});

describe("Kaplan–Meier by hand", () => {
  it("days 1, 2, 2+, 3, 5+ : survival 4/5, 4/5·3/4, ·1/2, and Greenwood's sum", () => {
    const curve = estimateKaplanMeier(rows([2, 1, 5, 3, 2], [1, 1, 0, 1, 0]));
    expect([...curve.time]).toEqual([1, 2, 3, 5]);
    expect([...curve.atRisk]).toEqual([5, 4, 2, 1]);
    expect([...curve.events]).toEqual([1, 1, 1, 0]);
    expect([...curve.censored]).toEqual([0, 1, 0, 1]);
    expect(relativeError(curve.survival, [4 / 5, 3 / 5, 3 / 10, 3 / 10])).toBeLessThan(1e-15);
    const variance = [1 / 20, 1 / 20 + 1 / 12, 1 / 20 + 1 / 12 + 1 / 2, 1 / 20 + 1 / 12 + 1 / 2];
    expect(relativeError(curve.standardErrorLog, variance.map(Math.sqrt))).toBeLessThan(1e-15);
    expect([curve.n, curve.totalEvents]).toEqual([5, 3]);
  });

  it("weights 2, 1, 3 on days 1, 2, 2+: survival 4/6 and 4/6·3/4, effective numbers 36/14, 16/10", () => {
    const curve = estimateKaplanMeier({ ...rows([1, 2, 2], [1, 1, 0]), weight: Float64Array.of(2, 1, 3) });
    expect(relativeError(curve.survival, [2 / 3, 1 / 2])).toBeLessThan(1e-15);
    expect([...curve.atRisk]).toEqual([6, 4]);
    expect([...curve.rowsAtRisk]).toEqual([3, 2]);
    expect(relativeError(curve.effectiveAtRisk, [36 / 14, 16 / 10])).toBeLessThan(1e-15);
  });

  it("the robust variance of one event among three is Σw²(derivative)²: one row moves log S by −1/3, two by 1/6", () => {
    const curve = estimateKaplanMeier({ ...rows([1, 2, 2], [1, 0, 0]), variance: "robust" });
    // log S = log(2/3): A = 1/(3·2); the event row A − 1/2 = −1/3, the others A = 1/6.
    expect(relativeError(curve.standardErrorLog, [Math.sqrt(1 / 6), Math.sqrt(1 / 6)])).toBeLessThan(1e-15);
  });

  it("a patient who enters on day 2 is not at risk on day 2, but is on day 3", () => {
    const curve = estimateKaplanMeier({ ...rows([2, 3, 4], [1, 1, 0]), entry: Int32Array.of(0, 0, 2) });
    expect([...curve.atRisk]).toEqual([2, 2, 1]);
    expect([...curve.survival]).toEqual([1 / 2, 1 / 4, 1 / 4]);
  });

  it("if all are censored survival stays at 1 with limits 1 on every scale", () => {
    for (const interval of ["log", "log-log", "plain"] as const) {
      const curve = estimateKaplanMeier({ ...rows([3, 7], [0, 0]), interval });
      expect([...curve.survival, ...curve.lower, ...curve.upper]).toEqual([1, 1, 1, 1, 1, 1]);
      expect([...curve.standardErrorLog]).toEqual([0, 0]);
    }
  });

  it("where the last patient has the event, survival and the lower limit are 0 and the upper limit stays", () => {
    for (const interval of ["log", "log-log", "plain"] as const) {
      for (const variance of ["greenwood", "robust"] as const) {
        const curve = estimateKaplanMeier({ ...rows([1, 2, 2, 4], [1, 1, 0, 1]), interval, variance });
        expect([curve.survival[2], curve.lower[2], curve.standardErrorLog[2]]).toEqual([0, 0, 0]);
        expect(curve.upper[2]).toBe(curve.upper[1]);
      }
    }
  });

  it("three equal thirds as weights sum to survival of exactly 0, not to a rounding error", () => {
    const weight = Float64Array.of(0.1, 0.2, 0.3);
    expect(estimateKaplanMeier({ ...rows([1, 2, 2], [1, 1, 1]), weight }).survival[1]).toBe(0);
  });
});

describe("Kaplan–Meier refuses", () => {
  it.each([
    ["no rows", rows([], []), /at least one row/],
    [
      "rows that all have weight 0",
      { ...rows([1], [1]), weight: Float64Array.of(0) },
      /positive weight; got none of 1/,
    ],
    [
      "a negative weight",
      { ...rows([1, 2], [1, 0]), weight: Float64Array.of(1, -1) },
      /finite weights >= 0; got 1 of 2/,
    ],
    ["an infinite weight", { ...rows([1], [1]), weight: Float64Array.of(Number.POSITIVE_INFINITY) }, /finite weights/],
    ["a weight that is not a number", { ...rows([1], [1]), weight: Float64Array.of(Number.NaN) }, /finite weights/],
    ["a negative time", rows([-1], [1]), /times >= 0 days/],
    ["a status of 2", rows([1], [2]), /status of 0/],
    ["an entry at the time itself", { ...rows([3], [1]), entry: Int32Array.of(3) }, /entry < time/],
  ])("%s", (_, input, message) => {
    expect(() => estimateKaplanMeier(input)).toThrow(EstimationError);
    expect(() => estimateKaplanMeier(input)).toThrow(message);
  });

  it("columns of unequal length as a bug of the caller", () => {
    expect(() => estimateKaplanMeier({ time: Int32Array.of(1, 2), status: Uint8Array.of(1) })).toThrow(RangeError);
  });
});

describe("Kaplan–Meier properties", () => {
  const samples = survivalSample(1, 30);
  const settings = { seed: 5, numRuns: 200 };

  it("the order of rows changes no bit, with weights, entries and robust variance", () => {
    fc.assert(
      fc.property(samples, fc.integer({ min: 1, max: 5 }), (sample, piles) => {
        for (const variance of ["greenwood", "robust"] as const) {
          const curve = estimateKaplanMeier({ ...sample, variance });
          expect(estimateKaplanMeier({ ...rearrange(sample, piles), variance })).toEqual(curve);
        }
      }),
      settings,
    );
  });

  it("without censoring it is the empirical survival function", () => {
    fc.assert(
      fc.property(samples, ({ time }) => {
        const curve = estimateKaplanMeier({ time, status: new Uint8Array(time.length).fill(1) });
        const empirical = [...curve.time].map((t) => time.filter((u) => u > t).length / time.length);
        expect(relativeError(curve.survival, empirical)).toBeLessThan(1e-14);
      }),
      settings,
    );
  });

  it("weights times a constant change neither survival nor its robust band, and Greenwood's variance by that constant", () => {
    fc.assert(
      fc.property(samples, fc.double({ min: 0.5, max: 50, noNaN: true }), (sample, factor) => {
        const scaled = { ...sample, weight: sample.weight.map((w) => w * factor) };
        const robust = estimateKaplanMeier({ ...sample, variance: "robust" });
        const robustScaled = estimateKaplanMeier({ ...scaled, variance: "robust" });
        expect(relativeError(robustScaled.survival, robust.survival)).toBeLessThan(1e-12);
        expect(relativeError(robustScaled.lower, robust.lower)).toBeLessThan(1e-9);
        const greenwood = estimateKaplanMeier(sample).standardErrorLog.map((se) => se / Math.sqrt(factor));
        expect(relativeError(estimateKaplanMeier(scaled).standardErrorLog, greenwood)).toBeLessThan(1e-9);
      }),
      settings,
    );
  });

  it("weight 2 is two rows for survival and Greenwood", () => {
    fc.assert(
      fc.property(samples, ({ time, status, entry }) => {
        const twice = estimateKaplanMeier({
          time: Int32Array.from([...time, ...time]),
          status: Uint8Array.from([...status, ...status]),
          entry: Int32Array.from([...entry, ...entry]),
        });
        const weighted = estimateKaplanMeier({ time, status, entry, weight: new Float64Array(time.length).fill(2) });
        expect(weighted.survival).toEqual(twice.survival);
        expect(weighted.lower).toEqual(twice.lower);
      }),
      settings,
    );
  });

  it("survival never rises and lies within its band", () => {
    fc.assert(
      fc.property(samples, fc.constantFrom("log", "log-log", "plain"), (sample, interval) => {
        const curve = estimateKaplanMeier({ ...sample, interval, variance: "robust" });
        for (let j = 0; j < curve.time.length; j += 1) {
          expect(curve.survival[j]).toBeLessThanOrEqual(j === 0 ? 1 : curve.survival[j - 1]!);
          expect(curve.lower[j]).toBeLessThanOrEqual(curve.survival[j]! * (1 + 1e-15));
          expect(curve.upper[j]! * (1 + 1e-15)).toBeGreaterThanOrEqual(curve.survival[j]!);
        }
      }),
      settings,
    );
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EstimationError } from "../../src/errors.js";
import { estimateRmst } from "../../src/stats/rmst.js";
import { estimateRmstContrast } from "../../src/stats/rmst-contrast.js";
import { relativeError } from "../support/relative-error.js";
import { rearrange, survivalSample } from "../support/survival-arbitrary.js";

const rows = (time: number[], status: number[], tau: number) => ({
  time: Int32Array.from(time),
  status: Uint8Array.from(status),
  tau,
});

describe("restricted mean survival time by hand", () => {
  it("days 2, 4+, 6, 8+ to day 7: area 2 + 4·3/4 + 1·3/8, Greenwood's sum with the areas beyond each event", () => {
    const { rmst, se, n, events } = estimateRmst(rows([2, 4, 6, 8], [1, 0, 1, 0], 7));
    expect(rmst).toBeCloseTo(2 + 3 + 3 / 8, 14);
    const variance = (3 + 3 / 8) ** 2 / 12 + (3 / 8) ** 2 / 2;
    expect(se).toBeCloseTo(Math.sqrt(variance), 14);
    expect([n, events]).toEqual([4, 2]);
  });

  it("weights 1 and 3 on days 2 and 4+ to day 4: 2 + 2·3/4; robust, the derivatives are −3/8 and 1/8", () => {
    // G(2) = 2·3/4; d/(n(n − d)) = 1/12; 1/(n − d) = 1/3.
    const input = { ...rows([2, 4], [1, 0], 4), weight: Float64Array.of(1, 3) };
    expect(estimateRmst(input).rmst).toBe(3.5);
    expect(estimateRmst(input).se).toBeCloseTo(Math.sqrt(1.5 ** 2 / 12), 14);
    const robust = Math.sqrt((1 * (3 / 8)) ** 2 + (3 * (1 / 8)) ** 2);
    expect(estimateRmst({ ...input, variance: "robust" }).se).toBeCloseTo(robust, 14);
  });

  it("if all are censored it is the horizon itself, without variance", () => {
    expect(estimateRmst(rows([5, 9], [0, 0], 9))).toEqual({
      tau: 9,
      rmst: 9,
      se: 0,
      lower: 9,
      upper: 9,
      n: 2,
      events: 0,
    });
  });

  it("beyond the last time it is not estimable, unless the curve has come down to 0", () => {
    const message = /within the follow-up of the arm; got τ = 10 days, which lies beyond/;
    expect(() => estimateRmst(rows([5, 9], [1, 0], 10))).toThrow(EstimationError);
    expect(() => estimateRmst(rows([5, 9], [1, 0], 10))).toThrow(message);
    expect(estimateRmst(rows([5, 9], [1, 1], 10)).rmst).toBe(7);
  });

  it("refuses an empty arm, and a horizon that is none", () => {
    expect(() => estimateRmst(rows([], [], 5))).toThrow(EstimationError);
    expect(() => estimateRmst(rows([5], [1], 0))).toThrow(RangeError);
    expect(() => estimateRmst(rows([5], [1], Number.NaN))).toThrow(RangeError);
  });
});

describe("contrasts of two arms", () => {
  const arm = (rmst: number, se: number, tau = 10) => ({ tau, rmst, se, lower: 0, upper: 0, n: 5, events: 3 });

  it("by hand: 8 ± 0.3 against 5 ± 0.4 of 10 days", () => {
    const { difference, ratio, ratioOfTimeLost } = estimateRmstContrast(arm(8, 0.3), arm(5, 0.4));
    expect([difference.estimate, difference.se]).toEqual([3, 0.5]);
    expect(ratio?.estimate).toBe(1.6);
    expect(ratio?.seLog).toBeCloseTo(Math.hypot(0.3 / 8, 0.4 / 5), 14);
    expect(Math.log(ratio!.upper / ratio!.lower)).toBeCloseTo(2 * 1.959963984540054 * ratio!.seLog, 12);
    expect(ratioOfTimeLost?.estimate).toBe(0.4);
    expect(ratioOfTimeLost?.seLog).toBeCloseTo(Math.hypot(0.3 / 2, 0.4 / 5), 14);
  });

  it("an arm that loses no time has no ratio of time lost", () => {
    expect(estimateRmstContrast(arm(10, 0), arm(5, 0.4)).ratioOfTimeLost).toBeNull();
  });

  it("two arms without events have no variance; two horizons are a bug of the caller", () => {
    expect(() => estimateRmstContrast(arm(10, 0), arm(10, 0))).toThrow(EstimationError);
    expect(() => estimateRmstContrast(arm(8, 0.3), arm(5, 0.4, 11))).toThrow(RangeError);
  });
});

describe("restricted mean survival time properties", () => {
  const samples = survivalSample(1, 30);
  const settings = { seed: 15, numRuns: 200 };

  it("the order of rows changes no bit", () => {
    fc.assert(
      fc.property(samples, fc.integer({ min: 1, max: 5 }), (sample, piles) => {
        const tau = Math.max(...sample.time);
        for (const variance of ["greenwood", "robust"] as const) {
          expect(estimateRmst({ ...rearrange(sample, piles), tau, variance })).toEqual(
            estimateRmst({ ...sample, tau, variance }),
          );
        }
      }),
      settings,
    );
  });

  it("without censoring it is the mean of min(time, τ), and the variance that of a mean of n", () => {
    fc.assert(
      fc.property(samples, fc.integer({ min: 1, max: 14 }), ({ time }, tau) => {
        const { rmst, se } = estimateRmst({ time, status: new Uint8Array(time.length).fill(1), tau });
        const cut = Array.from(time, (t) => Math.min(t, tau));
        const mean = cut.reduce((total, t) => total + t, 0) / cut.length;
        expect(rmst).toBeCloseTo(mean, 12);
        expect(se ** 2).toBeCloseTo(cut.reduce((total, t) => total + (t - mean) ** 2, 0) / cut.length ** 2, 12);
      }),
      settings,
    );
  });

  it("weights times a constant change neither it nor its robust error; unweighted, robust equals Greenwood", () => {
    fc.assert(
      fc.property(samples, fc.double({ min: 0.5, max: 50, noNaN: true }), (sample, factor) => {
        const tau = Math.max(...sample.time);
        const { weight, ...unweighted } = sample;
        const once = estimateRmst({ ...sample, tau, variance: "robust" });
        const scaled = estimateRmst({ ...sample, weight: weight.map((w) => w * factor), tau, variance: "robust" });
        expect(relativeError([scaled.rmst, scaled.se + 1], [once.rmst, once.se + 1])).toBeLessThan(1e-10);
        const { time, status } = unweighted;
        const greenwood = estimateRmst({ time, status, tau });
        expect(estimateRmst({ time, status, tau, variance: "robust" }).se).toBeCloseTo(greenwood.se, 10);
      }),
      settings,
    );
  });
});

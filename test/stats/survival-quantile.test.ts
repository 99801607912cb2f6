import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { estimateKaplanMeier, type KaplanMeierCurve, type KaplanMeierInterval } from "../../src/stats/kaplan-meier.js";
import { estimateSurvivalQuantile } from "../../src/stats/survival-quantile.js";

const curveOf = (time: number[], status: number[]) =>
  estimateKaplanMeier({ time: Int32Array.from(time), status: Uint8Array.from(status) });

describe("quantiles of a survival curve", () => {
  it("the median of days 1, 2, 4, 9 without censoring lies in the middle of the flat at one half", () => {
    expect(estimateSurvivalQuantile(curveOf([1, 2, 4, 9], [1, 1, 1, 1]), 0.5).estimate).toBe(3);
  });

  it("the median of days 1, 4, 9 is the day on which the curve passes one half", () => {
    expect(estimateSurvivalQuantile(curveOf([1, 4, 9], [1, 1, 1]), 0.5).estimate).toBe(4);
  });

  it("a flat that lasts to the end of follow-up ends at the last time", () => {
    expect(estimateSurvivalQuantile(curveOf([1, 2, 5, 8], [1, 1, 0, 0]), 0.5).estimate).toBe(5);
  });

  it("one half reached through rounding (0.9·…) still counts as equal", () => {
    // 10 rows, one event a day: 9/10 · 8/9 · … · 5/6 is one half up to a rounding error.
    const days = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    expect(
      estimateSurvivalQuantile(
        curveOf(
          days,
          days.map(() => 1),
        ),
        0.5,
      ).estimate,
    ).toBe(5.5);
  });

  it("is null where the curve does not come down to it", () => {
    expect(estimateSurvivalQuantile(curveOf([1, 2, 3], [1, 0, 0]), 0.5)).toEqual({
      estimate: null,
      lower: 1,
      upper: null,
    });
    expect(estimateSurvivalQuantile(curveOf([4], [0]), 0.5)).toEqual({ estimate: null, lower: null, upper: null });
  });

  it("reads no limit where survival is 0: a single patient with an event has a median and no interval", () => {
    expect(estimateSurvivalQuantile(curveOf([4], [1]), 0.5)).toEqual({ estimate: 4, lower: null, upper: null });
  });

  it("a band that rises is inverted at its first crossing", () => {
    const band = Float64Array.of(0.49, 0.51, 0.4);
    const curve: KaplanMeierCurve = { ...curveOf([1, 2, 3], [1, 1, 0]), lower: band };
    expect(estimateSurvivalQuantile(curve, 0.5).lower).toBe(1);
  });

  it.each([0, 1, -0.1, Number.NaN])("a share of %d is refused", (p) => {
    expect(() => estimateSurvivalQuantile(curveOf([1], [1]), p)).toThrow(RangeError);
  });

  it("lung: median 310 days, limits 285–363 on the log scale, 284–361 on the log-log and the plain one", () => {
    const { data } = JSON.parse(
      readFileSync(new URL("../../oracles/kaplan-meier/fixture.json", import.meta.url), "utf8"),
    ).cases[0];
    const rows = { time: Int32Array.from(data.time), status: Uint8Array.from(data.status) };
    const median = (interval: KaplanMeierInterval) =>
      estimateSurvivalQuantile(estimateKaplanMeier({ ...rows, interval }), 0.5);
    expect(median("log")).toEqual({ estimate: 310, lower: 285, upper: 363 });
    expect(median("log-log")).toEqual({ estimate: 310, lower: 284, upper: 361 });
    expect(median("plain")).toEqual({ estimate: 310, lower: 284, upper: 361 });
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  drawn,
  formatCount,
  formatCountOf,
  formatDecimals,
  formatInterval,
  formatLevel,
  formatMonths,
  formatP,
  formatPercent,
  formatPlain,
  formatRatio,
} from "../../src/report/format.js";
import { roundDecimal } from "../../src/report/round-decimal.js";

describe("rounding", () => {
  it.each([
    [1.005, 2, "1.01"],
    [2.675, 2, "2.68"],
    [1.015, 2, "1.02"],
    [8.345, 2, "8.35"],
    [0.00005, 4, "0.0001"],
    [0.000049999, 4, "0.0000"],
    [0.5, 0, "1"],
    [1.5, 0, "2"],
    [2.5, 0, "3"],
    [-2.5, 0, "-3"],
    [-0.04, 1, "0.0"],
    [-0.05, 1, "-0.1"],
    [9.995, 2, "10.00"],
    [0.9996, 3, "1.000"],
    [999.95, 1, "1000.0"],
    [0, 2, "0.00"],
    [-0, 1, "0.0"],
    [1e-7, 3, "0.000"],
    [5e-7, 6, "0.000001"],
    [1.5e21, 0, "1500000000000000000000"],
    [123456789.125, 2, "123456789.13"],
    [0.1 + 0.2, 1, "0.3"],
    [0.7006820551, 3, "0.701"],
  ])("%d to %d decimals is %s", (value, decimals, text) => {
    expect(formatDecimals(value, decimals)).toBe(text);
  });

  it("refuses a number that is not finite", () => {
    expect(() => formatDecimals(Number.NaN, 1)).toThrow(/finite/);
    expect(() => formatDecimals(Number.POSITIVE_INFINITY, 1)).toThrow(/finite/);
  });

  it("agrees with exact integer arithmetic on every hundredth from −20 to 20", () => {
    for (let k = -2000; k <= 2000; k += 1) {
      const tenths = Math.trunc(Math.abs(k) / 10) + (Math.abs(k) % 10 >= 5 ? 1 : 0);
      const expected = `${k < 0 && tenths > 0 ? "-" : ""}${Math.trunc(tenths / 10)}.${tenths % 10}`;
      expect(formatDecimals(k / 100, 1)).toBe(expected);
    }
  });

  it("cuts a coordinate to five significant digits and leaves the order of size alone", () => {
    expect([123456.7, 0.000123456, 1234.56, -0.0987654321, 0, 99999.6, 1e-12].map(drawn)).toEqual([
      123460, 0.00012346, 1234.6, -0.098765, 0, 100000, 1e-12,
    ]);
  });
});

describe("reported numbers", () => {
  it.each([
    [0.00009999, "<0.0001"],
    [0.00005, "<0.0001"],
    [0.0001, "0.0001"],
    [0.00015, "0.0002"],
    [0.04995, "0.0500"],
    [0.99996, ">0.9999"],
    [0, "<0.0001"],
    [1, ">0.9999"],
  ])("p = %d prints %s", (p, text) => {
    expect(formatP(p)).toBe(text);
  });

  it("turns a share into per cent without the error of a multiplication", () => {
    expect(formatPercent(0.0005)).toBe("0.1");
    expect(formatPercent(0.145)).toBe("14.5");
    expect(formatPercent(0.0045)).toBe("0.5");
    expect(formatPercent(1)).toBe("100.0");
    expect(formatPercent(0)).toBe("0.0");
    expect(formatPercent(0.00001)).toBe("0.0");
    expect(formatPercent(0.01)).toBe("1.0");
    expect(0.0045 * 100).toBeLessThan(0.45);
  });

  it("states a count of a denominator", () => {
    expect(formatCountOf(94, 246)).toBe("94 (38.2%)");
    expect(formatCountOf(1, 2000)).toBe("1 (0.1%)");
    expect(formatCountOf(0, 0)).toBe("0");
  });

  it("refuses to print a sum of weights as a count", () => {
    expect(formatCount(1207)).toBe("1207");
    expect(() => formatCount(271.2465)).toThrow(/whole/);
  });

  it("prints months of 30.4375 days", () => {
    expect(formatMonths(365.25)).toBe("12.0");
    expect(formatMonths(1807)).toBe("59.4");
  });

  it("prints ratios, intervals, levels and plain numbers", () => {
    expect(formatRatio(0.0004)).toBe("<0.001");
    expect(formatRatio(0.001)).toBe("0.001");
    expect(formatRatio(12.34567)).toBe("12.346");
    expect(formatInterval("0.543", "0.903")).toBe("(0.543, 0.903)");
    expect(formatLevel(0.95)).toBe("95%");
    expect(formatLevel(0.975)).toBe("97.5%");
    expect(formatLevel(0.9)).toBe("90%");
    expect(formatPlain(0.3122419)).toBe("0.312242");
    expect(formatPlain(0.1)).toBe("0.1");
    expect(formatPlain(271)).toBe("271");
    expect(formatPlain(1234567)).toBe("1234570");
  });
});

describe("the form of a rounded number", () => {
  it("is a whole part without leading zeros and exactly the decimals asked for", () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }),
        fc.integer({ min: 0, max: 6 }),
        fc.integer({ min: -2, max: 2 }),
        (value, decimals, shift) => {
          const text = roundDecimal(value, decimals, shift);
          expect(text).toMatch(new RegExp(`^-?(0|[1-9]\\d*)${decimals === 0 ? "" : `\\.\\d{${decimals}}`}$`));
          const scaled = value * 10 ** shift;
          expect(Math.abs(Number(text) - scaled)).toBeLessThanOrEqual(0.5 * 10 ** -decimals + Math.abs(scaled) * 1e-15);
        },
      ),
      { seed: 20260101, numRuns: 2000 },
    );
  });
});

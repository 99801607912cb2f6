import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { estimateAalenJohansen } from "../../src/stats/aalen-johansen.js";
import type { ProbabilityScale } from "../../src/stats/probability-limits.js";
import { relativeError } from "../support/relative-error.js";

type Column = (number | null)[];
interface Case {
  name: string;
  data: { time: number[]; cause: number[]; weight?: number[]; entry?: number[] };
  time: number[];
  atRisk: number[];
  survival: number[];
  causes: {
    events: number[];
    incidence: number[];
    standardError: number[];
    bands: { interval: ProbabilityScale; lower: Column; upper: Column }[];
  }[];
}
const fixture: { cases: Case[] } = JSON.parse(
  readFileSync(new URL("../../oracles/aalen-johansen/fixture.json", import.meta.url), "utf8"),
);

describe.each(fixture.cases)("cumulative incidence against R survfit: $name", (testCase) => {
  const { data } = testCase;
  const input = {
    time: Int32Array.from(data.time),
    cause: Uint8Array.from(data.cause),
    causes: 2,
    ...(data.weight === undefined ? {} : { weight: Float64Array.from(data.weight) }),
    ...(data.entry === undefined ? {} : { entry: Int32Array.from(data.entry) }),
  };

  it("risk sets, survival, incidences and their errors agree at every time", () => {
    const curves = estimateAalenJohansen(input);
    expect([...curves.time]).toEqual(testCase.time);
    expect(relativeError(curves.atRisk, testCase.atRisk)).toBeLessThan(1e-12);
    // Where survival comes down to 0 R keeps a rounding error.
    expect(difference(curves.survival, testCase.survival)).toBeLessThan(1e-13);
    testCase.causes.forEach((expected, k) => {
      const ours = curves.causes[k]!;
      expect(relativeError(ours.events, expected.events)).toBeLessThan(1e-12);
      expect(relativeError(ours.incidence, expected.incidence)).toBeLessThan(1e-12);
      expect(difference(ours.standardError, expected.standardError)).toBeLessThan(1e-12);
    });
  });

  it("bands agree on the three scales where R has one", () => {
    testCase.causes.forEach((expected, k) => {
      for (const { interval, lower, upper } of expected.bands) {
        const ours = estimateAalenJohansen({ ...input, interval }).causes[k]!;
        expect(difference(ours.lower, lower)).toBeLessThan(1e-11);
        expect(difference(ours.upper, upper)).toBeLessThan(1e-11);
      }
    });
  });
});

/** The largest difference over the places where R has a value. */
function difference(actual: ArrayLike<number>, expected: Column): number {
  return expected.reduce<number>(
    (worst, value, i) => (value === null ? worst : Math.max(worst, Math.abs(actual[i]! - value))),
    0,
  );
}

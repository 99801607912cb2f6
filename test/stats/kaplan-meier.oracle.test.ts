import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { estimateKaplanMeier, type KaplanMeierInput, type KaplanMeierInterval } from "../../src/stats/kaplan-meier.js";
import { estimateSurvivalQuantile } from "../../src/stats/survival-quantile.js";
import { relativeError } from "../support/relative-error.js";

type Column = (number | null)[];
interface Case {
  name: string;
  data: { time: number[]; status: number[]; weight?: number[]; entry?: number[] };
  time: number[];
  atRisk: number[];
  events: number[];
  censored: number[];
  survival: number[];
  fits: {
    variance: "greenwood" | "robust";
    standardErrorLog: Column;
    bands: {
      interval: KaplanMeierInterval;
      level: number;
      lower: Column;
      upper: Column;
      quantile: { estimate: Column; lower: Column; upper: Column };
    }[];
  }[];
}
const fixture: { p: number[]; cases: Case[] } = JSON.parse(
  readFileSync(new URL("../../oracles/kaplan-meier/fixture.json", import.meta.url), "utf8"),
);

function toInput({ data }: Case): KaplanMeierInput {
  return {
    time: Int32Array.from(data.time),
    status: Uint8Array.from(data.status),
    ...(data.weight === undefined ? {} : { weight: Float64Array.from(data.weight) }),
    ...(data.entry === undefined ? {} : { entry: Int32Array.from(data.entry) }),
  };
}

/** The largest relative error over the places where R has a value. */
function errorWhereDefined(actual: ArrayLike<number>, expected: Column): number {
  const places = expected.map((_, i) => i).filter((i) => expected[i] !== null);
  return relativeError(
    places.map((i) => actual[i]!),
    places.map((i) => expected[i]!),
  );
}

describe.each(fixture.cases)("Kaplan–Meier against R survfit: $name", (testCase) => {
  const closedForm = 1e-12;

  it("counts, risk sets and survival agree at every time", () => {
    const curve = estimateKaplanMeier(toInput(testCase));
    expect([...curve.time]).toEqual(testCase.time);
    expect(relativeError(curve.atRisk, testCase.atRisk)).toBeLessThan(closedForm);
    expect(relativeError(curve.events, testCase.events)).toBeLessThan(closedForm);
    expect(relativeError(curve.censored, testCase.censored)).toBeLessThan(closedForm);
    expect(relativeError(curve.survival, testCase.survival)).toBeLessThan(closedForm);
  });

  it.each(testCase.fits)("standard errors, bands and quantiles agree ($variance variance)", (fit) => {
    for (const band of fit.bands) {
      const { variance } = fit;
      const { interval, level } = band;
      const curve = estimateKaplanMeier({ ...toInput(testCase), variance, interval, level });
      expect(errorWhereDefined(curve.standardErrorLog, fit.standardErrorLog)).toBeLessThan(closedForm);
      expect(errorWhereDefined(curve.lower, band.lower)).toBeLessThan(closedForm);
      expect(errorWhereDefined(curve.upper, band.upper)).toBeLessThan(closedForm);
      const quantiles = fixture.p.map((p) => estimateSurvivalQuantile(curve, p));
      expect(quantiles.map((q) => q.estimate)).toEqual(band.quantile.estimate);
      expect(quantiles.map((q) => q.lower)).toEqual(band.quantile.lower);
      expect(quantiles.map((q) => q.upper)).toEqual(band.quantile.upper);
    }
  });
});

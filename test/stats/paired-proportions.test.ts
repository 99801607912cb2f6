import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { estimatePairedNewcombeDifference } from "../../src/stats/newcombe-paired.js";
import type { PairedProportions } from "../../src/stats/paired-proportions.js";
import { estimateTangoDifference } from "../../src/stats/tango.js";
import { relativeError } from "../support/relative-error.js";

type Case = Required<PairedProportions> & {
  difference: number;
  tango: [number, number];
  newcombe: [number, number];
  p: number;
};
const fixture: { cases: Case[] } = JSON.parse(
  readFileSync(new URL("../../oracles/paired-proportions/fixture.json", import.meta.url), "utf8"),
);
const apart = (actual: { lower: number; upper: number }, [lower, upper]: [number, number]) =>
  Math.max(Math.abs(actual.lower - lower), Math.abs(actual.upper - upper));

describe("difference of proportions in pairs against R", () => {
  it.each(fixture.cases)("$both, $onlyTrial, $onlyControl, $neither at level $level", (expected) => {
    const tango = estimateTangoDifference(expected);
    expect(Math.abs(tango.estimate - expected.difference)).toBeLessThan(1e-14);
    // Absolute: a limit is a difference. uniroot in uniroot leaves the reference a few 1e-12.
    expect(apart(tango, expected.tango)).toBeLessThan(1e-10);
    expect(relativeError([tango.p], [expected.p])).toBeLessThan(1e-12);
    expect(apart(estimatePairedNewcombeDifference(expected), expected.newcombe)).toBeLessThan(1e-13);
  });
});

describe("difference of proportions in pairs", () => {
  it("has the published limits of the airway data: Tango −0.517 to −0.026, Newcombe −0.507 to −0.026", () => {
    const airway = { both: 1, onlyTrial: 1, onlyControl: 7, neither: 12 };
    expect(estimateTangoDifference(airway).lower).toBeCloseTo(-0.517, 3);
    expect(estimateTangoDifference(airway).upper).toBeCloseTo(-0.026, 3);
    expect(estimatePairedNewcombeDifference(airway).lower).toBeCloseTo(-0.507, 3);
    expect(estimatePairedNewcombeDifference(airway).upper).toBeCloseTo(-0.026, 3);
  });

  it("is by hand z²/(n + z²) either way where no pair is discordant", () => {
    const { lower, upper, p } = estimateTangoDifference({ both: 20, onlyTrial: 0, onlyControl: 0, neither: 30 });
    const limit = 1.959963984540054 ** 2 / (50 + 1.959963984540054 ** 2);
    expect(lower).toBeCloseTo(-limit, 14);
    expect(upper).toBeCloseTo(limit, 14);
    expect(p).toBe(1);
  });

  it("reaches −1 and 1 where every pair is discordant one way, and swaps sign with the arms", () => {
    const all = estimateTangoDifference({ both: 0, onlyTrial: 9, onlyControl: 0, neither: 0 });
    expect(all).toMatchObject({ estimate: 1, upper: 1 });
    const none = estimateTangoDifference({ both: 0, onlyTrial: 0, onlyControl: 9, neither: 0 });
    expect(none.lower).toBe(-1);
    expect(none.upper).toBeCloseTo(-all.lower, 14);
  });

  it("is refused without pairs, and with what is no count", () => {
    const none = { both: 0, onlyTrial: 0, onlyControl: 0, neither: 0 };
    expect(() => estimateTangoDifference(none)).toThrow("at least one pair");
    expect(() => estimatePairedNewcombeDifference(none)).toThrow("at least one pair");
    expect(() => estimateTangoDifference({ ...none, both: 1.5 })).toThrow("whole numbers of pairs");
  });
});

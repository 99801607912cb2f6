import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { testCochranMantelHaenszel } from "../../src/stats/cochran-mantel-haenszel.js";
import { estimateMantelHaenszelOddsRatio } from "../../src/stats/mantel-haenszel-odds-ratio.js";
import { estimateOddsRatio } from "../../src/stats/odds-ratio.js";
import { estimateRiskRatio } from "../../src/stats/risk-ratio.js";
import { estimateStratifiedRiskDifference, type StratumWeights } from "../../src/stats/stratified-risk-difference.js";
import type { TwoProportions } from "../../src/stats/two-proportions.js";
import { hasReferenceData, readExpected } from "../support/reference-data.js";
import { relativeError } from "../support/relative-error.js";

interface Strata {
  name: string;
  events1: number[];
  n1: number[];
  events0: number[];
  n0: number[];
}
const fixture: {
  ratios: (TwoProportions & { riskRatio: number[]; oddsRatio: number[] })[];
  stratified: (Strata & { weights: StratumWeights; level: number; estimate: number; limits: number[]; p: number })[];
  common: (Strata & { chiSquared: number; p: number; oddsRatio: number; limits: number[] })[];
} = JSON.parse(readFileSync(new URL("../../oracles/two-by-two/fixture.json", import.meta.url), "utf8"));

describe("ratios of two proportions against the published formulas in R", () => {
  it.each(fixture.ratios)("$events1/$n1 and $events0/$n0 at level $level", (table) => {
    const [risk, odds] = [estimateRiskRatio(table), estimateOddsRatio(table)];
    expect(relativeError([risk.lower, risk.upper ?? Number.NaN], table.riskRatio)).toBeLessThan(1e-10);
    expect(relativeError([odds.lower, odds.upper ?? Number.NaN], table.oddsRatio)).toBeLessThan(1e-10);
  });
});

describe("stratified risk difference against the published formulas in R", () => {
  it.each(fixture.stratified)("$name, $weights weights", (strata) => {
    const { estimate, lower, upper, p } = estimateStratifiedRiskDifference(strata);
    // The reference differentiates its cubic numerically: its constrained proportions are right to about 1e-11.
    for (const [ours, theirs] of [
      [estimate, strata.estimate],
      [lower, strata.limits[0]!],
      [upper, strata.limits[1]!],
    ] as const) {
      expect(Math.abs(ours - theirs)).toBeLessThan(1e-9);
    }
    expect(relativeError([p], [strata.p])).toBeLessThan(1e-8);
  });
});

describe("Cochran–Mantel–Haenszel test and common odds ratio against R mantelhaen.test", () => {
  it.each(fixture.common)("$name", (strata) => {
    const test = testCochranMantelHaenszel(strata);
    const odds = estimateMantelHaenszelOddsRatio(strata);
    expect(relativeError([test.chiSquared, test.p], [strata.chiSquared, strata.p])).toBeLessThan(1e-12);
    const ours = [odds.estimate, odds.lower, odds.upper];
    expect(relativeError(ours, [strata.oddsRatio, ...strata.limits])).toBeLessThan(1e-12);
  });
});

interface Published {
  cases: { x1: number; n1: number; x0: number; n0: number; RR: { miettinen_nurminen: (number | null)[] } }[];
  stratified_mn: { data: Record<string, number[]>; est: number[][] };
}

describe.skipIf(!hasReferenceData)("two proportions against ratesci", () => {
  const reference = hasReferenceData ? readExpected<Published>("miettinen_nurminen") : null;

  it("score interval of the risk ratio of nine tables, null where it is infinite", () => {
    for (const { x1, n1, x0, n0, RR } of reference!.cases) {
      const ours = estimateRiskRatio({ events1: x1, n1, events0: x0, n0 });
      [ours.lower, ours.estimate, ours.upper].forEach((value, k) => {
        const wanted = RR.miettinen_nurminen[k] ?? null;
        if (wanted === null) expect(value).toBeNull();
        // ratesci searches to 1e-10 on a transformed scale.
        else expect(Math.abs((value ?? Number.NaN) - wanted)).toBeLessThan(2e-9 * Math.max(1, wanted ** 2));
      });
    }
  });

  it("nine trials of compression: −0.1242 (−0.1633, −0.0867) with Mantel–Haenszel weights", () => {
    const { data, est } = reference!.stratified_mn;
    const ours = estimateStratifiedRiskDifference({
      events1: data["event.gcs"]!,
      n1: data["n.gcs"]!,
      events0: data["event.control"]!,
      n0: data["n.control"]!,
      weights: "mantel-haenszel",
    });
    [ours.lower, ours.estimate, ours.upper].forEach((value, k) => {
      expect(Math.abs(value - est[0]![k]!)).toBeLessThan(1e-9);
    });
  });
});

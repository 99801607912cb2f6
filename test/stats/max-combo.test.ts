import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EstimationError } from "../../src/errors.js";
import { chiSquaredUpper } from "../../src/math/chi-squared.js";
import { normalTwoSided } from "../../src/math/normal.js";
import { testLogRank } from "../../src/stats/log-rank.js";
import { testMaxCombo } from "../../src/stats/max-combo.js";
import { hasReferenceData, readDataset, readExpected } from "../support/reference-data.js";
import { relativeError } from "../support/relative-error.js";
import { rearrange, survivalSample } from "../support/survival-arbitrary.js";

interface Case {
  name: string;
  data: { time: number[]; status: number[]; group: number[]; stratum: number[] };
  rho: number[];
  gamma: number[];
}
const fixture: { cases: Case[] } = JSON.parse(
  readFileSync(new URL("../../oracles/max-combo/fixture.json", import.meta.url), "utf8"),
);
const three = [
  { rho: 0, gamma: 0 },
  { rho: 0, gamma: 1 },
  { rho: 1, gamma: 0 },
];
const toInput = ({ data, rho, gamma }: Case) => ({
  time: Int32Array.from(data.time),
  status: Uint8Array.from(data.status),
  group: Int32Array.from(data.group),
  stratum: Int32Array.from(data.stratum),
  weights: rho.map((r, k) => ({ rho: r, gamma: gamma[k]! })),
});

describe("MaxCombo on the data of its fixture", () => {
  it("takes the four usual weights where none are given", () => {
    const { weights: _, ...data } = toInput(fixture.cases[1]!);
    expect(testMaxCombo(data)).toEqual(testMaxCombo(toInput(fixture.cases[1]!)));
  });
});

describe.skipIf(!hasReferenceData)("MaxCombo against R nph", () => {
  const expected = hasReferenceData
    ? readExpected<Record<"pembro" | "veteran_maxcombo", { maxcombo?: Reference } & Reference>>("weighted_logrank")
    : null;
  interface Reference {
    pmult: number;
    korr: number[][];
  }

  it("digitised pembrolizumab trial and veteran: correlations, and p to the accuracy of a simulated integral", () => {
    const pembro = readDataset("nph_pembro");
    const times = pembro.time!.map(Number);
    const distinct = [...new Set(times)].sort((a, b) => a - b);
    const test = testMaxCombo({
      time: Int32Array.from(times, (t) => distinct.indexOf(t)),
      status: Uint8Array.from(pembro.event!, Number),
      group: Int32Array.from(pembro.group!, Number),
      weights: three,
    });
    const reference = expected!.pembro.maxcombo!;
    expect(relativeError(test.correlation, reference.korr.flat())).toBeLessThan(1e-9);
    // nph integrates by quasi-Monte Carlo with a requested error of 1e-3.
    expect(Math.abs(test.p - reference.pmult)).toBeLessThan(1e-3);
    const veteran = testMaxCombo({ ...toInput(fixture.cases[0]!), weights: three });
    expect(relativeError(veteran.correlation, expected!.veteran_maxcombo.korr.flat())).toBeLessThan(1e-9);
    expect(Math.abs(veteran.p - expected!.veteran_maxcombo.pmult)).toBeLessThan(1e-3);
  });
});

describe("MaxCombo", () => {
  const small = {
    time: Int32Array.of(1, 2, 2, 3),
    status: Uint8Array.of(1, 1, 1, 0),
    group: Int32Array.of(0, 0, 1, 1),
  };

  it("by hand: with variances 1/4 and 2/9, log-rank and late weight, the sums of the log-rank test", () => {
    // Group 1: day 1 expects 1/2, sees 0; day 2 expects 4/3, sees 1. Late weights are 0 and 1/4.
    const { z, correlation } = testMaxCombo({ ...small, weights: three.slice(0, 2) });
    expect(z[0]).toBeCloseTo(-5 / 6 / Math.sqrt(1 / 4 + 2 / 9), 14);
    expect(z[1]).toBeCloseTo(-1 / 3 / Math.sqrt(2 / 9), 14);
    expect(correlation[1]).toBeCloseTo(Math.sqrt(2 / 9 / (1 / 4 + 2 / 9)), 14);
  });

  it("of one weight is the log-rank test", () => {
    const { p, z } = testMaxCombo({ ...small, weights: three.slice(0, 1) });
    const reference = testLogRank({ ...small, groups: 2 });
    expect(z[0]! ** 2).toBeCloseTo(reference.chiSquared, 13);
    expect(p).toBeCloseTo(chiSquaredUpper(reference.chiSquared, 1), 13);
  });

  it("refuses data without events, a weight without variance, a negative exponent", () => {
    expect(() => testMaxCombo({ ...small, status: new Uint8Array(4) })).toThrow(EstimationError);
    expect(() => testMaxCombo({ ...small, group: new Int32Array(4) })).toThrow(/no variance for rho 0, gamma 0/);
    expect(() => testMaxCombo({ ...small, status: Uint8Array.of(1, 0, 0, 0) })).toThrow(
      /no variance for rho 0, gamma 1/,
    );
    expect(() => testMaxCombo({ ...small, weights: [{ rho: -1, gamma: 0 }] })).toThrow(RangeError);
  });

  it("p lies between that of the largest statistic alone and Bonferroni's; row order changes no bit; swapped groups mirror", () => {
    fc.assert(
      fc.property(survivalSample(6, 30), fc.integer({ min: 1, max: 5 }), (sample, piles) => {
        const attempt = (of: typeof sample) => {
          try {
            return testMaxCombo({ ...of, weights: three });
          } catch (error) {
            if (error instanceof EstimationError) return error.message;
            throw error;
          }
        };
        const test = attempt(sample);
        expect(attempt(rearrange(sample, piles))).toEqual(test);
        if (typeof test === "string") return;
        const alone = normalTwoSided(test.maximum);
        expect(test.p).toBeGreaterThan(alone - 1e-9);
        expect(test.p).toBeLessThan(Math.min(1, 3 * alone) + 1e-9);
        const swapped = attempt({ ...sample, group: sample.group.map((g) => 1 - g) });
        if (typeof swapped !== "string") expect(swapped.maximum).toBeCloseTo(test.maximum, 10);
      }),
      { seed: 16, numRuns: 60 },
    );
  });
});

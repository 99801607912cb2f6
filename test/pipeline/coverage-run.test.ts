import { describe, expect, it } from "vitest";
import { type CoverageResult, coverageMethods, runCoverage } from "../../src/pipeline/coverage-run.js";
import { summariseCoverage } from "../../src/pipeline/coverage-summary.js";

describe("a run of the coverage study", () => {
  it("depends on its method and number alone, and gives an estimate with an interval", () => {
    for (const method of coverageMethods) {
      const first = runCoverage(method, 3);
      expect(runCoverage(method, 3), method.name).toEqual(first);
      expect(runCoverage(method, 4).linear, method.name).not.toBe(first.linear);
      expect(first.linear, method.name).not.toBeNull();
      expect(first.se !== null, method.name).toBe(method.hasSe);
    }
  });

  it("estimates what its truth says, to four standard errors of the mean of 40 runs", () => {
    for (const method of coverageMethods.filter(({ hasSe }) => hasSe)) {
      const results = Array.from({ length: 40 }, (_, k) => runCoverage(method, k));
      const mean = results.reduce((total, { linear }) => total + linear!, 0) / 40;
      const se = results.reduce((total, each) => total + each.se!, 0) / 40;
      expect(Math.abs(mean - method.truth), method.name).toBeLessThan((4 * se) / Math.sqrt(40));
    }
  });
});

describe("the summary of a method", () => {
  const method = { ...coverageMethods[2]!, truth: 0 };
  const results = (covering: number): CoverageResult[] =>
    Array.from({ length: 1000 }, (_, k) => ({ linear: k % 2 === 0 ? 1 : -1, se: 1, covers: k < covering }));

  it("holds within one point and three Monte Carlo errors of 95 %, with standard errors like the spread", () => {
    expect(summariseCoverage(method, results(950))).toMatchObject({ coverage: 0.95, holds: true, failed: 0 });
    expect(summariseCoverage(method, results(900)).holds).toBe(false);
    const wide = results(950).map((each) => ({ ...each, se: 1.2 }));
    expect(summariseCoverage(method, wide).holds).toBe(false);
    expect(summariseCoverage({ ...method, hasSe: false }, wide)).toMatchObject({ holds: true, seRatio: null });
  });

  it("counts a run without an estimate as failed and as not covering", () => {
    const some = [...results(950).slice(0, 999), { linear: null, se: null, covers: false }];
    expect(summariseCoverage(method, some)).toMatchObject({ failed: 1, runs: 1000 });
  });
});

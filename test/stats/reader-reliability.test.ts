import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EstimationError } from "../../src/errors.js";
import { estimateIntraclassCorrelation } from "../../src/stats/intraclass-correlation.js";
import { estimateWithinSubjectVariation } from "../../src/stats/within-subject-variation.js";
import { readerReliabilityOracle } from "../../src/validation/oracles/reader-reliability.js";
import { checkOracles } from "../support/check-oracles.js";

await checkOracles([readerReliabilityOracle]);

const icc = (rows: readonly (readonly number[])[]) =>
  estimateIntraclassCorrelation({ x: Float64Array.from(rows.flat()), n: rows.length, k: rows[0]!.length });

describe("agreement of readers on a measurement by hand", () => {
  it("three subjects of two readers, one apart by 2 throughout: the shift counts against agreement", () => {
    // Means 11, 21, 31: B = 2·(100 + 0 + 100)/2 = 200; readers ±1: J = 3·2/1 = 6; nothing left: E = 0.
    // (200 − 0)/(200 + 0 + 2·6/3) = 200/204.
    const found = icc([
      [10, 12],
      [20, 22],
      [30, 32],
    ]);
    expect(found.estimate).toBeCloseTo(200 / 204, 14);
    expect([found.lower, found.upper]).toEqual([null, null]);
  });

  it("the six subjects of Shrout & Fleiss: 0.29, from 0.02 to 0.76", () => {
    const { estimate, lower, upper } = icc([
      [9, 2, 5, 8],
      [6, 1, 3, 2],
      [8, 4, 6, 8],
      [7, 1, 2, 6],
      [10, 5, 6, 9],
      [6, 2, 4, 7],
    ]);
    expect([estimate, lower ?? 0, upper ?? 0].map((value) => Math.round(value * 100) / 100)).toEqual([
      0.29, 0.02, 0.76,
    ]);
  });

  it("sums of 9 and 11 about 10 and of 18 and 22 about 20 both vary by √2/10 of their mean", () => {
    const { estimate } = estimateWithinSubjectVariation({ x: Float64Array.of(9, 11, 18, 22), n: 2, k: 2 });
    expect(estimate).toBeCloseTo(Math.SQRT2 / 10, 14);
  });

  it("cannot be estimated of one subject, of readings that are all one, or of means of 0", () => {
    expect(() => icc([[1, 2]])).toThrow(EstimationError);
    expect(() =>
      icc([
        [5, 5],
        [5, 5],
      ]),
    ).toThrow(EstimationError);
    expect(() => estimateWithinSubjectVariation({ x: Float64Array.of(0, 0), n: 1, k: 2 })).toThrow(EstimationError);
  });
});

describe("properties", () => {
  const readings = fc.array(fc.tuple(fc.integer({ min: 10, max: 200 }), fc.integer({ min: 10, max: 200 })), {
    minLength: 3,
    maxLength: 30,
  });

  it("another unit of length changes neither", () => {
    fc.assert(
      fc.property(readings, (rows) => {
        fc.pre(new Set(rows.map(([a]) => a)).size > 1);
        const scaled = rows.map(([a, b]) => [a / 8, b / 8] as const);
        const [own, other] = [icc(rows), icc(scaled)];
        expect(other.estimate).toBeCloseTo(own.estimate, 12);
        const cv = (all: typeof scaled) =>
          estimateWithinSubjectVariation({ x: Float64Array.from(all.flat()), n: all.length, k: 2 }).estimate;
        expect(cv(scaled)).toBeCloseTo(cv(rows), 12);
      }),
      { seed: 11, numRuns: 60 },
    );
  });

  it("the interval holds the estimate, whoever reads first", () => {
    fc.assert(
      fc.property(readings, (rows) => {
        fc.pre(new Set(rows.map(([a, b]) => a - b)).size > 1 && new Set(rows.map(([a, b]) => a + b)).size > 1);
        const { estimate, lower, upper } = icc(rows);
        // Below 0 readers agree less than chance has it, and F may have no degrees of freedom.
        fc.pre(estimate > 0);
        expect(lower).toBeLessThanOrEqual(estimate);
        expect(upper).toBeGreaterThanOrEqual(estimate);
        expect(icc(rows.map(([a, b]) => [b, a])).estimate).toBeCloseTo(estimate, 12);
      }),
      { seed: 12, numRuns: 60 },
    );
  });
});

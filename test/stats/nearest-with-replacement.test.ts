import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EstimationError } from "../../src/errors.js";
import { matchWithReplacement, type ReplacementInput } from "../../src/stats/nearest-with-replacement.js";

function setsOf(input: ReplacementInput): Record<number, number[]> {
  const { treatedRow, start, control } = matchWithReplacement(input);
  return Object.fromEntries(
    [...treatedRow].map((row, m) => [row, [...control.subarray(start[m]!, start[m + 1]!)].sort((a, b) => a - b)]),
  );
}

describe("matchWithReplacement by hand", () => {
  // Treated at 3 and 5 (rows 0, 1); controls at 4, 5.5, 1 and 4 (rows 2–5).
  const line = { score: Float64Array.of(3, 5, 4, 5.5, 1, 4), treated: Uint8Array.of(1, 1, 0, 0, 0, 0) };

  it("a control serves several treated rows, and all that tie with the k-th share", () => {
    expect(setsOf(line)).toEqual({ 0: [2, 5], 1: [3] });
    const { weight, distance } = matchWithReplacement(line);
    expect([...weight]).toEqual([1, 1, 0.5, 1, 0, 0.5]);
    expect([...distance]).toEqual([1, 1, 0.5]);
    expect(setsOf({ ...line, ratio: 2 })).toEqual({ 0: [2, 5], 1: [2, 3, 5] });
    expect([...matchWithReplacement({ ...line, ratio: 2 }).weight]).toEqual([
      1,
      1,
      1 / 2 + 1 / 3,
      1 / 3,
      0,
      1 / 2 + 1 / 3,
    ]);
  });

  it("a caliper is never exceeded, reached it may be; a row without a control is left out", () => {
    expect(setsOf({ ...line, caliper: 1, ratio: 3 })).toEqual({ 0: [2, 5], 1: [2, 3, 5] });
    expect(setsOf({ ...line, caliper: 0.6 })).toEqual({ 1: [3] });
    expect(setsOf({ ...line, caliper: 0 })).toEqual({});
  });

  it("exact strata, a tie tolerance, an empty arm", () => {
    expect(setsOf({ ...line, stratum: Int32Array.of(1, 2, 1, 1, 2, 1) })).toEqual({ 0: [2, 5], 1: [4] });
    expect(setsOf({ ...line, tieTolerance: 0.75 })).toEqual({ 0: [2, 5], 1: [2, 3, 5] });
    expect(setsOf({ score: Float64Array.of(1, 2), treated: Uint8Array.of(1, 1) })).toEqual({});
  });

  it("refuses a score that is not finite and broken arguments", () => {
    expect(() => matchWithReplacement({ ...line, score: line.score.map(() => Number.NaN) })).toThrow(EstimationError);
    expect(() => matchWithReplacement({ ...line, ratio: 0 })).toThrow(RangeError);
    expect(() => matchWithReplacement({ ...line, caliper: -1 })).toThrow(RangeError);
    expect(() => matchWithReplacement({ ...line, tieTolerance: -1 })).toThrow(RangeError);
    expect(() => matchWithReplacement({ ...line, treated: Uint8Array.of(1) })).toThrow(RangeError);
  });
});

describe("matchWithReplacement, properties", () => {
  const patient = fc.record({
    score: fc.integer({ min: -12, max: 12 }).map((value) => value / 4),
    treated: fc.integer({ min: 0, max: 1 }),
    stratum: fc.integer({ min: 0, max: 1 }),
  });
  const options = { ratio: fc.integer({ min: 1, max: 4 }), caliper: fc.constantFrom(0, 0.5, 1.25, 99) };

  it("equals a search through all controls", () => {
    fc.assert(
      fc.property(fc.array(patient, { maxLength: 20 }), options.ratio, options.caliper, (rows, ratio, caliper) => {
        const found = setsOf({
          score: Float64Array.from(rows, (row) => row.score),
          treated: Uint8Array.from(rows, (row) => row.treated),
          stratum: Int32Array.from(rows, (row) => row.stratum),
          ratio,
          caliper,
        });
        const expected: Record<number, number[]> = {};
        rows.forEach((row, i) => {
          if (row.treated === 0) return;
          const open = rows
            .map((other, j) => ({ j, other, d: Math.abs(other.score - row.score) }))
            .filter(({ other, d }) => other.treated === 0 && other.stratum === row.stratum && d <= caliper);
          const nearest = open.map(({ d }) => d).sort((a, b) => a - b);
          const reach = nearest[Math.min(ratio, nearest.length) - 1];
          if (reach !== undefined) expected[i] = open.filter(({ d }) => d <= reach).map(({ j }) => j);
        });
        expect(found).toEqual(expected);
      }),
      { seed: 7, numRuns: 400 },
    );
  });

  it("control weights sum to the matched treated rows", () => {
    fc.assert(
      fc.property(fc.array(patient, { maxLength: 40 }), options.ratio, options.caliper, (rows, ratio, caliper) => {
        const treated = Uint8Array.from(rows, (row) => row.treated);
        const score = Float64Array.from(rows, (row) => row.score);
        const { treatedRow, weight } = matchWithReplacement({ score, treated, ratio, caliper });
        const total = weight.reduce((sum, value, i) => sum + (treated[i] === 0 ? value : 0), 0);
        expect(total).toBeCloseTo(treatedRow.length, 10);
      }),
      { seed: 7, numRuns: 200 },
    );
  });
});

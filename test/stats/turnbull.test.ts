import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EstimationError } from "../../src/errors.js";
import { estimateKaplanMeier } from "../../src/stats/kaplan-meier.js";
import { fitTurnbull } from "../../src/stats/turnbull.js";

/** Rows as (left, right]; right null = right-censored. */
const rows = (intervals: [number, number | null][], weight?: number[]) => ({
  left: Int32Array.from(intervals, ([left]) => left),
  right: Int32Array.from(intervals, ([, right]) => right ?? 0),
  rightCensored: Uint8Array.from(intervals, ([, right]) => (right === null ? 1 : 0)),
  ...(weight === undefined ? {} : { weight: Float64Array.from(weight) }),
});

describe("Turnbull by hand", () => {
  it("(0, 1], (1, 3], (2, 4], (3, ∞): mass only on (0, 1], (2, 3] and after 3 or (3, 4]", () => {
    const fit = fitTurnbull(
      rows([
        [0, 1],
        [1, 3],
        [2, 4],
        [3, null],
      ]),
    );
    expect([...fit.left, fit.beyondDays]).toEqual([0, 2, 3, null]);
    expect([...fit.right]).toEqual([1, 3, 4]);
    // ℓ = log p₁ + log p₂ + log(p₂ + p₃) + log p₃: by symmetry p₂ = p₃, and p₁ = 1/4.
    [1 / 4, 3 / 8, 3 / 8].forEach((p, j) => {
      expect(fit.mass[j]).toBeCloseTo(p, 9);
    });
    expect(fit.survival[1]).toBeCloseTo(3 / 8, 9);
    expect(fit.logLikelihood).toBeCloseTo(Math.log(1 / 4) + 2 * Math.log(3 / 8) + Math.log(3 / 4), 12);
  });

  it("overlapping (0, 2] and (1, 3] share one interval, (1, 2], that holds everything", () => {
    const fit = fitTurnbull(
      rows([
        [0, 2],
        [1, 3],
      ]),
    );
    expect([[...fit.left], [...fit.right], [...fit.mass], [...fit.survival]]).toEqual([[1], [2], [1], [0]]);
    expect(fit.logLikelihood).toBeCloseTo(0, 14);
  });

  it("an exact day lies in (1, 3] but not in (2, 3], whose left end is open", () => {
    const fit = fitTurnbull(
      rows([
        [2, 2],
        [1, 3],
        [2, 3],
      ]),
    );
    expect([[...fit.left], [...fit.right]]).toEqual([
      [2, 2],
      [2, 3],
    ]);
    // ℓ = log p + 0 + log(1 − p).
    expect(fit.mass[0]).toBeCloseTo(1 / 2, 9);
  });

  it("weights 1 and 3 on disjoint intervals give masses 1/4 and 3/4; a row of weight 0 gives none", () => {
    const fit = fitTurnbull(
      rows(
        [
          [0, 1],
          [4, 6],
          [8, 9],
        ],
        [1, 3, 0],
      ),
    );
    expect(fit.mass).toHaveLength(2);
    expect(fit.mass[0]).toBeCloseTo(1 / 4, 10);
    expect(fit.n).toBe(2);
  });

  it("if all are right-censored, all mass lies beyond the last day seen", () => {
    const fit = fitTurnbull(
      rows([
        [3, null],
        [7, null],
      ]),
    );
    expect(fit).toMatchObject({ massBeyond: 1, beyondDays: 7, logLikelihood: 0 });
    expect(fit.mass).toHaveLength(0);
  });

  it.each([
    ["no rows", rows([]), /at least one row/],
    ["an interval that ends before it begins", rows([[5, 4]]), /0 <= left <= right and right > 0; got 1 of 1/],
    ["an event on day 0", rows([[0, 0]]), /right > 0/],
    ["a negative weight", rows([[1, 2]], [-1]), /finite weights/],
    ["a censoring code of 2", { ...rows([[1, 2]]), rightCensored: Uint8Array.of(2) }, /rightCensored to be 0 or 1/],
  ])("refuses %s", (_, input, message) => {
    expect(() => fitTurnbull(input)).toThrow(EstimationError);
    expect(() => fitTurnbull(input)).toThrow(message);
  });
});

describe("Turnbull properties", () => {
  const row = fc
    .tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 3 }))
    .map(([left, length, censored]): [number, number | null] => [left + 1, censored === 0 ? null : left + 1 + length]);
  const samples = fc.array(fc.tuple(row, fc.double({ min: 0.1, max: 4, noNaN: true })), {
    minLength: 1,
    maxLength: 25,
  });
  const input = (sample: [[number, number | null], number][]) =>
    rows(
      sample.map(([interval]) => interval),
      sample.map(([, weight]) => weight),
    );
  const settings = { seed: 20, numRuns: 150 };

  it("the order of rows changes no bit, nor does what stands in `right` of a censored row", () => {
    fc.assert(
      fc.property(samples, (sample) => {
        const fit = fitTurnbull(input(sample));
        const turned = input(sample.slice().reverse());
        const right = turned.right.map((day, i) => (turned.rightCensored[i] === 1 ? 999 - i : day));
        expect(fitTurnbull({ ...turned, right })).toEqual(fit);
      }),
      settings,
    );
  });

  it("masses are >= 0 and add up to 1; no row is left without; the gap is closed", () => {
    fc.assert(
      fc.property(samples, (sample) => {
        const fit = fitTurnbull(input(sample));
        expect(Math.min(0, ...fit.mass)).toBe(0);
        expect(fit.mass.reduce((total, p) => total + p, fit.massBeyond)).toBeCloseTo(1, 9);
        expect(Number.isFinite(fit.logLikelihood)).toBe(true);
        expect(fit.gap).toBeLessThanOrEqual(1e-11);
      }),
      settings,
    );
  });

  it("of exact and right-censored rows alone is Kaplan–Meier", () => {
    const exact = fc.array(fc.tuple(fc.integer({ min: 1, max: 15 }), fc.boolean()), { minLength: 1, maxLength: 25 });
    fc.assert(
      fc.property(exact, (sample) => {
        const fit = fitTurnbull(rows(sample.map(([day, event]) => [day, event ? day : null])));
        const curve = estimateKaplanMeier({
          time: Int32Array.from(sample, ([day]) => day),
          status: Uint8Array.from(sample, ([, event]) => (event ? 1 : 0)),
        });
        fit.right.forEach((day, j) => {
          expect(fit.survival[j]).toBeCloseTo(curve.survival[curve.time.indexOf(day)]!, 8);
        });
      }),
      settings,
    );
  });
});

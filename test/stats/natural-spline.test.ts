import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EstimationError } from "../../src/errors.js";
import { deriveNaturalSpline, type NaturalSpline } from "../../src/stats/natural-spline.js";
import { placeKnots } from "../../src/stats/place-knots.js";

const basisAt = (at: readonly number[], spline: NaturalSpline) => {
  const flat = deriveNaturalSpline(Float64Array.from(at), spline);
  return Array.from({ length: flat.length / at.length }, (_, j) => [
    ...flat.subarray(j * at.length, (j + 1) * at.length),
  ]);
};

describe("natural splines by hand", () => {
  it("one degree of freedom is a straight line: Bernstein coefficients (1, 2, 3)/3 of unit length, 3x/√14", () => {
    const [column] = basisAt([0, 0.5, 1, 2, -1], { knots: [], boundary: [0, 1] });
    const sign = Math.sign(column![2]!);
    const line = [0, 0.5, 1, 2, -1].map((x) => (sign * 3 * x) / Math.sqrt(14));
    column!.forEach((value, i) => {
      expect(value).toBeCloseTo(line[i]!, 14);
    });
  });

  it("df = 3 places two knots at the thirds of 1 … 7: 3 and 5", () => {
    expect(placeKnots(Float64Array.of(7, 1, 2, 3, 4, 5, 6), 3)).toEqual({ knots: [3, 5], boundary: [1, 7] });
    expect(placeKnots(Float64Array.of(4, 2), 1)).toEqual({ knots: [], boundary: [2, 4] });
  });

  it("ties among the knots, knots out of order, and values that are not finite are refused", () => {
    expect(() => placeKnots(Float64Array.of(0, 0, 0, 0, 1, 2), 3)).toThrow(/df = 3 needs 4 distinct quantiles/);
    expect(() => placeKnots(new Float64Array(0), 2)).toThrow(EstimationError);
    expect(() => placeKnots(Float64Array.of(1, 2), 0)).toThrow(RangeError);
    expect(() => basisAt([1], { knots: [3, 2], boundary: [0, 5] })).toThrow(/must ascend strictly .* got 0, 3, 2, 5/);
    expect(() => basisAt([1], { knots: [0], boundary: [0, 5] })).toThrow(EstimationError);
    expect(() => basisAt([Number.NaN], { knots: [2], boundary: [0, 5] })).toThrow(/finite/);
  });
});

describe("natural splines, properties", () => {
  const spline = fc
    .uniqueArray(fc.integer({ min: 0, max: 60 }), { minLength: 2, maxLength: 7 })
    .map((drawn) => drawn.sort((a, b) => a - b))
    .map((sorted): NaturalSpline => ({ knots: sorted.slice(1, -1), boundary: [sorted[0]!, sorted.at(-1)!] }));

  it("are straight beyond the boundary and smooth across each knot (second differences meet)", () => {
    fc.assert(
      fc.property(spline, ({ knots, boundary }) => {
        const beyond = basisAt([boundary[0] - 9, boundary[0] - 6, boundary[0] - 3], { knots, boundary });
        for (const [a, b, c] of beyond) expect(a! - 2 * b! + c!).toBeCloseTo(0, 10);
        const h = 1e-3;
        for (const knot of [...knots, ...boundary]) {
          const around = [-2, -1, 0, 1, 2].map((k) => knot + k * h);
          for (const [a, b, c, d, e] of basisAt(around, { knots, boundary })) {
            const before = (a! - 2 * b! + c!) / h ** 2;
            const after = (c! - 2 * d! + e!) / h ** 2;
            // The second derivative is continuous with slope up to the third derivative, at most about 10 on knots 1 apart.
            expect(Math.abs(before - after)).toBeLessThan(30 * h);
          }
        }
      }),
      { seed: 7 },
    );
  });

  it("with an intercept they hold every straight line, and a shift or stretch of x with its knots leaves the basis", () => {
    fc.assert(
      fc.property(spline, ({ knots, boundary }) => {
        const at = Array.from({ length: 30 }, (_, i) => boundary[0] - 5 + (i * (boundary[1] - boundary[0] + 10)) / 29);
        const columns = basisAt(at, { knots, boundary });
        expect(distanceFromSpan([at.map(() => 1), ...columns], at)).toBeLessThan(1e-8);
        const move = (value: number) => 100 + 7 * value;
        const moved = { knots: knots.map(move), boundary: [move(boundary[0]), move(boundary[1])] as const };
        basisAt(at.map(move), moved).forEach((column, j) => {
          column.forEach((value, i) => {
            expect(value).toBeCloseTo(columns[j]![i]!, 9);
          });
        });
      }),
      { seed: 7 },
    );
  });
});

/** Length of what is left of `target` after Gram–Schmidt on `columns`, relative to its own. */
function distanceFromSpan(columns: readonly number[][], target: readonly number[]): number {
  const dot = (a: readonly number[], b: readonly number[]) => a.reduce((total, value, i) => total + value * b[i]!, 0);
  const orthogonal: number[][] = [];
  const without = (vector: readonly number[]) =>
    // Twice: once leaves rounding behind.
    [...orthogonal, ...orthogonal].reduce(
      (rest, q) => {
        const share = dot(rest, q);
        return rest.map((value, i) => value - share * q[i]!);
      },
      [...vector],
    );
  for (const column of columns) {
    const rest = without(column);
    const size = Math.sqrt(dot(rest, rest));
    if (size > 1e-9) orthogonal.push(rest.map((value) => value / size));
  }
  const rest = without(target);
  return Math.sqrt(dot(rest, rest) / dot(target, target));
}

import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EstimationError } from "../../src/errors.js";
import { stream } from "../../src/math/stream.js";
import { fitLogistic } from "../../src/stats/logistic.js";

function fitColumns(columns: Record<string, readonly number[]>, y: readonly number[], weight?: readonly number[]) {
  const names = Object.keys(columns);
  return fitLogistic({
    X: Float64Array.from(Object.values(columns).flat()),
    n: y.length,
    p: names.length,
    names,
    y: Uint8Array.from(y),
    ...(weight === undefined ? {} : { weight: Float64Array.from(weight) }),
  });
}
const ones = (y: readonly number[]) => y.map(() => 1);

describe("a column that separates by itself is named, with its level", () => {
  const y = [0, 0, 0, 0, 1, 1, 1, 1];
  const z = [1, 5, 2, 4, 3, 1, 2, 5];
  it.each<[string, readonly number[], RegExp]>([
    [
      "a level that no control has",
      [0, 0, 0, 0, 0, 0, 1, 1],
      /grade1 separates .* its value 1 never occurs where y = 0/,
    ],
    [
      "a level that every control has",
      [1, 1, 1, 1, 1, 1, 0, 0],
      /grade1 separates .* its value 0 never occurs where y = 0/,
    ],
    ["a level that no treated patient has", [0, 1, 1, 0, 0, 0, 0, 0], /its value 1 never occurs where y = 1/],
    ["the outcome itself", y, /its value 0 never occurs where y = 1, its value 1 never occurs where y = 0/],
    ["ranges that do not overlap", [1, 2, 3, 3.5, 4, 5, 6, 7], /values where y = 1 all lie at or above those/],
    [
      "two values that are a patient's own, which are not told",
      [61, 61, 61, 61, 53, 53, 53, 53],
      /^(?!.*(53|61)).*below those/,
    ],
    ["ranges that meet in one value", [9, 8, 7, 4, 4, 4, 2, 1], /values where y = 1 all lie at or below those/],
  ])("%s", (_, grade1, message) => {
    const run = () => fitColumns({ "(Intercept)": ones(y), z, grade1 }, y);
    expect(run).toThrow(EstimationError);
    expect(run).toThrow(message);
  });

  it("a row of weight 0 neither causes nor cures it", () => {
    const grade1 = [0, 0, 0, 1, 0, 0, 1, 1];
    expect(fitColumns({ "(Intercept)": ones(y), z, grade1 }, y).beta.every(Number.isFinite)).toBe(true);
    const withoutRow = [1, 1, 1, 0, 1, 1, 1, 1];
    expect(() => fitColumns({ "(Intercept)": ones(y), z, grade1 }, y, withoutRow)).toThrow(/grade1 separates/);
  });

  it("no grade 1 in the Rotterdam registry: refused by name, where R reports a coefficient without a word", () => {
    const { emptyCell } = JSON.parse(
      readFileSync(new URL("../../oracles/logistic/fixture.json", import.meta.url), "utf8"),
    ) as { emptyCell: Record<"grade1" | "size20to50" | "treated", number[]> };
    const { grade1, size20to50, treated } = emptyCell;
    const run = () => fitColumns({ "(Intercept)": ones(treated), size20to50, grade1 }, treated);
    expect(run).toThrow(/^grade1 separates the outcomes: its value 1 never occurs where y = 0; .*Firth/);
    expect(fitColumns({ "(Intercept)": ones(treated), size20to50 }, treated).beta.every(Number.isFinite)).toBe(true);
  });

  it("without an intercept the sides must meet at 0", () => {
    expect(fitColumns({ x: [1, 2, 3, 4], z: [1, -1, 1, -2] }, [0, 0, 1, 1]).beta.every(Number.isFinite)).toBe(true);
    expect(() => fitColumns({ x: [-1, 0, 3, 4], z: [1, -1, 1, -2] }, [0, 0, 1, 1])).toThrow(/x separates/);
  });
});

describe("columns that separate only together are found and named", () => {
  it("completely: x + z > 0 decides y", () => {
    const y = [1, 1, 1, 0, 0, 0];
    const run = () => fitColumns({ "(Intercept)": ones(y), x: [3, -1, 2, -3, 1, -2], z: [-1, 3, 1, 1, -3, -1] }, y);
    expect(run).toThrow(/^(x, z|z, x) together separate the outcomes completely/);
  });

  it("quasi-completely: the reference level of a factor occurs in one arm only", () => {
    const levelB = [0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0];
    const levelC = [0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1];
    const z = [4, 2, 5, 1, 3, 2, 5, 6, 1, 2, 4];
    const y = [1, 1, 1, 0, 1, 0, 1, 1, 0, 1, 0];
    expect(() => fitColumns({ "(Intercept)": ones(y), levelB, levelC, z }, y)).toThrow(
      /^level[BC], level[BC] together separate the outcomes quasi-completely/,
    );
  });
});

describe("separation, properties", () => {
  const row = fc.tuple(
    fc.integer({ min: -9, max: 9 }),
    fc.integer({ min: -9, max: 9 }),
    fc.integer({ min: -9, max: 9 }),
  );
  const rows = fc.array(row, { minLength: 20, maxLength: 50 });
  const columnsOf = (drawn: readonly (readonly number[])[]) => ({
    "(Intercept)": drawn.map(() => 1),
    a: drawn.map((each) => each[0]!),
    b: drawn.map((each) => each[1]!),
    c: drawn.map((each) => each[2]!),
  });

  it("is always found where a plane divides the outcomes, with or without rows of both outcomes in the plane", () => {
    fc.assert(
      fc.property(rows, fc.array(row, { maxLength: 12 }), (drawn, plane) => {
        const side = ([a, b, c]: readonly number[]) => 2 * a! - b! + c! - 1;
        const apart = drawn.filter((each) => side(each) !== 0);
        const within = plane.map(([a, b]) => [a, b, b - 2 * a + 1]);
        const all = [...apart, ...within, ...within];
        const y = [...apart.map((each) => (side(each) > 0 ? 1 : 0)), ...within.map(() => 0), ...within.map(() => 1)];
        expect(() => fitColumns(columnsOf(all), y)).toThrow(/separate|both outcomes|linearly independent/);
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it("raises no alarm over large but finite effects: contradicting rows of weight down to 1e-7", () => {
    let fitted = 0;
    fc.assert(
      fc.property(rows, fc.double({ min: -7, max: 0, noNaN: true }), (drawn, exponent) => {
        const all = [...drawn, ...drawn];
        const side = ([a, b, c]: readonly number[]) => (2 * a! - b! + c! - 1 > 0 ? 1 : 0);
        const y = [...drawn.map(side), ...drawn.map((each) => 1 - side(each))];
        const weight = [...drawn.map(() => 1), ...drawn.map(() => 10 ** exponent)];
        try {
          const { lastChange } = fitColumns(columnsOf(all), y, weight);
          expect(lastChange).toBeLessThan(1e-8);
          fitted += 1;
        } catch (error) {
          expect((error as Error).message).toMatch(/linearly independent/);
        }
      }),
      { seed: 7, numRuns: 300 },
    );
    expect(fitted).toBeGreaterThan(280);
  });

  it("one contradicting row among 20,000 is enough for a finite maximum", () => {
    const { uniform } = stream(5, "separation");
    const x = Array.from({ length: 20_000 }, () => 10 * uniform() - 5);
    const y = x.map((value) => (value > 0 ? 1 : 0));
    const farthest = x.indexOf(Math.min(...x));
    y[farthest] = 1;
    expect(fitColumns({ "(Intercept)": ones(y), x }, y).beta.every(Number.isFinite)).toBe(true);
  });
});

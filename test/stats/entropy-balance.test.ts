import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EstimationError } from "../../src/errors.js";
import { estimateBalance, unadjustedSd } from "../../src/stats/balance.js";
import { effectiveSampleSize } from "../../src/stats/effective-sample-size.js";
import { deriveEntropyBalance } from "../../src/stats/entropy-balance.js";
import { relativeError } from "../support/relative-error.js";

const fixture: { columns: number[][]; treated: number[] } = JSON.parse(
  readFileSync(new URL("../../oracles/entropy-balance/fixture.json", import.meta.url), "utf8"),
);

function balanceBy(
  columns: readonly (readonly number[])[],
  treated: readonly number[],
  estimand: "ATT" | "ATE" = "ATT",
  base?: readonly number[],
) {
  return deriveEntropyBalance({
    X: Float64Array.from(columns.flat()),
    n: treated.length,
    p: columns.length,
    names: columns.map((_, j) => `x${j}`),
    treated: Uint8Array.from(treated),
    estimand,
    ...(base === undefined ? {} : { base: Float64Array.from(base) }),
  });
}
const ofArm = (values: ArrayLike<number>, treated: readonly number[], arm: number) =>
  Array.from(values).filter((_, i) => treated[i] === arm);

describe("deriveEntropyBalance on the breast data", () => {
  const { columns, treated } = fixture;

  it("ATT weights of nine moments and age²: the controls sum to the 246 treated", () => {
    const { weight, iterations } = balanceBy(columns, treated);
    expect(ofArm(weight, treated, 0).reduce((total, value) => total + value, 0)).toBeCloseTo(246, 9);
    expect(iterations).toBeLessThan(20);
  });

  it("leaves no standardised mean difference above 1e-10", () => {
    const { weight, largestResidual } = balanceBy(columns, treated);
    const arm = Uint8Array.from(treated);
    for (const column of columns) {
      const x = Float64Array.from(column);
      const denominatorSd = unadjustedSd(x, arm, "treated-sd", false);
      const { smd } = estimateBalance({ x, treated: arm, weight, denominatorSd, binary: false });
      expect(Math.abs(smd!)).toBeLessThan(1e-10);
    }
    expect(largestResidual).toBeLessThan(1e-10);
  });
});

const shared = (path: string) => new URL(`../../../shared/data/stats/${path}`, import.meta.url);
const isShared =
  existsSync(shared("expected/weighting_extra.json")) && existsSync(shared("datasets/matchit_lalonde.csv"));

describe.skipIf(!isShared)("deriveEntropyBalance against WeightIt 1.3.2 (../shared/data/stats)", () => {
  const read = () => {
    const lines = readFileSync(shared("datasets/matchit_lalonde.csv"), "utf8").trim().split("\n").slice(1);
    const cells = lines.map((line) => line.replaceAll('"', "").split(","));
    const numbers = (k: number) => cells.map((row) => Number(row[k]));
    const races = ["black", "hispan", "white"].map((race) => cells.map((row) => (row[4] === race ? 1 : 0)));
    const columns = [numbers(2), numbers(3), ...races, numbers(5), numbers(6), numbers(7), numbers(8)];
    const expected: Record<string, { weights: number[] }> = JSON.parse(
      readFileSync(shared("expected/weighting_extra.json"), "utf8"),
    );
    return { treated: numbers(1), columns, expected };
  };
  const normalised = (values: number[]) => {
    const total = values.reduce((sum, value) => sum + value, 0);
    return values.map((value) => value / total);
  };
  const expectWeights = (weight: Float64Array, wanted: number[], treated: number[], tolerance: number) => {
    for (const arm of [0, 1]) {
      const found = normalised(ofArm(weight, treated, arm));
      expect(relativeError(found, normalised(ofArm(wanted, treated, arm)))).toBeLessThan(tolerance);
    }
  };

  it("ATT, ATE and ATT with squares agree to 1e-3: WeightIt stops at a balance of 1e-5", () => {
    const { treated, columns, expected } = read();
    expectWeights(balanceBy(columns, treated).weight, expected.ebal_att!.weights, treated, 1e-3);
    expectWeights(balanceBy(columns, treated, "ATE").weight, expected.ebal_ate!.weights, treated, 1e-3);
    const squares = [0, 1, 7, 8].map((j) => columns[j]!.map((value) => value ** 2));
    const { weight } = balanceBy([...columns, ...squares], treated);
    expectWeights(weight, expected.ebal_att_m2!.weights, treated, 1e-3);
  });

  it("ATT agrees to 1e-8 with inverse probability tilting, which has the same solution and was solved to rounding", () => {
    const { treated, columns, expected } = read();
    expectWeights(balanceBy(columns, treated).weight, expected.ipt_att!.weights, treated, 1e-8);
  });
});

describe("deriveEntropyBalance by hand", () => {
  it("controls at 0, 0, 1 and treated of mean 0.6: weights in proportion 0.2, 0.2, 0.6", () => {
    const { weight } = balanceBy([[1, 1, 1, 0, 0, 0, 0, 1]], [1, 1, 1, 1, 1, 0, 0, 0]);
    expect(relativeError(weight.slice(5), [1, 1, 3])).toBeLessThan(1e-12);
  });

  it("controls at −1, 0, 1 and target 3/7: weights 1 : s : s² with (s² − 1) / (1 + s + s²) = 3/7, so s = 2", () => {
    const { weight } = balanceBy([[3 / 7, -1, 0, 1]], [1, 0, 0, 0]);
    expect(relativeError(weight.slice(1), [1 / 7, 2 / 7, 4 / 7])).toBeLessThan(1e-12);
  });

  it("a moment that does not vary and meets its target is harmless, and so are all dummies of a factor", () => {
    const x = [1, 1, 1, 0, 0, 0, 0, 1];
    const treated = [1, 1, 1, 1, 1, 0, 0, 0];
    const other = x.map((value) => 1 - value);
    const { weight } = balanceBy([x, x.map(() => 7), other], treated);
    expect(relativeError(weight.slice(5), [1, 1, 3])).toBeLessThan(1e-12);
  });
});

describe("deriveEntropyBalance refuses, naming the moment", () => {
  const treated = [1, 1, 0, 0, 0, 0];
  it.each<[string, number[][], RegExp]>([
    [
      "a target beyond the controls' range",
      [
        [0, 1, 1, 0, 1, 0],
        [9, 9, 1, 2, 3, 4],
      ],
      /controls .* mean of x1: it lies at the edge/,
    ],
    ["a target at its edge", [[0, 0, 0, 1, 1, 0]], /mean of x0/],
    ["controls that do not vary", [[1, 2, 1, 1, 1, 1]], /mean of x0/],
    [
      "two targets that only together are out of reach",
      [
        [1, 1, 0, 2, 1, 0],
        [1, 1, 2, 0, 0.5, 0.5],
      ],
      /x0, x1 cannot be met/,
    ],
    [
      "targets on a common edge",
      [
        [1, 1, 0, 2, 0, 0],
        [1, 1, 2, 0, 0, 1],
      ],
      /all target means together/,
    ],
    [
      "moments that depend among controls but not among the treated",
      [
        [1, 2, 1, 2, 3, 0],
        [3, 2, 2, 4, 6, 0],
      ],
      /x1 cannot be met/,
    ],
    ["a value that is not finite", [[1, Number.NaN, 1, 2, 3, 0]], /x0 holds a value/],
  ])("%s", (_, columns, message) => {
    expect(() => balanceBy(columns, treated)).toThrow(EstimationError);
    expect(() => balanceBy(columns, treated)).toThrow(message);
  });

  it("an empty arm and base weights of 0", () => {
    expect(() => balanceBy([[1, 2]], [1, 1])).toThrow(/both arms; got 2 treated and 0 controls/);
    expect(() => balanceBy([[1, 2, 3]], [1, 0, 0], "ATT", [1, 0, 1])).toThrow(/base weights/);
  });
});

describe("deriveEntropyBalance, properties", () => {
  const value = fc.integer({ min: -10, max: 10 });
  const arm = (size: number) => fc.array(fc.tuple(value, value), { minLength: size, maxLength: 30 });

  it("where it answers, every mean is met, weights are positive, and no order of rows or change of unit moves them", () => {
    let answered = 0;
    fc.assert(
      fc.property(arm(2), arm(12), (trial, controls) => {
        const rows = [...trial, ...controls];
        const treated = rows.map((_, i) => (i < trial.length ? 1 : 0));
        const columns = [0, 1].map((j) => rows.map((row) => row[j]!));
        let weight: Float64Array;
        try {
          weight = balanceBy(columns, treated).weight;
        } catch (error) {
          expect(error).toBeInstanceOf(EstimationError);
          return;
        }
        answered += 1;
        expect(weight.every((each) => each > 0)).toBe(true);
        expect(effectiveSampleSize(weight, Uint8Array.from(treated))).toBeCloseTo(trial.length, 12);
        for (const column of columns) {
          const target = ofArm(column, treated, 1).reduce((total, each) => total + each, 0);
          const reached = column.reduce((total, each, i) => total + (treated[i] === 0 ? weight[i]! * each : 0), 0);
          expect(reached).toBeCloseTo(target, 7);
        }
        const turned = balanceBy(
          columns.map((column) => column.map((each) => 1000 - 3 * each).reverse()),
          [...treated].reverse(),
        );
        expect(relativeError(turned.weight.reverse(), weight)).toBeLessThan(1e-6);
      }),
      { seed: 7, numRuns: 200 },
    );
    expect(answered).toBeGreaterThan(150);
  });
});

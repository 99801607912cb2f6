import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EstimationError } from "../../src/errors.js";
import { fitLogistic, type LogisticInput } from "../../src/stats/logistic.js";
import { relativeError } from "../support/relative-error.js";

interface Case {
  columns: number[][];
  y: number[];
  weight: number[] | null;
  beta: number[];
}
const { cases }: { cases: Record<string, Case> } = JSON.parse(
  readFileSync(new URL("../../oracles/logistic/fixture.json", import.meta.url), "utf8"),
);

function inputOf(columns: number[][], y: number[], weight: number[] | null = null): LogisticInput {
  return {
    X: Float64Array.from(columns.flat()),
    n: y.length,
    p: columns.length,
    names: columns.map((_, j) => `x${j}`),
    y: Uint8Array.from(y),
    ...(weight === null ? {} : { weight: Float64Array.from(weight) }),
  };
}

describe("fitLogistic on the fixtures of R glm", () => {
  it.each(Object.entries(cases))("%s: converges within a dozen steps", (_, each) => {
    const fit = fitLogistic(inputOf(each.columns, each.y, each.weight));
    expect(fit.iterations).toBeLessThan(12);
    expect(fit.lastChange).toBeLessThan(1e-8);
  });
});

describe("where fitLogistic starts, and how often a row counts", () => {
  const columns = [
    Array<number>(12).fill(1),
    [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8],
    [1, 0, 0, 1, 1, 0, 1, 0, 1, 0, 0, 1],
  ];
  const y = [1, 0, 0, 1, 0, 1, 0, 1, 1, 0, 0, 1];

  it("a start decides nothing but the number of steps", () => {
    const input = inputOf(columns, y);
    const cold = fitLogistic(input);
    for (const start of [cold.beta, Float64Array.of(0.3, -0.2, 1), Float64Array.of(-1, 0.5, -2)]) {
      const fit = fitLogistic({ ...input, start });
      expect(relativeError(fit.beta, cold.beta)).toBeLessThan(1e-9);
      expect(relativeError(fit.covariance, cold.covariance)).toBeLessThan(1e-9);
    }
    expect(fitLogistic({ ...input, start: cold.beta }).iterations).toBeLessThan(2);
  });

  it("from a start, too, columns that depend on each other and separation are refused", () => {
    const start = Float64Array.of(0, 0.1, 0.1);
    const twice = inputOf([columns[0]!, columns[1]!, columns[1]!.map((x) => 2 * x)], y);
    expect(() => fitLogistic({ ...twice, start })).toThrow("x2 is a combination of x1");
    const separated = inputOf([columns[0]!, columns[1]!, y], y);
    expect(() => fitLogistic({ ...separated, start })).toThrow("x2 separates the outcomes");
  });

  it("whole weights are rows written out, the deviance too", () => {
    const copies = [1, 2, 3, 1, 1, 2, 0, 1, 17, 1, 40, 2];
    const weighted = fitLogistic(inputOf(columns, y, copies));
    const out = (values: number[]) => values.flatMap((value, i) => Array<number>(copies[i]!).fill(value));
    const written = fitLogistic(inputOf(columns.map(out), out(y)));
    expect(relativeError(weighted.beta, written.beta)).toBeLessThan(1e-9);
    expect(relativeError([weighted.deviance], [written.deviance])).toBeLessThan(1e-12);
  });
});

describe("fitLogistic by hand", () => {
  it("one 0/1 covariate: odds 1/2 and 2/1 give log(1/2), log 4 and the variances of Woolf", () => {
    const x = [0, 0, 0, 1, 1, 1];
    const fit = fitLogistic(inputOf([[1, 1, 1, 1, 1, 1], x], [1, 0, 0, 1, 1, 0]));
    expect(relativeError(fit.beta, [Math.log(1 / 2), Math.log(4)])).toBeLessThan(1e-12);
    // var(b0) = 1/1 + 1/2, var(b1) = 1/1 + 1/2 + 1/2 + 1/1, cov = −var(b0)
    expect(relativeError(fit.covariance, [1.5, -1.5, -1.5, 3])).toBeLessThan(1e-12);
    expect(fit.deviance).toBeCloseTo(-2 * (4 * Math.log(2 / 3) + 2 * Math.log(1 / 3)), 12);
    expect(
      relativeError(
        fit.fitted,
        x.map((value) => (1 + value) / 3),
      ),
    ).toBeLessThan(1e-12);
  });

  it("the intercept alone is the log odds of the weighted mean", () => {
    const fit = fitLogistic(inputOf([[1, 1, 1]], [1, 0, 0], [2, 1, 0.5]));
    expect(fit.beta[0]).toBeCloseTo(Math.log(2 / 1.5), 12);
    expect(fit.covariance[0]).toBeCloseTo(1 / 2 + 1 / 1.5, 12);
  });

  it("a column far from 0 and of small spread (a calendar year) keeps its digits", () => {
    const year = [2018, 2018, 2018, 2019, 2019, 2019];
    const fit = fitLogistic(inputOf([[1, 1, 1, 1, 1, 1], year], [1, 0, 0, 1, 1, 0]));
    expect(relativeError(fit.beta, [Math.log(1 / 2) - 2018 * Math.log(4), Math.log(4)])).toBeLessThan(1e-11);
  });

  it("a constant column of another value than 1 is an intercept too, and no intercept is needed", () => {
    const x = [0, 0, 0, 1, 1, 1];
    const y = [1, 0, 0, 1, 1, 0];
    const half = fitLogistic(inputOf([[0.5, 0.5, 0.5, 0.5, 0.5, 0.5], x], y));
    expect(relativeError(half.beta, [2 * Math.log(1 / 2), Math.log(4)])).toBeLessThan(1e-12);
    const cells = fitLogistic(inputOf([x.map((value) => 1 - value), x], y));
    expect(relativeError(cells.beta, [Math.log(1 / 2), Math.log(2)])).toBeLessThan(1e-12);
  });
});

describe("fitLogistic refuses", () => {
  const one = [1, 1, 1, 1, 1, 1];
  const x = [0, 0, 0, 1, 1, 1];
  const y = [1, 0, 0, 1, 1, 0];
  it.each<[string, LogisticInput, RegExp]>([
    ["no rows", inputOf([[]], []), /needs rows and columns; got n = 0/],
    ["an outcome that is always 1", inputOf([one], [1, 1, 1, 1, 1, 1]), /needs both outcomes; got 6 of 6/],
    ["one outcome only among rows of positive weight", inputOf([one], y, [0, 1, 1, 0, 0, 1]), /got 0 of 3/],
    ["a value that is not finite", inputOf([one, [0, 0, 0, 1, 1, Number.NaN]], y), /must be finite; x1 holds/],
    ["a negative weight", inputOf([one], y, [1, 1, 1, 1, 1, -1]), /weights .* finite and >= 0/],
    [
      "a column repeated in another unit",
      inputOf([one, x, x.map((v) => 12 * v + 5)], y),
      /independent; x2 is a combination of x1; drop/,
    ],
    ["a second constant", inputOf([one, x, one], y), /independent; x2 is constant/],
    ["a column of zeros", inputOf([one, [0, 0, 0, 0, 0, 0], x], y), /independent; x1 is constant/],
    [
      "more columns than rows",
      inputOf(
        [
          [1, 1],
          [0, 1],
          [3, 5],
        ],
        [0, 1],
      ),
      /independent; x2 is a combination of x1; drop/,
    ],
  ])("%s", (_, input, message) => {
    expect(() => fitLogistic(input)).toThrow(EstimationError);
    expect(() => fitLogistic(input)).toThrow(message);
  });

  it("columns of unequal length as a bug of the caller, not as an estimation error", () => {
    expect(() => fitLogistic({ ...inputOf([one], y), n: 5 })).toThrow(RangeError);
  });
});

describe("fitLogistic, properties", () => {
  const value = fc.integer({ min: -20, max: 20 });
  const rows = fc.array(fc.tuple(value, value, fc.boolean()), { minLength: 25, maxLength: 60 });

  it("row order changes nothing, and weight 3 equals three rows", () => {
    fc.assert(
      fc.property(rows, (drawn) => {
        const fitRows = (each: typeof drawn, weight: number[] | null = null) => {
          const columns = [each.map(() => 1), each.map((row) => row[0]), each.map((row) => row[1])];
          return fitLogistic(
            inputOf(
              columns,
              each.map((row) => (row[2] ? 1 : 0)),
              weight,
            ),
          );
        };
        const both: typeof drawn = [
          ...drawn,
          ...drawn.map(([a, b, event]): [number, number, boolean] => [a, b, !event]),
        ];
        const bothOutcomes = [...both, ...drawn];
        let fit: ReturnType<typeof fitLogistic>;
        try {
          fit = fitRows(bothOutcomes);
        } catch (error) {
          expect((error as Error).message).toMatch(/linearly independent/);
          return;
        }
        const reversed = fitRows([...bothOutcomes].reverse());
        const weighted = fitRows(
          bothOutcomes,
          bothOutcomes.map(() => 3),
        );
        const tripled = fitRows([...bothOutcomes, ...bothOutcomes, ...bothOutcomes]);
        for (let j = 0; j < 3; j += 1) {
          expect(reversed.beta[j]).toBeCloseTo(fit.beta[j]!, 10);
          expect(weighted.beta[j]).toBeCloseTo(fit.beta[j]!, 10);
          expect(tripled.covariance[j * 4]).toBeCloseTo(weighted.covariance[j * 4]!, 10);
          expect(weighted.covariance[j * 4]).toBeCloseTo(fit.covariance[j * 4]! / 3, 10);
        }
      }),
      { seed: 7, numRuns: 50 },
    );
  });

  it("with an intercept the fitted probabilities sum to the events, and the residuals are orthogonal to each column", () => {
    const breast = cases.breast!;
    const fit = fitLogistic(inputOf(breast.columns, breast.y));
    for (const column of breast.columns) {
      const size = column.reduce((total, each) => total + Math.abs(each), 0);
      const product = column.reduce((total, each, i) => total + each * (breast.y[i]! - fit.fitted[i]!), 0);
      expect(Math.abs(product) / size).toBeLessThan(1e-12);
    }
  });
});

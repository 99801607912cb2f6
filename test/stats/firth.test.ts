import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EstimationError } from "../../src/errors.js";
import { fitFirth } from "../../src/stats/firth.js";
import { fitLogistic, type LogisticInput } from "../../src/stats/logistic.js";
import { relativeError } from "../support/relative-error.js";

interface Case {
  columns: number[][];
  y: number[];
  weight: number[] | null;
  beta: number[];
}
const { cases }: { cases: Record<string, Case> } = JSON.parse(
  readFileSync(new URL("../../oracles/firth/fixture.json", import.meta.url), "utf8"),
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

describe("fitFirth on separated data", () => {
  it("answers on the breast data with the grade 1 that ordinary logistic regression refuses", () => {
    const { columns, y, beta } = cases.breastSeparated!;
    expect(() => fitLogistic(inputOf(columns, y))).toThrow(/separates the outcomes/);
    expect(beta.at(-1)).toBeCloseTo(4.8733, 4);
  });
});

describe("fitFirth by hand", () => {
  it("a saturated model adds ½ to every cell: 0 of 3 against 2 of 4", () => {
    const x = [0, 0, 0, 1, 1, 1, 1];
    const fit = fitFirth(inputOf([x.map(() => 1), x], [0, 0, 0, 1, 1, 0, 0]));
    const odds = [0.5 / 3.5, 2.5 / 2.5];
    expect(relativeError(fit.beta, [Math.log(odds[0]!), Math.log(odds[1]! / odds[0]!)])).toBeLessThan(1e-10);
    // Variances are those of the original 3 and 4 rows at the fitted probabilities 1/8 and 1/2.
    const [control, trial] = [1 / (3 * (1 / 8) * (7 / 8)), 1 / (4 / 4)];
    expect(relativeError(fit.covariance, [control, -control, -control, control + trial])).toBeLessThan(1e-10);
  });

  it("the intercept alone is the log of (events + ½) / (others + ½)", () => {
    expect(fitFirth(inputOf([[1, 1, 1, 1]], [1, 1, 1, 0])).beta[0]).toBeCloseTo(Math.log(3.5 / 1.5), 10);
  });

  it("refuses dependent columns and a constant outcome", () => {
    const one = [1, 1, 1, 1];
    expect(() => fitFirth(inputOf([one, [1, 2, 3, 4], [2, 4, 6, 8]], [1, 0, 1, 0]))).toThrow(/x2 is a combination/);
    expect(() => fitFirth(inputOf([one], [1, 1, 1, 1]))).toThrow(EstimationError);
  });
});

describe("fitFirth, properties", () => {
  const value = fc.integer({ min: -9, max: 9 });
  const rows = fc.array(fc.tuple(value, value, fc.boolean()), { minLength: 12, maxLength: 40 });

  it("is finite whether or not the outcomes separate, turns its sign with the outcome, and weight 2 equals two rows", () => {
    let fitted = 0;
    fc.assert(
      fc.property(rows, fc.boolean(), (drawn, separated) => {
        const columns = [drawn.map(() => 1), drawn.map((row) => row[0]), drawn.map((row) => row[1])];
        const y = drawn.map(([a, b, event]) => ((separated ? a + 2 * b > 1 : event) ? 1 : 0));
        let beta: Float64Array;
        try {
          beta = fitFirth(inputOf(columns, y)).beta;
        } catch (error) {
          expect((error as Error).message).toMatch(/linearly independent|both outcomes/);
          return;
        }
        fitted += 1;
        expect(beta.every(Number.isFinite)).toBe(true);
        const turned = fitFirth(
          inputOf(
            columns,
            y.map((event) => 1 - event),
          ),
        ).beta;
        const twice = columns.map((column) => [...column, ...column]);
        const doubled = fitFirth(inputOf(twice, [...y, ...y])).beta;
        const weighted = fitFirth(
          inputOf(
            columns,
            y,
            y.map(() => 2),
          ),
        ).beta;
        for (let j = 0; j < 3; j += 1) {
          expect(turned[j]).toBeCloseTo(-beta[j]!, 8);
          expect(weighted[j]).toBeCloseTo(doubled[j]!, 8);
        }
      }),
      { seed: 7, numRuns: 150 },
    );
    expect(fitted).toBeGreaterThan(140);
  });

  it("approaches maximum likelihood as rows are repeated: a thousand times the rows leave a thousandth of the difference", () => {
    const { columns, y } = cases.lalondeSmall!;
    const weight = (copies: number) => y.map(() => copies);
    const likelihood = fitLogistic(inputOf(columns, y)).beta;
    const gap = (copies: number) => fitFirth(inputOf(columns, y, weight(copies))).beta[1]! - likelihood[1]!;
    expect(gap(1e6) / gap(1e3)).toBeCloseTo(1e-3, 5);
  });
});

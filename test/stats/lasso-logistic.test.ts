import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { EstimationError } from "../../src/errors.js";
import { stream } from "../../src/math/stream.js";
import { assignFolds, crossValidateLasso } from "../../src/stats/cross-validate-lasso.js";
import { fitLassoLogistic, type LassoInput, penaltyPath, predictLasso } from "../../src/stats/lasso-logistic.js";
import { fitLogistic } from "../../src/stats/logistic.js";

interface Problem {
  columns: number[][];
  y: number[];
  lambda: number[];
  ratio: number;
  fold: number[];
  min: number;
  oneSe: number;
}
const { problems }: { problems: Record<string, Problem> } = JSON.parse(
  readFileSync(new URL("../../oracles/lasso/fixture.json", import.meta.url), "utf8"),
);

function inputOf(columns: readonly (readonly number[])[], y: readonly number[]): LassoInput {
  return {
    X: Float64Array.from(columns.flat()),
    n: y.length,
    p: columns.length,
    names: columns.map((_, j) => `x${j + 1}`),
    y: Uint8Array.from(y),
  };
}

/** Standard deviation with divisor n: coefficients are compared on standardised columns. */
function spread(column: readonly number[]): number {
  const mean = column.reduce((a, b) => a + b, 0) / column.length;
  return Math.sqrt(column.reduce((total, value) => total + (value - mean) ** 2, 0) / column.length);
}

describe.each(Object.entries(problems))("LASSO on the data of its fixture: %s", (_, problem) => {
  const input = inputOf(problem.columns, problem.y);

  it("optimality conditions hold to 1e-12 at 25 lambdas", () => {
    const residuals = fitLassoLogistic(input, problem.lambda).map(({ residual }) => residual);
    expect(residuals).toHaveLength(25);
    expect(Math.max(...residuals)).toBeLessThanOrEqual(1e-12);
  });

  it("the path starts where the first column enters", () => {
    const [first] = penaltyPath(input, { count: 25, ratio: problem.ratio });
    expect(fitLassoLogistic(input, [first! * 1.0001, first! * 0.9999]).map((fit) => fit.nonzero)).toEqual([0, 1]);
  });

  it("cross-validation that loses patience chooses the same penalties", () => {
    const options = { fold: Int32Array.from(problem.fold), patience: 2 };
    const short = crossValidateLasso(input, Float64Array.from(problem.lambda), options);
    expect(short.lambda.length).toBe(Math.min(25, problem.min + 3));
    expect([short.best, short.oneStandardError]).toEqual([problem.min, problem.oneSe]);
  });
});

describe("LASSO by hand and properties", () => {
  it("one 0/1 column: the slope ends where each group's mean residual, over n, equals λ in the column's SDs", () => {
    // 2 of 4 with x = 0 and 3 of 4 with x = 1 have the outcome: Z = ±1, so b solves σ(a − b) and σ(a + b) with shares moved by 2λ.
    const input = inputOf([[0, 0, 0, 0, 1, 1, 1, 1]], [1, 1, 0, 0, 1, 1, 1, 0]);
    const lambda = 0.05;
    const [fit] = fitLassoLogistic(input, [lambda]);
    // Optimum: ½(r₁ − r₀) = λ and r₁ + r₀ = 0 with r the mean residual of a group: r₁ = λ, r₀ = −λ.
    const logit = (share: number) => Math.log(share / (1 - share));
    expect(fit!.intercept).toBeCloseTo(logit(0.5 + lambda), 9);
    expect(fit!.beta[0]).toBeCloseTo(logit(0.75 - lambda) - logit(0.5 + lambda), 9);
  });

  it("a small λ comes to the maximum likelihood, a separated problem stays finite", () => {
    const { uniform } = stream(3, "lasso");
    const x = [0, 1].map(() => Array.from({ length: 200 }, () => uniform() - 0.5));
    const y = x[0]!.map((value) => (uniform() < 1 / (1 + Math.exp(-2 * value)) ? 1 : 0));
    const input = inputOf(x, y);
    const [fit] = fitLassoLogistic(input, [1e-9]);
    const X = Float64Array.from([new Array(200).fill(1), ...x].flat());
    const mle = fitLogistic({ X, n: 200, p: 3, names: ["1", "x1", "x2"], y: input.y });
    expect([fit!.intercept, ...fit!.beta].every((value, j) => Math.abs(value - mle.beta[j]!) < 1e-6)).toBe(true);
    expect(fit!.deviance).toBeCloseTo(mle.deviance, 6);
    expect(predictLasso(fit!, input.X, 200).every((value, i) => Math.abs(value - mle.linearPredictor[i]!) < 1e-6)).toBe(
      true,
    );
    const separated = fitLassoLogistic(inputOf([[1, 2, 3, 4]], [0, 0, 1, 1]), [0.01]);
    expect(separated[0]!.beta[0]).toBeGreaterThan(1);
  });

  it("a change of units changes only the units", () => {
    const { columns, y, lambda } = problems.lalonde!;
    const scaled = inputOf(
      columns.map((column) => column.map((value) => 1000 * value + 5)),
      y,
    );
    const before = fitLassoLogistic(inputOf(columns, y), lambda.slice(0, 10)).at(-1)!;
    const after = fitLassoLogistic(scaled, lambda.slice(0, 10)).at(-1)!;
    after.beta.forEach((value, j) => {
      expect(Math.abs(value * 1000 - before.beta[j]!) * spread(columns[j]!)).toBeLessThan(1e-8);
    });
  });

  it("refuses constant and infinite columns by name, one outcome, lambdas that rise", () => {
    const y = [0, 1, 0, 1];
    expect(() =>
      fitLassoLogistic(
        inputOf(
          [
            [1, 2, 3, 4],
            [7, 7, 7, 7],
          ],
          y,
        ),
        [0.1],
      ),
    ).toThrow(/x2 is constant/);
    expect(() => fitLassoLogistic(inputOf([[1, 2, 3, Number.NaN]], y), [0.1])).toThrow(/x1 holds a value/);
    expect(() => fitLassoLogistic(inputOf([[1, 2, 3, 4]], [1, 1, 1, 1]), [0.1])).toThrow(EstimationError);
    expect(() => fitLassoLogistic(inputOf([[1, 2, 3, 4]], y), [0.1, 0.2])).toThrow(RangeError);
    expect(() => fitLassoLogistic(inputOf([[1, 2, 3, 4]], y), [0])).toThrow(RangeError);
  });
});

describe("folds", () => {
  const y = Uint8Array.from({ length: 53 }, (_, i) => (i % 3 === 0 ? 1 : 0));
  const tieRank = Int32Array.from(y, (_, i) => i);
  const options = { folds: 5, seed: 1, name: "design/lasso" };

  it("are even, within each outcome too, and go with the patient, not the row", () => {
    const fold = assignFolds(y, { ...options, tieRank });
    for (const outcome of [0, 1]) {
      const sizes = [0, 1, 2, 3, 4].map(
        (k) => [...fold.keys()].filter((i) => fold[i] === k && y[i] === outcome).length,
      );
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    }
    const turned = Int32Array.from(y, (_, i) => (i * 7) % 53);
    const moved = assignFolds(
      Uint8Array.from(turned, (i) => y[i]!),
      { ...options, tieRank: turned },
    );
    expect([...moved]).toEqual([...turned].map((i) => fold[i]));
    expect([...assignFolds(y, { ...options, seed: 2, tieRank })]).not.toEqual([...fold]);
  });

  it("refuse an outcome rarer than the folds", () => {
    expect(() =>
      assignFolds(Uint8Array.of(1, 0, 0, 0, 0, 0), { ...options, tieRank: Int32Array.of(0, 1, 2, 3, 4, 5) }),
    ).toThrow(/cross-validation needs as many rows of either outcome; got \d+ with outcome \d/);
  });
});

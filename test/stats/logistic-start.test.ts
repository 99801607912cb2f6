import { describe, expect, it } from "vitest";
import { stream } from "../../src/math/stream.js";
import { fitLogistic } from "../../src/stats/logistic.js";
import { startingCoefficients } from "../../src/stats/logistic-start.js";

describe("logistic regression of very many rows, started near the fit of a sample", () => {
  const { uniform } = stream(4, "logistic start");
  const few = 2_500;
  const times = 100;
  const x = Array.from({ length: few }, () => [uniform() - 0.5, uniform() ** 2]);
  const y = x.map(([a = 0, b = 0]) => (uniform() < 1 / (1 + Math.exp(1 - 2 * a - 3 * b)) ? 1 : 0));
  const names = ["(intercept)", "a", "b"];
  /** The few rows over and over, so that every k-th row is no copy of all of them. */
  const repeated = (count: number) => {
    const row = (i: number) => Math.floor(i / times) % few;
    const n = few * count;
    const X = new Float64Array(3 * n);
    for (let i = 0; i < n; i += 1) X.set([1], i);
    for (let j = 0; j < 2; j += 1) for (let i = 0; i < n; i += 1) X[(j + 1) * n + i] = x[count === 1 ? i : row(i)]![j]!;
    return { X, n, p: 3, names, y: Uint8Array.from({ length: n }, (_, i) => y[count === 1 ? i : row(i)]!) };
  };

  it("has the same maximum as the few rows of which it repeats each a hundred times", () => {
    const [once, often] = [fitLogistic(repeated(1)), fitLogistic(repeated(times))];
    often.beta.forEach((value, j) => {
      expect(value / once.beta[j]!).toBeCloseTo(1, 12);
      expect((often.covariance[j * 4]! * times) / once.covariance[j * 4]!).toBeCloseTo(1, 10);
    });
    expect(often.deviance / times / once.deviance).toBeCloseTo(1, 12);
  });

  it("starts without a sample for few rows, near the maximum for many", () => {
    const problem = repeated(times);
    const start = startingCoefficients({ ...problem, Z: problem.X });
    const { beta } = fitLogistic(problem);
    expect(start?.length).toBe(3);
    start?.forEach((value, j) => {
      expect(Math.abs(value - beta[j]!)).toBeLessThan(0.05);
    });
    const small = repeated(1);
    expect(startingCoefficients({ ...small, Z: small.X })).toBeNull();
  });

  it("still finds separation and columns that depend on others", () => {
    const { X, n, p, y: outcome } = repeated(times);
    const copies = Float64Array.from([...X.subarray(0, 2 * n), ...X.subarray(n, 2 * n)]);
    expect(() => fitLogistic({ X: copies, n, p, names, y: outcome })).toThrow(/b is a combination/);
    const separated = X.slice();
    for (let i = 0; i < n; i += 1) separated[2 * n + i] = outcome[i]! + X[2 * n + i]! / 2;
    expect(() => fitLogistic({ X: separated, n, p, names, y: outcome })).toThrow(/separate/);
  });
});

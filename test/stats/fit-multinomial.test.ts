import { describe, expect, it } from "vitest";
import { stream } from "../../src/math/stream.js";
import { fitMultinomial, levelProbabilities } from "../../src/stats/fit-multinomial.js";
import { fitLogistic } from "../../src/stats/logistic.js";

describe("baseline-category logistic model with a weak prior", () => {
  const n = 400;
  const { uniform } = stream(9, "multinomial");
  const x = Array.from({ length: n }, () => 3.46 * (uniform() - 0.5));
  const X = Float64Array.from([...new Array(n).fill(1), ...x]);
  const level = Uint16Array.from(x, (value) => (uniform() < 0.4 ? 0 : uniform() < 1 / (1 + Math.exp(-value)) ? 1 : 2));

  it("by hand, intercepts alone: the log of the levels' shares", () => {
    const counted = Uint16Array.of(0, 0, 1, 1, 1, 2, 2, 2, 2, 2);
    const { theta } = fitMultinomial({ X: new Float64Array(10).fill(1), n: 10, p: 1, level: counted, levels: 3 });
    // The trace of a prior on intercepts, precision 1e-4, moves them by about 1e-4.
    expect(theta[0]).toBeCloseTo(Math.log(3 / 2), 3);
    expect(theta[1]).toBeCloseTo(Math.log(5 / 2), 3);
  });

  it("at its mode the residuals balance the prior: Xᵀ(y − π) = θ / 2.5²", () => {
    const { theta } = fitMultinomial({ X, n, p: 2, level, levels: 3 });
    const probability = new Float64Array(2);
    const score = new Float64Array(4);
    for (let i = 0; i < n; i += 1) {
      levelProbabilities({ X, n, p: 2, levels: 3 }, theta, i, probability);
      for (let k = 0; k < 2; k += 1) {
        const residual = (level[i] === k + 1 ? 1 : 0) - probability[k]!;
        score[2 * k]! += residual;
        score[2 * k + 1]! += residual * x[i]!;
      }
    }
    [1e-4, 1 / 2.5 ** 2, 1e-4, 1 / 2.5 ** 2].forEach((precision, r) => {
      expect(score[r]).toBeCloseTo(precision * theta[r]!, 7);
    });
  });

  it("with two levels and much data it is near logistic regression; separated data leave it finite", () => {
    const two = level.map((own) => (own > 0 ? 1 : 0));
    const { theta } = fitMultinomial({ X, n, p: 2, level: two, levels: 2 });
    const { beta } = fitLogistic({ X, n, p: 2, names: ["1", "x"], y: Uint8Array.from(two) });
    theta.forEach((value, j) => {
      expect(Math.abs(value - beta[j]!)).toBeLessThan(0.01);
    });
    const apart = Uint16Array.from(x, (value) => (value > 0 ? 1 : 0));
    const separated = fitMultinomial({ X, n, p: 2, level: apart, levels: 2 });
    expect(separated.theta[1]).toBeGreaterThan(5);
    expect(separated.theta[1]).toBeLessThan(50);
  });
});

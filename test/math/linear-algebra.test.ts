import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { factorCholesky, invertCholesky, solveCholesky } from "../../src/math/linear-algebra.js";

/** Aᵀ A of a p × p matrix A given by rows, plus the identity: positive definite. */
function positiveDefinite(a: readonly number[], p: number): Float64Array {
  const product = new Float64Array(p * p);
  for (let i = 0; i < p; i += 1) {
    for (let j = 0; j < p; j += 1) {
      for (let k = 0; k < p; k += 1) product[i * p + j]! += a[k * p + i]! * a[k * p + j]!;
      if (i === j) product[i * p + j]! += 1;
    }
  }
  return product;
}

describe("Cholesky", () => {
  it("by hand: [4 2; 2 5] = L Lᵀ with L = [2 0; 1 2], inverse [5 −2; −2 4] / 16", () => {
    const { lower, dependent } = factorCholesky(Float64Array.of(4, 2, 2, 5), 2);
    expect([...lower]).toEqual([2, 0, 1, 2]);
    expect(dependent).toEqual([]);
    expect([...solveCholesky(lower, 2, [8, 12])]).toEqual([1, 2]);
    expect([...invertCholesky(lower, 2)]).toEqual([5 / 16, -2 / 16, -2 / 16, 4 / 16]);
  });

  it("names the later of two dependent columns and a zero column", () => {
    expect(factorCholesky(Float64Array.of(1, 2, 0, 2, 4, 0, 0, 0, 3), 3).dependent).toEqual([1]);
    expect(factorCholesky(Float64Array.of(1, 0, 0, 0, 0, 0, 0, 0, 3), 3).dependent).toEqual([1]);
  });

  it("solves what it factored and inverts to the identity", () => {
    const entries = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 16, maxLength: 16 });
    fc.assert(
      fc.property(entries, (a) => {
        const matrix = positiveDefinite(a, 4);
        const { lower } = factorCholesky(matrix, 4);
        const inverse = invertCholesky(lower, 4);
        for (let i = 0; i < 4; i += 1) {
          const column = solveCholesky(lower, 4, matrix.subarray(i * 4, i * 4 + 4));
          for (let j = 0; j < 4; j += 1) {
            let entry = 0;
            for (let k = 0; k < 4; k += 1) entry += matrix[i * 4 + k]! * inverse[k * 4 + j]!;
            expect(entry).toBeCloseTo(i === j ? 1 : 0, 8);
            expect(column[j]).toBeCloseTo(i === j ? 1 : 0, 8);
          }
        }
      }),
      { seed: 7 },
    );
  });
});

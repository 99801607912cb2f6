import { describe, expect, it } from "vitest";
import { EstimationError } from "../../src/errors.js";
import { stream } from "../../src/math/stream.js";
import { matchMahalanobis } from "../../src/stats/match-mahalanobis.js";
import { matchOptimal } from "../../src/stats/match-optimal.js";
import { matchOptimalMahalanobis } from "../../src/stats/match-optimal-mahalanobis.js";
import type { NearestMatch } from "../../src/stats/nearest.js";
import { whitenColumns } from "../../src/stats/whiten-columns.js";

function inputOf(columns: readonly (readonly number[])[], treated: readonly number[]) {
  return {
    X: Float64Array.from(columns.flat()),
    n: treated.length,
    p: columns.length,
    names: columns.map((_, j) => `x${j + 1}`),
    treated: Uint8Array.from(treated),
    tieRank: Int32Array.from(treated, (_, i) => i),
  };
}
function randomInput(seed: number, n: number, p: number) {
  const { uniform, integer } = stream(seed, "optimal mahalanobis");
  const columns = Array.from({ length: p }, () => Array.from({ length: n }, () => uniform()));
  const treated = Array.from({ length: n }, (_, i) => (i % 5 < 2 ? 1 : 0));
  const score = Float64Array.from({ length: n }, () => uniform());
  return { ...inputOf(columns, treated), score, stratum: Int32Array.from({ length: n }, () => integer(2)) };
}
const totalOf = (found: NearestMatch) => found.distance.reduce((a, b) => a + b, 0);

describe("matchOptimalMahalanobis", () => {
  it("by hand: of one column it pairs as on a line, where greedy matching pays 1 + 5.1 for 2 + 2.1", () => {
    const input = inputOf([[0, 3, 2, 5.1]], [1, 1, 0, 0]);
    expect([...matchOptimalMahalanobis(input).pair]).toEqual([0, 1, 0, 1]);
    expect([...matchMahalanobis({ ...input, order: "closest" }).pair]).toEqual([1, 0, 0, 1]);
  });

  it("of one column, its total is that of optimal pairs on a line in pooled SDs", () => {
    const input = randomInput(1, 120, 1);
    const Z = whitenColumns(input);
    const line = matchOptimal({ score: Z, treated: input.treated, tieRank: input.tieRank });
    const free = matchOptimalMahalanobis({ ...inputOf([[...input.X]], [...input.treated]) });
    expect(totalOf(free)).toBeCloseTo(totalOf(line), 10);
    expect(free.pairs).toBe(line.pairs);
  });

  it("equals the best of all sets of pairs, within caliper and strata (40 problems of 10 rows)", () => {
    for (let seed = 0; seed < 40; seed += 1) {
      const input = { ...randomInput(seed, 10, 2), caliper: [0.3, 0.6, 2][seed % 3]! };
      const Z = whitenColumns(input);
      const trial = [...input.treated.keys()].filter((i) => input.treated[i] === 1);
      const controls = [...input.treated.keys()].filter((i) => input.treated[i] === 0);
      const best = (t: number, used: ReadonlySet<number>): { pairs: number; total: number } => {
        const row = trial[t];
        if (row === undefined) return { pairs: 0, total: 0 };
        let found = best(t + 1, used);
        for (const c of controls) {
          const isNear = Math.abs(input.score[row]! - input.score[c]!) <= input.caliper;
          if (used.has(c) || !isNear || input.stratum[row] !== input.stratum[c]) continue;
          const rest = best(t + 1, new Set([...used, c]));
          const total = rest.total + Math.hypot(Z[2 * row]! - Z[2 * c]!, Z[2 * row + 1]! - Z[2 * c + 1]!);
          const pairs = rest.pairs + 1;
          if (pairs > found.pairs || (pairs === found.pairs && total < found.total)) found = { pairs, total };
        }
        return found;
      };
      const expected = best(0, new Set());
      const found = matchOptimalMahalanobis(input);
      expect(found.pairs).toBe(expected.pairs);
      expect(totalOf(found)).toBeCloseTo(expected.total, 10);
    }
  });

  it("any permutation of the rows gives the same pairs, never worse than greedy ones", () => {
    const input = randomInput(3, 80, 3);
    const turned = Int32Array.from({ length: 80 }, (_, i) => (i * 7 + 3) % 80);
    const moved = matchOptimalMahalanobis({
      ...input,
      X: Float64Array.from([0, 1, 2].flatMap((j) => [...turned].map((i) => input.X[j * 80 + i]!))),
      treated: Uint8Array.from(turned, (i) => input.treated[i]!),
      score: Float64Array.from(turned, (i) => input.score[i]!),
      stratum: Int32Array.from(turned, (i) => input.stratum[i]!),
      tieRank: turned,
    });
    const found = matchOptimalMahalanobis(input);
    expect([...moved.pair]).toEqual([...turned].map((i) => found.pair[i]));
    const greedy = matchMahalanobis({ ...input, order: "closest" });
    expect(found.pairs).toBe(greedy.pairs);
    expect(totalOf(found)).toBeLessThan(totalOf(greedy));
  });

  it("refuses dependent columns by name, a score that is not finite, a caliper without a score", () => {
    const copies = inputOf(
      [
        [0, 3, 2, 5],
        [0, 6, 4, 10],
      ],
      [1, 1, 0, 0],
    );
    expect(() => matchOptimalMahalanobis(copies)).toThrow(/x2 does not or is a combination/);
    const input = inputOf([[0, 3, 2, 5]], [1, 1, 0, 0]);
    expect(() => matchOptimalMahalanobis({ ...input, caliper: 1 })).toThrow(RangeError);
    const score = Float64Array.of(0, Number.NaN, 0, 0);
    expect(() => matchOptimalMahalanobis({ ...input, score })).toThrow(EstimationError);
  });
});

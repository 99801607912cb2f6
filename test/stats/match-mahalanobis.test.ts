import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stream } from "../../src/math/stream.js";
import { type MahalanobisInput, matchMahalanobis } from "../../src/stats/match-mahalanobis.js";
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

/** Controls of each treated row. */
function controlsOf({ pair }: NearestMatch, treated: ArrayLike<number>): Map<number, number[]> {
  const rows = [...pair.keys()].filter((row) => pair[row]! >= 0);
  return new Map(
    rows
      .filter((row) => treated[row] === 1)
      .map((row) => [row, rows.filter((other) => treated[other] === 0 && pair[other] === pair[row])]),
  );
}

describe("matchMahalanobis by hand", () => {
  const one = inputOf([[0, 2, -0.5, 1, 2.5]], [1, 1, 0, 0, 0]);

  it("of one column it is the distance in pooled within-arm SDs", () => {
    // Squares around the arm means: (1 + 1) + (2.25 + 0 + 2.25) = 6.5, divisor 3.
    const found = matchMahalanobis({ ...one, order: "closest" });
    expect([...found.pair]).toEqual([0, 1, 0, -1, 1]);
    expect(found.distance[0]).toBeCloseTo(0.5 / Math.sqrt(6.5 / 3), 14);
  });

  it("a caliper on the score forbids the nearest; a shift of a whole arm does not count as spread", () => {
    const score = Float64Array.of(0, 0, 9, 0, 0);
    expect([...matchMahalanobis({ ...one, order: "closest", score, caliper: 1 }).pair]).toEqual([1, 0, -1, 1, 0]);
    const shifted = inputOf([[100, 102, -0.5, 1, 2.5]], [1, 1, 0, 0, 0]);
    const found = matchMahalanobis({ ...shifted, order: "closest" });
    expect(found.distance[0]).toBeCloseTo(97.5 / Math.sqrt(6.5 / 3), 12);
  });

  it("refuses dependent columns by name, one that varies between arms only, values that are not finite, an empty arm", () => {
    const x1 = [0, 2, -0.5, 1, 2.5];
    const treated = [1, 1, 0, 0, 0];
    const match =
      (columns: number[][], arms = treated) =>
      () =>
        matchMahalanobis({ ...inputOf(columns, arms), order: "closest" });
    expect(match([x1, x1.map((value) => 3 * value - 1)])).toThrow(/x2 does not or is a combination/);
    expect(match([x1, treated])).toThrow(/x2 does not/);
    expect(match([x1, [1, 2, 3, 4, Number.NaN]])).toThrow(/x2 holds a value/);
    expect(match([x1], [1, 1, 1, 1, 1])).toThrow(/both arms/);
    expect(() => matchMahalanobis({ ...one, order: "largest" })).toThrow(RangeError);
  });
});

describe("matchMahalanobis, properties", () => {
  /** Greedy matching with a search through all controls. */
  function searchAll(input: MahalanobisInput & { score: Float64Array }): Map<number, number[]> {
    const { n, p, order, score, treated, ratio = 1, caliper = Number.POSITIVE_INFINITY, stratum } = input;
    const Z = whitenColumns(input);
    const squared = (i: number, j: number) => {
      let total = 0;
      for (let c = 0; c < p; c += 1) total += (Z[i * p + c]! - Z[j * p + c]!) ** 2;
      return total;
    };
    const free = new Set([...treated.keys()].filter((row) => treated[row] === 0));
    const sign = order === "largest" ? -1 : 1;
    let choosing = [...treated.keys()].filter((row) => treated[row] === 1);
    if (order !== "closest") choosing.sort((a, b) => sign * (score[a]! - score[b]!) || a - b);
    const found = new Map<number, number[]>();
    const nearest = (row: number) =>
      [...free]
        .filter((c) => stratum![c] === stratum![row] && Math.abs(score[c]! - score[row]!) <= caliper)
        .map((control) => ({ row, control, d: squared(row, control) }))
        .sort((a, b) => a.d - b.d || a.control - b.control)[0];
    for (let round = 0; round < ratio; round += 1) {
      const had: number[] = [];
      const waiting = new Set(choosing);
      while (waiting.size > 0) {
        const inTurn = order === "closest" ? [...waiting] : [...waiting].slice(0, 1);
        const best = inTurn.flatMap((row) => nearest(row) ?? []).sort((a, b) => a.d - b.d || a.row - b.row)[0];
        if (best === undefined && order === "closest") break;
        waiting.delete(best?.row ?? inTurn[0]!);
        if (best === undefined) continue;
        free.delete(best.control);
        found.set(
          best.row,
          [...(found.get(best.row) ?? []), best.control].sort((a, b) => a - b),
        );
        had.push(best.row);
      }
      choosing = choosing.filter((row) => had.includes(row));
    }
    expect(n).toBe(treated.length);
    return found;
  }

  const randomInput = (seed: number, n: number, p: number, coarse: boolean) => {
    const { uniform, integer } = stream(seed, "mahalanobis");
    const columns = Array.from({ length: p }, () => Array.from({ length: n }, () => (coarse ? integer(4) : uniform())));
    const treated = Array.from({ length: n }, () => (uniform() < 0.35 ? 1 : 0));
    const score = Float64Array.from({ length: n }, () => (coarse ? integer(5) : uniform()));
    const stratum = Int32Array.from({ length: n }, () => integer(2));
    return { ...inputOf(columns, treated), score, stratum };
  };

  it("the tree finds what a search through all controls finds: orders, ratios, calipers, strata, ties", () => {
    const orders = ["largest", "smallest", "closest"] as const;
    for (let seed = 0; seed < 36; seed += 1) {
      const base = randomInput(seed, 150, 1 + (seed % 4), seed % 2 === 0);
      const caliper = [0.2, 1, Number.POSITIVE_INFINITY][seed % 3]!;
      const input = { ...base, order: orders[Math.floor(seed / 2) % 3]!, ratio: 1 + (seed % 3), caliper };
      const expected = [...searchAll(input)].sort(([a], [b]) => a - b);
      expect([...controlsOf(matchMahalanobis(input), input.treated)].sort(([a], [b]) => a - b)).toEqual(expected);
    }
  });

  it("any permutation of the rows gives the same bytes", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999 }), fc.constantFrom("largest", "closest"), (seed, order) => {
        const input = { ...randomInput(seed, 60, 2, seed % 2 === 0), order, ratio: 2 } as const;
        const shuffled = Array.from({ length: 60 }, (_, i) => (i * 7 + seed) % 60);
        const moved = matchMahalanobis({
          ...input,
          X: Float64Array.from([0, 1].flatMap((j) => shuffled.map((i) => input.X[j * 60 + i]!))),
          treated: Uint8Array.from(shuffled, (i) => input.treated[i]!),
          score: Float64Array.from(shuffled, (i) => input.score[i]!),
          stratum: Int32Array.from(shuffled, (i) => input.stratum[i]!),
          tieRank: Int32Array.from(shuffled),
        });
        const straight = matchMahalanobis(input);
        expect(shuffled.map((i) => straight.pair[i])).toEqual([...moved.pair]);
        expect([...moved.distance]).toEqual([...straight.distance]);
      }),
      { seed: 7, numRuns: 40 },
    );
  });
});

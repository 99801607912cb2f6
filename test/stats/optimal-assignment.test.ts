import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EstimationError } from "../../src/errors.js";
import { stream } from "../../src/math/stream.js";
import { matchOptimal } from "../../src/stats/match-optimal.js";
import { matchNearest, type NearestInput, type NearestMatch } from "../../src/stats/nearest.js";
import { assignOptimally } from "../../src/stats/optimal-assignment.js";

function inputOf(score: readonly number[], treated: readonly number[], caliper?: number | null) {
  return {
    score: Float64Array.from(score),
    treated: Uint8Array.from(treated),
    tieRank: Int32Array.from(score, (_, i) => i),
    ...(caliper === undefined || caliper === null ? {} : { caliper }),
  };
}
const totalOf = (found: NearestMatch) => found.distance.reduce((total, distance) => total + distance, 0);

describe("matchOptimal by hand", () => {
  // Treated at 0 and 3, controls at 2 and 5.1: greedy closest takes 3–2 and is left with 0–5.1.
  const score = [0, 3, 2, 5.1];
  const treated = [1, 1, 0, 0];

  it("gives up the closest pair for a smaller total: 2 + 2.1 against 1 + 5.1", () => {
    expect([...matchOptimal(inputOf(score, treated)).pair]).toEqual([0, 1, 0, 1]);
    const closest = matchNearest({ ...inputOf(score, treated), order: "closest" });
    expect([...closest.pair]).toEqual([1, 0, 0, 1]);
  });

  it("prefers two pairs to one closer pair, within a caliper that is never exceeded", () => {
    expect([...matchOptimal(inputOf(score, treated, 2.2)).pair]).toEqual([0, 1, 0, 1]);
    expect([...matchOptimal(inputOf(score, treated, 2)).pair]).toEqual([-1, 0, 0, -1]);
    expect(matchOptimal(inputOf(score, treated, 0.5)).pairs).toBe(0);
  });

  it("a treated row gives up its control to one that is closer, when there is one too few", () => {
    expect([...matchOptimal(inputOf([0, 1, 1.4], [1, 1, 0])).pair]).toEqual([-1, 0, 0]);
    expect([...matchOptimal(inputOf([1, 0, 1.4], [1, 1, 0])).pair]).toEqual([0, -1, 0]);
  });

  it("exact strata, an empty arm, a score that is not finite", () => {
    const stratum = Int32Array.of(1, 2, 2, 1);
    expect([...matchOptimal({ ...inputOf([0, 0, 0, 9], [1, 1, 0, 0]), stratum }).pair]).toEqual([0, 1, 1, 0]);
    expect(matchOptimal(inputOf([1, 2], [0, 0])).pairs).toBe(0);
    expect(matchOptimal(inputOf([], [])).pairs).toBe(0);
    expect(() => matchOptimal(inputOf([1, Number.NaN], [1, 0]))).toThrow(EstimationError);
  });
});

interface Patient {
  score: number;
  treated: number;
  stratum: number;
}

/** Best (pairs, −total) over every set of pairs. */
function bestOfAll(allowed: readonly (readonly (readonly [column: number, cost: number])[])[], row = 0, taken = 0) {
  if (row === allowed.length) return { pairs: 0, total: 0 };
  let best: { pairs: number; total: number } = bestOfAll(allowed, row + 1, taken);
  for (const [column, cost] of allowed[row]!) {
    if (taken & (1 << column)) continue;
    const rest = bestOfAll(allowed, row + 1, taken | (1 << column));
    const found = { pairs: rest.pairs + 1, total: rest.total + cost };
    if (found.pairs > best.pairs || (found.pairs === best.pairs && found.total < best.total)) best = found;
  }
  return best;
}

describe("optimal pairs, properties", () => {
  const patient = fc.record({
    score: fc.integer({ min: -16, max: 16 }).map((value) => value / 8),
    treated: fc.integer({ min: 0, max: 1 }),
    stratum: fc.integer({ min: 0, max: 1 }),
  });
  const caliper = fc.constantFrom(0, 0.25, 0.75, 10);
  const toInput = (
    rows: readonly Patient[],
    within: number,
    rank?: readonly number[],
  ): Omit<NearestInput, "order"> => ({
    ...inputOf(
      rows.map((row) => row.score),
      rows.map((row) => row.treated),
      within,
    ),
    stratum: Int32Array.from(rows, (row) => row.stratum),
    ...(rank === undefined ? {} : { tieRank: Int32Array.from(rank) }),
  });

  it("equal the best of all possible sets of pairs (up to 12 patients, ties, strata, calipers)", () => {
    fc.assert(
      fc.property(fc.array(patient, { maxLength: 12 }), caliper, (rows, within) => {
        const found = matchOptimal(toInput(rows, within));
        const controls = rows.filter((row) => row.treated === 0);
        const allowed = rows
          .filter((row) => row.treated === 1)
          .map((row) =>
            controls
              .map(
                (control, k) =>
                  [k, control.stratum === row.stratum ? Math.abs(control.score - row.score) : 99] as const,
              )
              .filter(([, cost]) => cost <= within),
          );
        expect({ pairs: found.pairs, total: totalOf(found) }).toEqual(bestOfAll(allowed));
      }),
      { seed: 7, numRuns: 500 },
    );
  });

  it("a sparse table of any costs, not only distances on a line, is solved exactly", () => {
    const row = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 6 }), (table) => {
        const allowed = table.map((costs) => costs.map((cost, k) => [k, cost] as const).filter(([, cost]) => cost < 7));
        const start = Int32Array.from([0, ...allowed.map((_, i) => allowed.slice(0, i + 1).flat().length)]);
        const edges = allowed.flat();
        const columnOf = assignOptimally({
          rows: table.length,
          columns: 5,
          start,
          column: Int32Array.from(edges, ([column]) => column),
          cost: Float64Array.from(edges, ([, cost]) => cost),
        });
        const chosen = [...columnOf].map((column, i) => ({ column, i })).filter(({ column }) => column >= 0);
        expect(new Set(chosen.map(({ column }) => column)).size).toBe(chosen.length);
        const total = chosen.reduce((sum, { column, i }) => sum + table[i]![column]!, 0);
        expect(chosen.every(({ column, i }) => table[i]![column]! < 7)).toBe(true);
        expect({ pairs: chosen.length, total }).toEqual(bestOfAll(allowed));
      }),
      { seed: 7, numRuns: 500 },
    );
  });

  it("any permutation of the rows gives the same pairs", () => {
    fc.assert(
      fc.property(fc.array(patient, { maxLength: 25 }), caliper, fc.infiniteStream(fc.nat()), (rows, within, keys) => {
        const key = rows.map(() => keys.next().value as number);
        const shuffled = rows.map((_, i) => i).sort((a, b) => key[a]! - key[b]! || a - b);
        const straight = matchOptimal(toInput(rows, within));
        const moved = matchOptimal(
          toInput(
            shuffled.map((i) => rows[i]!),
            within,
            shuffled,
          ),
        );
        expect(shuffled.map((i) => straight.pair[i])).toEqual([...moved.pair]);
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it("never fewer pairs than any greedy order, and with as many never a larger total", () => {
    const { uniform } = stream(11, "optimal");
    const score = Array.from({ length: 600 }, () => 3 * (uniform() + uniform()));
    const treated = score.map((value) => (uniform() < 0.2 + value / 12 ? 1 : 0));
    for (const within of [0.01, 0.05, 0.3]) {
      const best = matchOptimal(inputOf(score, treated, within));
      for (const order of ["largest", "smallest", "closest"] as const) {
        const greedy = matchNearest({ ...inputOf(score, treated, within), order });
        expect(best.pairs).toBeGreaterThanOrEqual(greedy.pairs);
        if (best.pairs === greedy.pairs) expect(totalOf(best)).toBeLessThanOrEqual(totalOf(greedy) + 1e-12);
      }
    }
  });
});

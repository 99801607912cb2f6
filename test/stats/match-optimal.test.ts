import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stream } from "../../src/math/stream.js";
import { matchOptimal } from "../../src/stats/match-optimal.js";
import type { NearestInput, NearestMatch } from "../../src/stats/nearest.js";
import { assignOptimally } from "../../src/stats/optimal-assignment.js";

type Input = Omit<NearestInput, "order">;

function inputOf(score: readonly number[], treated: readonly number[], options: Partial<Input> = {}): Input {
  return {
    score: Float64Array.from(score),
    treated: Uint8Array.from(treated),
    tieRank: Int32Array.from(score, (_, i) => i),
    ...options,
  };
}

/** Sets, controls in use and the total distance of every control from its treated row; NaN where a set is not one treated row with 1 … k controls. */
function worthOf({ pair, pairs }: NearestMatch, { score, treated, ratio = 1 }: Input) {
  const trial = new Array<number>(pairs).fill(-1);
  pair.forEach((number, row) => {
    if (number >= 0 && treated[row] === 1) trial[number] = trial[number] === -1 ? row : Number.NaN;
  });
  const controls = [...pair.keys()].filter((row) => pair[row]! >= 0 && treated[row] === 0);
  const sizes = trial.map((_, number) => controls.filter((row) => pair[row] === number).length);
  const isSound = sizes.every((size) => size >= 1 && size <= ratio);
  const total = controls.reduce((sum, row) => sum + Math.abs(score[row]! - score[trial[pair[row]!]!]!), 0);
  return { sets: pairs, controls: controls.length, total: isSound ? total : Number.NaN };
}

type Value = ReturnType<typeof worthOf>;
const isBetter = (a: Value, b: Value) =>
  a.sets !== b.sets ? a.sets > b.sets : a.controls !== b.controls ? a.controls > b.controls : a.total < b.total;

/** The best value over every way to give each control to a treated row or to none. */
function bestOfAll({ score, treated, stratum, ratio = 1, caliper = Number.POSITIVE_INFINITY }: Input): Value {
  const trial = [...score.keys()].filter((row) => treated[row] === 1);
  const controls = [...score.keys()].filter((row) => treated[row] === 0);
  const used = trial.map(() => 0);
  const rest = (k: number): Value => {
    if (k === controls.length) return { sets: used.filter((count) => count > 0).length, controls: 0, total: 0 };
    const control = controls[k]!;
    let best = rest(k + 1);
    trial.forEach((row, t) => {
      const distance = Math.abs(score[row]! - score[control]!);
      if (distance > caliper || stratum?.[row] !== stratum?.[control] || used[t]! >= ratio) return;
      used[t]! += 1;
      const after = rest(k + 1);
      used[t]! -= 1;
      const value = { ...after, controls: after.controls + 1, total: after.total + distance };
      if (isBetter(value, best)) best = value;
    });
    return best;
  };
  return rest(0);
}

describe("matchOptimal, 1:k", () => {
  it("by hand: treated at 0 and 4, controls at 1, 2 and 9 in pairs of up to two: {0; 1, 2} and {4; 9}", () => {
    const input = inputOf([0, 4, 1, 2, 9], [1, 1, 0, 0, 0], { ratio: 2 });
    // All three are used: 1 + 2 + 5 = 8; 4 with 2 and 9 costs 1 + 2 + 5 as well, and keeps the order.
    expect(worthOf(matchOptimal(input), input)).toEqual({ sets: 2, controls: 3, total: 8 });
  });

  it("everybody has a first control before anybody a second", () => {
    const input = inputOf([0, 1, 0.1, 0.2], [1, 1, 0, 0], { ratio: 2 });
    const found = matchOptimal(input);
    expect([...found.pair]).toEqual([0, 1, 0, 1]);
    expect([...found.distance]).toEqual([0.1, 0.8]);
  });

  it("of equal scores the smaller ranks are used, on both sides", () => {
    const input = inputOf([1, 1, 1, 2, 2, 2], [1, 1, 1, 0, 0, 0]);
    const tieRank = Int32Array.of(5, 4, 3, 2, 1, 0);
    expect([...matchOptimal({ ...input, tieRank }).pair]).toEqual([2, 1, 0, 2, 1, 0]);
    const fewControls = { ...inputOf([1, 1, 1, 2, 2], [1, 1, 1, 0, 0]), tieRank: Int32Array.of(4, 3, 2, 1, 0) };
    expect([...matchOptimal(fewControls).pair]).toEqual([-1, 1, 0, 1, 0]);
    const fewTreated = { ...inputOf([1, 1, 2, 2, 2], [1, 1, 0, 0, 0]), tieRank: Int32Array.of(4, 3, 2, 1, 0) };
    expect([...matchOptimal(fewTreated).pair]).toEqual([1, 0, -1, 1, 0]);
  });

  it("equals the best of all possible sets (up to 10 patients, ratios 1 to 3, ties, strata, calipers)", () => {
    const patient = fc.record({
      score: fc.integer({ min: -12, max: 12 }).map((value) => value / 8),
      treated: fc.integer({ min: 0, max: 2 }).map((value) => (value === 0 ? 1 : 0)),
      stratum: fc.integer({ min: 0, max: 3 }).map((value) => (value === 0 ? 1 : 0)),
    });
    const caliper = fc.constantFrom(0, 0.25, 0.75, 1.5, Number.POSITIVE_INFINITY);
    fc.assert(
      fc.property(
        fc.array(patient, { maxLength: 10 }),
        caliper,
        fc.integer({ min: 1, max: 3 }),
        (rows, within, ratio) => {
          const input = inputOf(
            rows.map((row) => row.score),
            rows.map((row) => row.treated),
            { caliper: within, ratio, stratum: Int32Array.from(rows, (row) => row.stratum) },
          );
          expect(worthOf(matchOptimal(input), input)).toEqual(bestOfAll(input));
        },
      ),
      { seed: 7, numRuns: 1500 },
    );
  });
});

describe("matchOptimal against the assignment of all pairs", () => {
  it.each([
    [150, 170, 1.5, 99],
    [150, 140, 1, 99],
    [60, 400, 3, 99],
    [150, 200, 1, 0.05],
  ])(
    "%d treated, %d controls, arms %d apart, caliper %d: as many pairs at the same total distance",
    (treated, controls, apart, caliper) => {
      const { uniform } = stream(3, "optimal pairs");
      const arms = Array.from({ length: treated + controls }, (_, i) => (i < treated ? 1 : 0));
      const score = arms.map((arm) => uniform() + uniform() + uniform() + arm * apart);
      const input = inputOf(score, arms, { caliper });
      const edges = score.slice(0, treated).map((from) =>
        score
          .slice(treated)
          .map((to, column) => ({ column, cost: Math.abs(from - to) }))
          .filter(({ cost }) => cost <= caliper),
      );
      const sizes = edges.map((list) => list.length);
      const start = Int32Array.from([0, ...sizes.map((_, i) => sizes.slice(0, i + 1).reduce((a, b) => a + b))]);
      const flat = edges.flat();
      const columnOf = assignOptimally({
        rows: treated,
        columns: controls,
        start,
        column: Int32Array.from(flat, ({ column }) => column),
        cost: Float64Array.from(flat, ({ cost }) => cost),
      });
      const total = edges.reduce(
        (sum, list, i) => sum + (list.find(({ column }) => column === columnOf[i])?.cost ?? 0),
        0,
      );
      const found = worthOf(matchOptimal(input), input);
      expect(found.sets).toBe(columnOf.filter((column) => column >= 0).length);
      expect(found.total).toBeCloseTo(total, 9);
    },
  );
});

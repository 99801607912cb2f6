import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EstimationError } from "../../src/errors.js";
import { stream } from "../../src/math/stream.js";
import { sum } from "../../src/math/sum.js";
import { type FullMatch, type FullMatchInput, matchFull } from "../../src/stats/full-matching.js";
import { assignOptimally } from "../../src/stats/optimal-assignment.js";

function inputOf(score: readonly number[], treated: readonly number[], caliper?: number | null): FullMatchInput {
  return {
    score: Float64Array.from(score),
    treated: Uint8Array.from(treated),
    tieRank: Int32Array.from(score, (_, i) => i),
    ...(caliper === undefined || caliper === null ? {} : { caliper }),
  };
}

/** Members of each set by arm. */
function setsOf({ set, sets }: FullMatch, treated: ArrayLike<number>): { treated: number[]; controls: number[] }[] {
  const members = Array.from({ length: sets }, () => ({ treated: [] as number[], controls: [] as number[] }));
  set.forEach((number, row) => {
    if (number >= 0) members[number]![treated[row] === 1 ? "treated" : "controls"].push(row);
  });
  return members;
}

/** Total distance between the one and the others of every set; NaN if a set is no star, Infinity if an edge is beyond the caliper. */
function totalOf(found: FullMatch, { score, treated, caliper = Number.POSITIVE_INFINITY }: FullMatchInput): number {
  const edges = setsOf(found, treated).flatMap((members) => {
    const isStar = Math.min(members.treated.length, members.controls.length) === 1;
    if (!isStar) return [Number.NaN];
    return members.treated.flatMap((t) => members.controls.map((c) => Math.abs(score[t]! - score[c]!)));
  });
  return sum(edges.map((edge) => (edge <= caliper || Number.isNaN(edge) ? edge : Number.POSITIVE_INFINITY)));
}

describe("matchFull by hand", () => {
  it("treated at 0 and 10, controls at 1, 2 and 9: {0; 1, 2} and {10; 9}, total 4", () => {
    const input = inputOf([0, 10, 1, 2, 9], [1, 1, 0, 0, 0]);
    const found = matchFull(input);
    expect([...found.set]).toEqual([0, 1, 0, 0, 1]);
    expect(totalOf(found, input)).toBe(4);
    // ATT: the two controls of the first set share the weight of its one treated row.
    expect([...found.weight]).toEqual([1, 1, 0.5, 0.5, 1]);
  });

  it("one control between two treated serves both and weighs 2", () => {
    const found = matchFull(inputOf([0, 3, 1], [1, 1, 0]));
    expect([...found.set]).toEqual([0, 0, 0]);
    expect([...found.weight]).toEqual([1, 1, 2]);
  });

  it("a caliper leaves out who has nobody within it; reached it is allowed", () => {
    const found = matchFull(inputOf([0, 10, 1, 2, 9], [1, 1, 0, 0, 0], 1));
    expect([...found.set]).toEqual([0, 1, 0, -1, 1]);
    expect([...found.weight]).toEqual([1, 1, 1, 0, 1]);
  });

  it("a caliper can forbid the cheapest sets: every row within it of another must still be in a set", () => {
    // Treated at 0, 2; controls at 2, 4. Total 4 either way: 0–2 and 2–4, or 0–4 and 2–2 with the latter beyond the caliper of 2.
    const input = inputOf([0, 2, 2, 4], [1, 1, 0, 0], 2);
    expect(totalOf(matchFull(input), input)).toBe(4);
  });

  it("a caliper can leave some over on both sides: two sets, their centres facing each other", () => {
    // Controls at 0, 0, 2; treated at 9 and three times 14; caliper 13. All are within it of the facing one; 0 and 14 are not of each other.
    const input = inputOf([0, 0, 2, 9, 14, 14, 14], [0, 0, 0, 1, 1, 1, 1], 13);
    const found = matchFull(input);
    expect([...found.set]).toEqual([1, 1, 0, 1, 0, 0, 0]);
    expect(totalOf(found, input)).toBe(9 + 9 + 3 * 12);
  });

  it("rows of equal score share evenly: 6 controls and 3 treated at one place make 3 sets of 1:2", () => {
    const found = matchFull(inputOf([5, 5, 5, 5, 5, 5, 5, 5, 5], [1, 0, 0, 1, 0, 0, 1, 0, 0]));
    expect(found.sets).toBe(3);
    expect([...found.weight]).toEqual([1, 0.5, 0.5, 1, 0.5, 0.5, 1, 0.5, 0.5]);
  });

  it("exact strata, an empty arm, no rows, a score that is not finite", () => {
    const stratum = Int32Array.of(1, 2, 2, 1, 3);
    const found = matchFull({ ...inputOf([0, 0, 0, 9, 0], [1, 1, 0, 0, 0]), stratum });
    expect([...found.set]).toEqual([0, 1, 1, 0, -1]);
    expect(matchFull(inputOf([1, 2], [0, 0])).sets).toBe(0);
    expect(matchFull(inputOf([], [])).sets).toBe(0);
    expect(() => matchFull(inputOf([1, Number.NaN], [1, 0]))).toThrow(EstimationError);
  });
});

/** Least total distance of edges that cover every row with a partner: by the set of rows still to be covered. */
function leastCover({ score, treated, stratum, caliper = Number.POSITIVE_INFINITY }: FullMatchInput): number {
  const n = score.length;
  const partners = Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (_, j) => j).filter(
      (j) => treated[i] !== treated[j] && stratum?.[i] === stratum?.[j] && Math.abs(score[i]! - score[j]!) <= caliper,
    ),
  );
  const known = new Map<number, number>();
  const cover = (open: number): number => {
    if (open === 0) return 0;
    const before = known.get(open);
    if (before !== undefined) return before;
    const i = 31 - Math.clz32(open);
    const best = Math.min(
      ...partners[i]!.map((j) => Math.abs(score[i]! - score[j]!) + cover(open & ~(1 << i) & ~(1 << j))),
    );
    known.set(open, best);
    return best;
  };
  return cover(partners.reduce((open, list, i) => (list.length > 0 ? open | (1 << i) : open), 0));
}

describe("matchFull, properties", () => {
  const patient = fc.record({
    score: fc.integer({ min: -16, max: 16 }).map((value) => value / 8),
    treated: fc.integer({ min: 0, max: 1 }),
    stratum: fc.integer({ min: 0, max: 1 }),
  });
  const caliper = fc.constantFrom(0, 0.25, 0.5, 0.75, 1.5, 2, 2.5, 3, 10);

  it("equals the cheapest of all covers (up to 12 patients, ties, strata, calipers), in sets that are stars", () => {
    fc.assert(
      fc.property(fc.array(patient, { maxLength: 12 }), caliper, fc.boolean(), (rows, within, hasStrata) => {
        const base = inputOf(
          rows.map((row) => row.score),
          rows.map((row) => row.treated),
          within,
        );
        const stratum = Int32Array.from(rows, (row) => row.stratum);
        const input = hasStrata ? { ...base, stratum } : base;
        expect(totalOf(matchFull(input), input)).toBe(leastCover(input));
      }),
      { seed: 7, numRuns: 4000 },
    );
  });

  it.each([0.02, 0.2, Number.POSITIVE_INFINITY])("equals an optimum by assignment at n = 500, caliper %d", (within) => {
    const { uniform } = stream(11, "full");
    const score = Array.from({ length: 500 }, () => 3 * (uniform() + uniform()));
    const treated = score.map((value) => (uniform() < value / 8 ? 1 : 0));
    const input = inputOf(score, treated, within);
    expect(totalOf(matchFull(input), input)).toBeCloseTo(coverByAssignment(input), 9);
  });

  it("any permutation of the rows gives the same sets", () => {
    fc.assert(
      fc.property(fc.array(patient, { maxLength: 25 }), caliper, fc.infiniteStream(fc.nat()), (rows, within, keys) => {
        const key = rows.map(() => keys.next().value as number);
        const shuffled = rows.map((_, i) => i).sort((a, b) => key[a]! - key[b]! || a - b);
        const straight = matchFull(
          inputOf(
            rows.map((row) => row.score),
            rows.map((row) => row.treated),
            within,
          ),
        );
        const moved = matchFull({
          ...inputOf(
            shuffled.map((i) => rows[i]!.score),
            shuffled.map((i) => rows[i]!.treated),
            within,
          ),
          tieRank: Int32Array.from(shuffled),
        });
        expect(shuffled.map((i) => straight.set[i])).toEqual([...moved.set]);
        expect(shuffled.map((i) => straight.weight[i])).toEqual([...moved.weight]);
      }),
      { seed: 7, numRuns: 300 },
    );
  });
});

/** Σ of every row's shortest edge, less the most that pairs of rows can save by sharing one: an edge cover as an assignment in which a
 *  treated row may also stay without partner (a column of its own that saves nothing). */
function coverByAssignment({ score, treated, caliper = Number.POSITIVE_INFINITY }: FullMatchInput): number {
  const rowsOf = (arm: number) => [...score.keys()].filter((row) => treated[row] === arm);
  const distance = (t: number, c: number) => Math.abs(score[t]! - score[c]!);
  const near = rowsOf(1).map((t) => rowsOf(0).filter((c) => distance(t, c) <= caliper));
  const trial = rowsOf(1).filter((_, k) => near[k]!.length > 0);
  const controls = rowsOf(0).filter((c) => trial.some((t) => distance(t, c) <= caliper));
  const shortest = new Map<number, number>();
  for (const t of trial) shortest.set(t, Math.min(...controls.map((c) => distance(t, c))));
  for (const c of controls) shortest.set(c, Math.min(...trial.map((t) => distance(t, c))));
  const most = 2 * Math.max(...shortest.values());
  const edges = trial.map((t, k) => {
    const savings = controls.map((c, column) => ({
      column,
      saved: distance(t, c) <= caliper ? shortest.get(t)! + shortest.get(c)! - distance(t, c) : 0,
    }));
    return [...savings.filter(({ saved }) => saved > 0), { column: controls.length + k, saved: 0 }];
  });
  const flat = edges.flat();
  const start = Int32Array.from([0, ...edges.map((_, k) => edges.slice(0, k + 1).flat().length)]);
  const columnOf = assignOptimally({
    rows: trial.length,
    columns: controls.length + trial.length,
    start,
    column: Int32Array.from(flat, ({ column }) => column),
    cost: Float64Array.from(flat, ({ saved }) => most - saved),
  });
  const saved = trial.map((_, k) => edges[k]!.find(({ column }) => column === columnOf[k])!.saved);
  return sum([...shortest.values()]) - sum(saved);
}

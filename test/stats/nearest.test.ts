import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EstimationError } from "../../src/errors.js";
import { matchNearest, type NearestInput, type NearestMatch } from "../../src/stats/nearest.js";

type Order = NearestInput["order"];
type Options = Pick<NearestInput, "caliper" | "ratio">;

const { problems }: { problems: Record<string, { score: number[]; treated: number[]; sd: number }> } = JSON.parse(
  readFileSync(new URL("../../oracles/caliper-matching/fixture.json", import.meta.url), "utf8"),
);

function match(score: readonly number[], treated: readonly number[], order: Order, options: Options = {}) {
  const tieRank = Int32Array.from(score, (_, i) => i);
  return matchNearest({
    score: Float64Array.from(score),
    treated: Uint8Array.from(treated),
    order,
    tieRank,
    ...options,
  });
}

/** Members of each set: the treated row first, controls ascending. */
function setsOf({ pair, pairs }: NearestMatch, treated: ArrayLike<number>): number[][] {
  const sets = Array.from({ length: pairs }, (): number[] => []);
  pair.forEach((set, row) => {
    if (set >= 0 && treated[row] === 1) sets[set]!.unshift(row);
    else if (set >= 0) sets[set]!.push(row);
  });
  return sets;
}

describe("matchNearest on the breast-cancer data", () => {
  it("breast: caliper 0.2 SD is 0.3122419109 and gives 234 pairs, largest first", () => {
    const { score, treated, sd } = problems.breast!;
    expect(0.2 * sd).toBeCloseTo(0.3122419109, 10);
    expect(match(score, treated, "largest", { caliper: 0.2 * sd }).pairs).toBe(234);
  });
});

describe("matchNearest by hand", () => {
  // Treated at 3, 5 and 9 (rows 0–2); controls at 4, 5.5 and 1 (rows 3–5).
  const score = [3, 5, 9, 4, 5.5, 1];
  const treated = [1, 1, 1, 0, 0, 0];

  it.each<[Order, number[][], number[]]>([
    // 9 takes 5.5 (the nearest, 3.5 away), 5 takes 4, 3 is left with 1.
    [
      "largest",
      [
        [2, 4],
        [1, 3],
        [0, 5],
      ],
      [3.5, 1, 2],
    ],
    // 3 takes 4, 5 takes 5.5, 9 is left with 1.
    [
      "smallest",
      [
        [0, 3],
        [1, 4],
        [2, 5],
      ],
      [1, 0.5, 8],
    ],
    // 5–5.5 is closest, then 3–4, then 9–1.
    [
      "closest",
      [
        [1, 4],
        [0, 3],
        [2, 5],
      ],
      [0.5, 1, 8],
    ],
  ])("%s first", (order, sets, distance) => {
    const found = match(score, treated, order);
    expect(setsOf(found, treated)).toEqual(sets);
    expect([...found.distance]).toEqual(distance);
  });

  it("a pair at exactly the caliper is allowed, one beyond never", () => {
    expect(match([0, 1], [1, 0], "largest", { caliper: 1 }).pairs).toBe(1);
    expect(match([0, 1], [1, 0], "closest", { caliper: 1 - 1e-15 }).pairs).toBe(0);
    expect([...match(score, treated, "largest", { caliper: 1 }).pair]).toEqual([1, 0, -1, 1, 0, -1]);
  });

  it("ties: equally near controls and equal treated go by rank, here the reverse of the row order", () => {
    const tieRank = Int32Array.of(4, 3, 2, 1, 0);
    const tied = { score: Float64Array.of(2, 2, 1, 3, 3), treated: Uint8Array.of(1, 1, 0, 0, 0), tieRank };
    // Row 1 chooses first (rank 3 < 4) and takes row 4 (rank 0); row 0 takes row 3 (rank 1).
    expect([...matchNearest({ ...tied, order: "largest" }).pair]).toEqual([1, 0, -1, 1, 0]);
    expect([...matchNearest({ ...tied, order: "closest" }).pair]).toEqual([1, 0, -1, 1, 0]);
  });

  it("1:2 in two rounds: the second control waits until everybody has had the chance of a first", () => {
    const found = match([5, 4, 4.9, 5.2, 3], [1, 1, 0, 0, 0], "largest", { ratio: 2 });
    // Round 1: 5 takes 4.9, 4 takes 3 (1 away, before 5.2). Round 2: 5 takes 5.2.
    expect(setsOf(found, [1, 1, 0, 0, 0])).toEqual([
      [0, 2, 3],
      [1, 4],
    ]);
    expect(found.distance[0]).toBeCloseTo(0.2, 12);
    expect(found.distance[1]).toBe(1);
  });

  it("exact strata: nobody is matched across", () => {
    const stratum = Int32Array.of(1, 2, 2, 1);
    const input = { score: Float64Array.of(0, 1, 0, 5), treated: Uint8Array.of(1, 1, 0, 0), stratum };
    const tieRank = Int32Array.of(0, 1, 2, 3);
    for (const order of ["largest", "smallest", "closest"] as const) {
      const sets = setsOf(matchNearest({ ...input, tieRank, order }), input.treated);
      expect(sets.sort((a, b) => a[0]! - b[0]!)).toEqual([
        [0, 3],
        [1, 2],
      ]);
    }
  });

  it("no rows or an empty arm give no pairs; a score that is not finite is refused", () => {
    expect(match([], [], "largest")).toEqual({ pair: new Int32Array(0), pairs: 0, distance: new Float64Array(0) });
    expect(match([1, 2], [1, 1], "closest").pairs).toBe(0);
    expect(() => match([1, Number.POSITIVE_INFINITY], [1, 0], "largest")).toThrow(EstimationError);
    expect(() => match([1, 2], [1, 0], "largest", { caliper: -0.2 })).toThrow(/caliper must be >= 0; got -0.2/);
  });
});

interface Patient {
  score: number;
  treated: number;
  stratum: number;
}

/** The definition itself: at each turn look at every free pair. */
function bruteForce(patients: readonly Patient[], order: Order, caliper: number, ratio: number): number[][] {
  const free = new Set(patients.map((_, i) => i).filter((i) => patients[i]!.treated === 0));
  const sets = new Map<number, number[]>();
  const distance = (t: number, c: number) => Math.abs(patients[t]!.score - patients[c]!.score);
  const allowed = (t: number) =>
    [...free].filter((c) => patients[c]!.stratum === patients[t]!.stratum && distance(t, c) <= caliper);
  let round = patients.map((_, i) => i).filter((i) => patients[i]!.treated === 1);
  for (let k = 0; k < ratio; k += 1) {
    const sign = order === "largest" ? -1 : 1;
    let waiting = [...round].sort((a, b) => sign * (patients[a]!.score - patients[b]!.score) || a - b);
    const matched: number[] = [];
    while (waiting.length > 0) {
      const choosers = order === "closest" ? waiting : waiting.slice(0, 1);
      const pairs = choosers.flatMap((t) => allowed(t).map((c) => [t, c] as const));
      pairs.sort((a, b) => distance(...a) - distance(...b) || a[0] - b[0] || a[1] - b[1]);
      const best = pairs[0];
      if (best === undefined && order === "closest") break;
      const chooser = best?.[0] ?? waiting[0]!;
      waiting = waiting.filter((t) => t !== chooser);
      if (best === undefined) continue;
      free.delete(best[1]);
      matched.push(chooser);
      sets.set(chooser, [...(sets.get(chooser) ?? []), best[1]]);
    }
    round = matched;
  }
  return [...sets].map(([t, controls]) => [t, ...controls.sort((a, b) => a - b)]).sort((a, b) => a[0]! - b[0]!);
}

describe("matchNearest, properties", () => {
  // Eighths add and subtract exactly, and 25 values among 30 patients tie often.
  const patient = fc.record({
    score: fc.integer({ min: -12, max: 12 }).map((value) => value / 8),
    treated: fc.integer({ min: 0, max: 1 }),
    stratum: fc.integer({ min: 0, max: 1 }),
  });
  const patients = fc.array(patient, { maxLength: 30 });
  const order = fc.constantFrom<Order>("largest", "smallest", "closest");
  const caliper = fc.constantFrom(0, 0.125, 0.5, 10);
  const run = (rows: readonly Patient[], rank: readonly number[], options: { order: Order } & Options) =>
    matchNearest({
      score: Float64Array.from(rows, (row) => row.score),
      treated: Uint8Array.from(rows, (row) => row.treated),
      stratum: Int32Array.from(rows, (row) => row.stratum),
      tieRank: Int32Array.from(rank),
      ...options,
    });

  it("equals the definition worked out by brute force, ties, strata, calipers and 1:k included", () => {
    fc.assert(
      fc.property(patients, order, caliper, fc.integer({ min: 1, max: 3 }), (rows, by, within, ratio) => {
        const found = run(
          rows,
          rows.map((_, i) => i),
          { order: by, caliper: within, ratio },
        );
        const sets = setsOf(
          found,
          rows.map((row) => row.treated),
        ).sort((a, b) => a[0]! - b[0]!);
        expect(sets).toEqual(bruteForce(rows, by, within, ratio));
      }),
      { seed: 7, numRuns: 1000 },
    );
  });

  it("any permutation of the rows gives the same sets, numbers and distances", () => {
    fc.assert(
      fc.property(patients, order, caliper, fc.infiniteStream(fc.nat()), (rows, by, within, keys) => {
        const key = rows.map(() => keys.next().value as number);
        const shuffled = rows.map((_, i) => i).sort((a, b) => key[a]! - key[b]! || a - b);
        const straight = run(
          rows,
          rows.map((_, i) => i),
          { order: by, caliper: within },
        );
        const moved = run(
          shuffled.map((i) => rows[i]!),
          shuffled,
          { order: by, caliper: within },
        );
        expect(shuffled.map((i) => straight.pair[i])).toEqual([...moved.pair]);
        expect(moved.distance).toEqual(straight.distance);
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it("no pair lies beyond the caliper, no control serves twice, and distances are what the scores say", () => {
    const real = fc.double({ min: -5, max: 5, noNaN: true });
    const rows = fc.array(fc.record({ score: real, treated: fc.integer({ min: 0, max: 1 }), stratum: fc.constant(0) }));
    fc.assert(
      fc.property(rows, order, fc.double({ min: 0, max: 3, noNaN: true }), (drawn, by, within) => {
        const found = run(
          drawn,
          drawn.map((_, i) => i),
          { order: by, caliper: within },
        );
        const sets = setsOf(
          found,
          drawn.map((row) => row.treated),
        );
        expect(sets.every((set) => set.length === 2)).toBe(true);
        sets.forEach(([t, c], k) => {
          expect(Math.abs(drawn[t!]!.score - drawn[c!]!.score)).toBe(found.distance[k]);
          expect(found.distance[k]).toBeLessThanOrEqual(within);
        });
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it("two routes to one distance match identically: twice the score with twice the caliper, or the mirrored scale", () => {
    fc.assert(
      fc.property(patients, caliper, (rows, within) => {
        const rank = rows.map((_, i) => i);
        const straight = run(rows, rank, { order: "largest", caliper: within });
        const doubled = rows.map((row) => ({ ...row, score: 2 * row.score }));
        expect(run(doubled, rank, { order: "largest", caliper: 2 * within }).pair).toEqual(straight.pair);
        const mirrored = rows.map((row) => ({ ...row, score: -row.score }));
        const sets = (found: NearestMatch) =>
          setsOf(
            found,
            rows.map((row) => row.treated),
          ).sort((a, b) => a[0]! - b[0]!);
        expect(sets(run(mirrored, rank, { order: "smallest", caliper: within }))).toEqual(sets(straight));
      }),
      { seed: 7, numRuns: 300 },
    );
  });
});

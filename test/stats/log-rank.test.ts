import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EstimationError } from "../../src/errors.js";
import { testLogRank } from "../../src/stats/log-rank.js";
import { relativeError } from "../support/relative-error.js";
import { rearrange, survivalSample } from "../support/survival-arbitrary.js";

const rows = (time: number[], status: number[], group: number[], groups = 2) => ({
  time: Int32Array.from(time),
  status: Uint8Array.from(status),
  group: Int32Array.from(group),
  groups,
});

describe("log-rank by hand", () => {
  // Day 1: A of 2 + 2. Day 2: one of each group of 1 + 2. Day 3: nobody of group A is left.
  const small = rows([1, 2, 2, 3], [1, 1, 1, 0], [0, 0, 1, 1]);

  it("sums d·n₀/n to the expected events and the hypergeometric variance: ties included", () => {
    const test = testLogRank(small);
    expect([...test.observed]).toEqual([2, 1]);
    expect(relativeError(test.expected, [1 / 2 + 2 / 3, 1 / 2 + 4 / 3])).toBeLessThan(1e-15);
    // Day 1: 1·(2/4)(2/4)·3/3 = 1/4. Day 2: 2·(1/3)(2/3)·(3 − 2)/(3 − 1) = 2/9.
    expect(test.chiSquared).toBeCloseTo((5 / 6) ** 2 / (1 / 4 + 2 / 9), 14);
    expect(test.df).toBe(1);
  });

  it("weighs day 2 by the survival just before it, 3/4 (rho 1) or 1/4 (gamma 1)", () => {
    const early = testLogRank({ ...small, rho: 1 });
    expect(relativeError(early.observed, [1 + 3 / 4, 3 / 4])).toBeLessThan(1e-15);
    const late = testLogRank({ ...small, gamma: 1 });
    expect(relativeError(late.observed, [1 / 4, 1 / 4])).toBeLessThan(1e-15);
    expect(late.chiSquared).toBeCloseTo((1 / 3) ** 2 / (2 / 9), 14);
  });

  it("keeps risk sets within strata: two strata add their sums", () => {
    const doubled = rows([1, 2, 2, 3, 1, 2, 2, 3], [1, 1, 1, 0, 1, 1, 1, 0], [0, 0, 1, 1, 0, 0, 1, 1]);
    const test = testLogRank({ ...doubled, stratum: Int32Array.of(7, 7, 7, 7, -2, -2, -2, -2) });
    expect(relativeError(test.expected, [7 / 3, 11 / 3])).toBeLessThan(1e-15);
    expect(test.chiSquared).toBeCloseTo((2 * (5 / 6) ** 2) / (1 / 4 + 2 / 9), 14);
  });

  it("leaves a patient who enters on day 1 out of the risk set of day 1", () => {
    const test = testLogRank({ ...small, entry: Int32Array.of(0, 1, 0, 0) });
    expect(relativeError(test.expected, [1 / 3 + 2 / 3, 2 / 3 + 4 / 3])).toBeLessThan(1e-15);
  });

  it("an empty third group costs no degree of freedom", () => {
    const test = testLogRank({ ...small, groups: 3 });
    expect(test.df).toBe(1);
    expect([test.observed[2], test.expected[2]]).toEqual([0, 0]);
    expect(test.chiSquared).toBe(testLogRank(small).chiSquared);
  });
});

describe("log-rank refuses", () => {
  it.each([
    ["data without an event", rows([1, 2], [0, 0], [0, 1]), /at least one event; got none in 2 rows/],
    ["one group", rows([1, 2], [1, 1], [0, 0]), /two groups at risk/],
    ["a single event time at which everyone has the event", rows([2, 2], [1, 1], [0, 1]), /no variance/],
    [
      "late weights where the only event time is the first",
      { ...rows([1, 2], [1, 0], [0, 1]), gamma: 1 },
      /positive weight; got 0 of 2/,
    ],
    ["a group number out of range", rows([1, 2], [1, 1], [0, 2]), /groups from 0 to 1; got 1 of 2/],
    ["no rows", rows([], [], []), /at least one row/],
  ])("%s", (_, input, message) => {
    expect(() => testLogRank(input)).toThrow(EstimationError);
    expect(() => testLogRank(input)).toThrow(message);
  });

  it("a negative rho as a bug of the caller", () => {
    expect(() => testLogRank({ ...rows([1, 2], [1, 1], [0, 1]), rho: -1 })).toThrow(RangeError);
  });
});

describe("log-rank properties", () => {
  const samples = survivalSample(2, 30).filter(({ status, group }) => status.includes(1) && new Set(group).size === 2);
  const settings = { seed: 6, numRuns: 200 };
  const attempt = (input: Parameters<typeof testLogRank>[0]) => {
    try {
      return testLogRank(input);
    } catch (error) {
      if (error instanceof EstimationError) return error.message;
      throw error;
    }
  };

  it("the order of rows changes no bit", () => {
    fc.assert(
      fc.property(samples, fc.integer({ min: 1, max: 5 }), (sample, piles) => {
        const options = { groups: 2, rho: 0.7, gamma: 1.3 };
        expect(attempt({ ...rearrange(sample, piles), ...options })).toEqual(attempt({ ...sample, ...options }));
      }),
      settings,
    );
  });

  it("unweighted, observed and expected events both add up to all events; swapping the groups keeps the statistic", () => {
    fc.assert(
      fc.property(samples, (sample) => {
        const test = attempt({ ...sample, groups: 2 });
        const swapped = attempt({ ...sample, group: sample.group.map((g) => 1 - g), groups: 2 });
        expect(typeof swapped).toBe(typeof test);
        if (typeof test === "string" || typeof swapped === "string") return;
        const events = sample.status.reduce((total, s) => total + s, 0);
        expect(test.observed[0]! + test.observed[1]!).toBe(events);
        expect(test.expected[0]! + test.expected[1]!).toBeCloseTo(events, 12);
        expect(swapped.chiSquared).toBeCloseTo(test.chiSquared, 10);
      }),
      settings,
    );
  });
});

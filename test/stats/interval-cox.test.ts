import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EstimationError } from "../../src/errors.js";
import { fitIntervalCox, type IntervalCoxInput } from "../../src/stats/interval-cox.js";
import { fitTurnbull } from "../../src/stats/turnbull.js";
import { relativeError } from "../support/relative-error.js";

/** Rows as [left, right or null for right-censored, weight, ...covariates]. */
type Rows = readonly (readonly [number, number | null, number, ...number[]])[];
function input(rows: Rows, names: string[] = []): IntervalCoxInput {
  return {
    left: Int32Array.from(rows, (row) => row[0]),
    right: Int32Array.from(rows, (row) => row[1] ?? 0),
    rightCensored: Uint8Array.from(rows, (row) => (row[1] === null ? 1 : 0)),
    weight: Float64Array.from(rows, (row) => row[2]),
    X: Float64Array.from(names.flatMap((_, j) => rows.map((row) => row[3 + j]!))),
    p: names.length,
    names,
  };
}
const cloglog = (s: number) => Math.log(-Math.log(s));

/** 3 of 10 by day 50, 5 more by day 120; of the other arm 1 of 4 by day 50. */
const visits: Rows = [
  [0, 50, 3, 0],
  [50, 120, 5, 0],
  [120, null, 2, 0],
  [0, 50, 1, 1],
  [50, null, 3, 1],
];

describe("interval-censored Cox by hand", () => {
  it("two visits, a third share in the other arm: log H₁(50) − log H₀(50), and the delta method's variance", () => {
    const fit = fitIntervalCox(input(visits, ["treated"]));
    expect(fit.beta[0]).toBeCloseTo(cloglog(3 / 4) - cloglog(7 / 10), 10);
    expect([...fit.baseline.left]).toEqual([0, 50]);
    expect([...fit.baseline.right]).toEqual([50, 120]);
    expect(relativeError(fit.baseline.hazard, [-Math.log(0.7), Math.log(0.7) - Math.log(0.2)])).toBeLessThan(1e-8);
    // The model is saturated: var cloglog(s) = (1 − s)/(n s log² s) of either share.
    const varianceOf = (s: number, n: number) => (1 - s) / (n * s * Math.log(s) ** 2);
    expect(fit.covariance[0]).toBeCloseTo(varianceOf(0.7, 10) + varianceOf(0.75, 4), 8);
    expect([fit.n, fit.events]).toEqual([5, 3]);
  });

  it("exact days, one treated of four: Cox's partial likelihood", () => {
    const rows: Rows = [
      [10, 10, 1, 1],
      [20, 20, 1, 0],
      [30, 30, 1, 0],
      [40, null, 1, 1],
    ];
    // U(β) = 1 − 2e/(2e + 2) − e/(e + 2) − e/(e + 1) = 0 for e = e^β.
    const fit = fitIntervalCox(input(rows, ["treated"]));
    const e = Math.exp(fit.beta[0]!);
    expect(1 - (2 * e) / (2 * e + 2) - e / (e + 2) - e / (e + 1)).toBeCloseTo(0, 9);
    expect(1 / fit.covariance[0]!).toBeCloseTo(e / (e + 1) ** 2 + (2 * e) / (e + 2) ** 2 + e / (e + 1) ** 2, 9);
  });

  it("without covariates the curve is Turnbull's", () => {
    const rows: Rows = [
      [0, 30, 1],
      [20, 60, 2],
      [40, 80, 1],
      [70, null, 3],
      [10, 90, 1],
      [100, null, 1],
    ];
    const { baseline, logLikelihood } = fitIntervalCox(input(rows));
    const turnbull = fitTurnbull(input(rows));
    let hazard = 0;
    const survival = Array.from(baseline.hazard, (jump) => {
      hazard += jump;
      return Math.exp(-hazard);
    });
    expect([...baseline.right]).toEqual([...turnbull.right]);
    expect(relativeError(survival, [...turnbull.survival])).toBeLessThan(1e-8);
    expect(logLikelihood).toBeCloseTo(turnbull.logLikelihood, 9);
  });

  it("nobody known to have outlived the last interval: its hazard is infinite and takes no jump", () => {
    const rows = visits.map((row) => (row[1] === null ? ([row[0], 300, ...row.slice(2)] as unknown as Rows[0]) : row));
    const fit = fitIntervalCox(input(rows, ["treated"]));
    expect(fit.beta[0]).toBeCloseTo(cloglog(3 / 4) - cloglog(7 / 10), 9);
    expect([...fit.baseline.right]).toEqual([50, 120]);
  });

  it("strata have hazards of their own; one without an event, or with intervals that share a day, changes nothing", () => {
    const later = visits.map(([l, r, w, x]) => [l + 7, r === null ? null : r + 7, w, x] as unknown as Rows[0]);
    const rows: Rows = [...visits, ...later, [40, null, 2, 1], [60, null, 2, 0], [0, 90, 2, 0], [30, 50, 2, 1]];
    const stratum = Int32Array.from(rows, (_, i) => (i < 5 ? 4 : i < 10 ? 2 : i < 12 ? 9 : 5));
    const fit = fitIntervalCox({ ...input(rows, ["treated"]), stratum });
    const own = fitIntervalCox(input(visits, ["treated"]));
    expect(fit.beta[0]).toBeCloseTo(own.beta[0]!, 9);
    expect(fit.covariance[0]).toBeCloseTo(own.covariance[0]! / 2, 9);
    expect([...fit.baseline.stratum]).toEqual([2, 2, 4, 4]);
    expect(fit.n).toBe(14);
  });

  it("no robust covariance unless asked for; a weight of 2 is two rows to both covariances when they are one cluster", () => {
    expect(fitIntervalCox(input(visits, ["treated"])).robustCovariance).toBeNull();
    const weighted = fitIntervalCox({ ...input(visits, ["treated"]), robust: true });
    const split = visits.flatMap(([l, r, w, x]) => Array.from({ length: w }, () => [l, r, 1, x] as unknown as Rows[0]));
    const cluster = Int32Array.from(split, (row) =>
      visits.findIndex((v) => v[0] === row[0] && v[1] === row[1] && v[3] === row[3]),
    );
    const copied = fitIntervalCox({ ...input(split, ["treated"]), cluster });
    expect(relativeError(copied.covariance, [...weighted.covariance])).toBeLessThan(1e-9);
    expect(relativeError(copied.robustCovariance!, [...weighted.robustCovariance!])).toBeLessThan(1e-9);
  });
});

describe("interval-censored Cox refuses", () => {
  it.each([
    [
      "data without events",
      input([
        [5, null, 1],
        [9, null, 1],
      ]),
      /an event in every stratum; got none in 1 of 1/,
    ],
    [
      "an arm without events",
      input([...visits.slice(0, 3), [50, null, 6, 1]], ["treated"]),
      /infinite coefficient of "treated"/,
    ],
    ["a constant column", input(visits.slice(0, 3), ["treated"]), /vary within strata .* got "treated"/],
    [
      "intervals that all share a day",
      input([
        [0, 50, 1],
        [20, 90, 1],
        [40, 60, 1],
      ]),
      /intervals that all share a day/,
    ],
    ["a day of 0", input([[0, 0, 1]]), /0 <= left <= right and right > 0/],
    ["an infinite weight", input([[0, 9, Number.POSITIVE_INFINITY]]), /finite weights/],
    [
      "a missing covariate",
      input(
        [
          [0, 9, 1, Number.NaN],
          [0, 5, 1, 0],
        ],
        ["x"],
      ),
      /missing or infinite value in "x"/,
    ],
  ])("%s", (_, data, message) => {
    expect(() => fitIntervalCox(data)).toThrow(message);
    expect(() => fitIntervalCox(data)).toThrow(EstimationError);
  });
});

const row = fc.tuple(
  fc.integer({ min: 0, max: 12 }),
  fc.integer({ min: 0, max: 8 }),
  fc.integer({ min: 0, max: 3 }),
  fc.integer({ min: 0, max: 1 }),
);
const arbitrary = fc.array(row, { minLength: 12, maxLength: 60 }).map((rows) =>
  rows.map(([left, length, kind, arm], i): Rows[0] => {
    const right = kind === 0 ? null : kind === 1 ? Math.max(1, left) : left + length + 1;
    return [kind === 1 ? Math.max(1, left) : left, right, 0.5 + (i % 3), arm];
  }),
);
const SEED = { seed: 41, numRuns: 150 };

/** Of the fits that can be made. */
function tryFit(data: IntervalCoxInput) {
  try {
    return fitIntervalCox(data);
  } catch (error) {
    if (error instanceof EstimationError) return null;
    throw error;
  }
}

describe("interval-censored Cox, whatever the rows", () => {
  it("is the same to the last bit in any order of rows", () => {
    let fitted = 0;
    fc.assert(
      fc.property(arbitrary, fc.integer(), (rows, shift) => {
        const turned = rows.map((_, i) => rows[(((i * 7 + shift) % rows.length) + rows.length) % rows.length]!);
        fc.pre(new Set(turned).size === rows.length);
        const [a, b] = [rows, turned].map((each) => tryFit({ ...input(each, ["arm"]), robust: true }));
        expect(b?.beta).toEqual(a?.beta);
        expect(b?.robustCovariance).toEqual(a?.robustCovariance);
        if (a !== null) fitted += 1;
      }),
      SEED,
    );
    expect(fitted).toBeGreaterThan(50);
  });

  it("arms swapped turn the sign, and weights tripled leave a third of the variance", () => {
    let fitted = 0;
    fc.assert(
      fc.property(arbitrary, (rows) => {
        const fit = tryFit(input(rows, ["arm"]));
        if (fit === null) return;
        fitted += 1;
        const swapped = tryFit(
          input(
            rows.map(([l, r, w, x]) => [l, r, w, 1 - x!] as unknown as Rows[0]),
            ["arm"],
          ),
        )!;
        expect(swapped.beta[0]).toBeCloseTo(-fit.beta[0]!, 7);
        expect(swapped.logLikelihood).toBeCloseTo(fit.logLikelihood, 8);
        const tripled = tryFit(
          input(
            rows.map(([l, r, w, x]) => [l, r, 3 * w, x] as unknown as Rows[0]),
            ["arm"],
          ),
        )!;
        expect(tripled.beta[0]).toBeCloseTo(fit.beta[0]!, 7);
        expect(tripled.covariance[0]! * 3).toBeCloseTo(fit.covariance[0]!, 6);
      }),
      SEED,
    );
    expect(fitted).toBeGreaterThan(50);
  });
});

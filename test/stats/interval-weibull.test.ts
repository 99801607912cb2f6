import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EstimationError } from "../../src/errors.js";
import { fitIntervalWeibull, type IntervalWeibullInput } from "../../src/stats/interval-weibull.js";

/** Rows as [left, right or null for right-censored, weight, ...covariates]. */
function input(rows: [number, number | null, number, ...number[]][], names: string[] = []): IntervalWeibullInput {
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
/** log(−log s): the log cumulative hazard. */
const cloglog = (s: number) => Math.log(-Math.log(s));

describe("interval-censored Weibull by hand", () => {
  it("two visits and two parameters: survival at both visits is the observed share", () => {
    // 3 of 10 by day 50, 5 more by day 120.
    const fit = fitIntervalWeibull(
      input([
        [0, 50, 3],
        [50, 120, 5],
        [120, null, 2],
      ]),
    );
    const shape = (cloglog(0.2) - cloglog(0.7)) / Math.log(120 / 50);
    expect(fit.logShape[0]).toBeCloseTo(Math.log(shape), 10);
    expect(fit.logScale[0]).toBeCloseTo(Math.log(50) - cloglog(0.7) / shape, 10);
    expect(fit.logLikelihood).toBeCloseTo(3 * Math.log(0.3) + 5 * Math.log(0.5) + 2 * Math.log(0.2), 12);
    expect(fit.beta).toHaveLength(0);
    expect([fit.n, fit.events]).toEqual([3, 2]);
  });

  it("a third share, seen in the other arm, gives the hazard ratio: log H₁(50) − log H₀(50)", () => {
    const rows: Parameters<typeof input>[0] = [
      [0, 50, 3, 0],
      [50, 120, 5, 0],
      [120, null, 2, 0],
      [0, 50, 1, 1],
      [50, null, 3, 1],
    ];
    const fit = fitIntervalWeibull(input(rows, ["treated"]));
    expect(fit.beta[0]).toBeCloseTo(cloglog(3 / 4) - cloglog(7 / 10), 10);
    // Adding a constant to the covariate moves the scale only.
    const moved = fitIntervalWeibull(
      input(
        rows.map(([l, r, w, x]) => [l, r, w, x! + 7]),
        ["treated"],
      ),
    );
    expect(moved.beta[0]).toBeCloseTo(fit.beta[0]!, 10);
    expect(moved.logScale[0]! - (7 * fit.beta[0]!) / Math.exp(fit.logShape[0]!)).toBeCloseTo(fit.logScale[0]!, 9);
  });

  it("exact days: at the maximum Σ (t/scale)^shape is the number of events and the shape's score is 0", () => {
    const days = [12, 40, 41, 90, 300];
    const fit = fitIntervalWeibull(input(days.map((day) => [day, day, 1])));
    const shape = Math.exp(fit.logShape[0]!);
    const H = days.map((day) => (day / Math.exp(fit.logScale[0]!)) ** shape);
    expect(H.reduce((total, h) => total + h, 0)).toBeCloseTo(5, 9);
    expect(H.reduce((total, h) => total + (1 - h) * Math.log(h), 5)).toBeCloseTo(0, 9);
  });

  it("strata have their own shape and scale: two strata without covariates are two fits", () => {
    const a: Parameters<typeof input>[0] = [
      [0, 50, 3],
      [50, 120, 5],
      [120, null, 2],
    ];
    const b: Parameters<typeof input>[0] = [
      [0, 30, 4],
      [30, 60, 4],
      [60, null, 7],
    ];
    const stratum = Int32Array.of(9, 9, 9, -1, -1, -1);
    const both = fitIntervalWeibull({ ...input([...a, ...b]), stratum });
    // Strata come in ascending order of their number: b first.
    const [first, second] = [fitIntervalWeibull(input(b)), fitIntervalWeibull(input(a))];
    expect(both.logShape[0]).toBeCloseTo(first.logShape[0]!, 9);
    expect(both.logShape[1]).toBeCloseTo(second.logShape[0]!, 9);
    expect(both.logScale[1]).toBeCloseTo(second.logScale[0]!, 9);
    expect(both.logLikelihood).toBeCloseTo(first.logLikelihood + second.logLikelihood, 10);
  });

  it("no robust covariance unless asked for", () => {
    const data = input([
      [0, 50, 3],
      [50, 120, 5],
      [120, null, 2],
    ]);
    expect(fitIntervalWeibull(data).robustCovariance).toBeNull();
    expect(fitIntervalWeibull({ ...data, cluster: Int32Array.of(1, 1, 2) }).robustCovariance).toHaveLength(4);
  });
});

describe("interval-censored Weibull refuses", () => {
  const arm: Parameters<typeof input>[0] = [
    [0, 50, 3, 0],
    [50, 120, 5, 0],
    [120, null, 2, 0],
  ];

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
      "a stratum without events",
      {
        ...input([
          [1, 5, 1],
          [9, null, 1],
        ]),
        stratum: Int32Array.of(1, 2),
      },
      /got none in 1 of 2/,
    ],
    ["an arm without events", input([...arm, [50, null, 6, 1]], ["treated"]), /infinite coefficient of "treated"/],
    ["a constant column", input(arm, ["treated"]), /vary within strata .* got "treated"/],
    [
      "a column that repeats another",
      input(
        [
          [0, 5, 1, 1, 2],
          [3, 9, 1, 2, 4],
          [4, null, 1, 5, 10],
        ],
        ["x", "y"],
      ),
      /got "y"/,
    ],
    [
      "intervals that all share a day",
      input([
        [0, 50, 1],
        [20, 90, 1],
        [40, 60, 1],
      ]),
      /shape grows without bound/,
    ],
    ["a missing covariate", input([[0, 50, 1, Number.NaN]], ["x"]), /missing or infinite value in "x"/],
  ])("%s", (_, data, message) => {
    expect(() => fitIntervalWeibull(data)).toThrow(EstimationError);
    expect(() => fitIntervalWeibull(data)).toThrow(message);
  });

  it("columns that do not fit together as a bug of the caller", () => {
    expect(() => fitIntervalWeibull({ ...input(arm, ["x"]), p: 2 })).toThrow(RangeError);
    expect(() => fitIntervalWeibull({ ...input(arm), cluster: Int32Array.of(1) })).toThrow(RangeError);
  });
});

describe("interval-censored Weibull properties", () => {
  const row = fc
    .tuple(
      fc.integer({ min: 0, max: 60 }),
      fc.integer({ min: 0, max: 30 }),
      fc.integer({ min: 0, max: 3 }),
      fc.double({ min: 0.2, max: 3, noNaN: true }),
      fc.integer({ min: 0, max: 1 }),
    )
    .map(([left, length, censored, weight, x]): [number, number | null, number, number] => [
      left,
      censored === 0 ? null : Math.max(1, left + length),
      weight,
      x,
    ]);
  const samples = fc.array(row, { minLength: 8, maxLength: 30 });
  const attempt = (data: IntervalWeibullInput) => {
    try {
      return fitIntervalWeibull({ ...data, robust: true });
    } catch (error) {
      if (error instanceof EstimationError) return error.message;
      throw error;
    }
  };

  it("the order of rows changes no bit", () => {
    let fits = 0;
    fc.assert(
      fc.property(samples, (rows) => {
        const fit = attempt(input(rows, ["x"]));
        expect(attempt(input(rows.slice().reverse(), ["x"]))).toEqual(fit);
        if (typeof fit !== "string") fits += 1;
      }),
      { seed: 21, numRuns: 80 },
    );
    expect(fits).toBeGreaterThan(40);
  });

  it("weights times a constant change neither coefficients nor sandwich, and weight 2 is two rows", () => {
    fc.assert(
      fc.property(samples, fc.double({ min: 0.5, max: 20, noNaN: true }), (rows, factor) => {
        const fit = attempt(input(rows, ["x"]));
        const scaled = attempt(
          input(
            rows.map(([l, r, w, x]) => [l, r, w * factor, x]),
            ["x"],
          ),
        );
        const twice = attempt(input([...rows, ...rows], ["x"]));
        const doubled = attempt(
          input(
            rows.map(([l, r, w, x]) => [l, r, 2 * w, x]),
            ["x"],
          ),
        );
        if (typeof fit === "string" || typeof scaled === "string") return;
        if (typeof twice === "string" || typeof doubled === "string") return;
        const se = Math.sqrt(fit.covariance[8]!);
        expect(Math.abs(scaled.beta[0]! - fit.beta[0]!) / se).toBeLessThan(1e-6);
        expect(scaled.robustCovariance![8]! / fit.robustCovariance![8]!).toBeCloseTo(1, 5);
        expect(Math.abs(doubled.beta[0]! - twice.beta[0]!) / se).toBeLessThan(1e-6);
        expect(doubled.covariance[8]! / twice.covariance[8]!).toBeCloseTo(1, 5);
      }),
      { seed: 22, numRuns: 60 },
    );
  });
});

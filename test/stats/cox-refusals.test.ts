import { describe, expect, it } from "vitest";
import { EstimationError } from "../../src/errors.js";
import { type CoxInput, fitCox } from "../../src/stats/cox.js";

/** Twelve rows on days 1–12, every third censored. */
const time = Int32Array.from({ length: 12 }, (_, i) => i + 1);
const status = Uint8Array.from({ length: 12 }, (_, i) => (i % 3 === 2 ? 0 : 1));
const age = [61, 48, 70, 55, 66, 59, 73, 50, 64, 57, 69, 52];
const input = (columns: Record<string, number[]>, more: Partial<CoxInput> = {}): CoxInput => ({
  time,
  status,
  X: Float64Array.from(Object.values(columns).flat()),
  p: Object.keys(columns).length,
  names: Object.keys(columns),
  ...more,
});
const refusal = (of: CoxInput): string => {
  try {
    fitCox(of);
  } catch (error) {
    if (error instanceof EstimationError) return error.message;
    throw error;
  }
  return "none";
};

describe("Cox refuses", () => {
  it("data without events", () => {
    expect(refusal(input({ age }, { status: new Uint8Array(12) }))).toMatch(/at least one event; got none in 12 rows/);
  });

  it("an arm without events, by name: its coefficient is infinite", () => {
    const treated = [...status].map((s) => 1 - s);
    expect(refusal(input({ age, treated }))).toMatch(
      /coefficient of "treated" is infinite: every event falls on the lowest value/,
    );
    const control = [...status];
    expect(refusal(input({ age, control }))).toMatch(/"control" is infinite: every event falls on the highest value/);
  });

  it("an arm without events among rows with entry, whose other rows have all left or not yet entered", () => {
    // Row 0 (x = 9) is at risk on (0, 1] only, row 11 (x = 9) enters on day 11: no event shares a risk set with a higher x.
    const x = [9, 5, 5, 4, 4, 4, 3, 3, 3, 2, 2, 9];
    const entry = Int32Array.from({ length: 12 }, (_, i) => (i === 11 ? 11 : 0));
    expect(refusal(input({ x }, { entry }))).toMatch(/"x" is infinite: every event falls on the highest value/);
    expect(refusal(input({ x }))).toBe("none");
  });

  it("a reference level without events, which no one column shows: the levels together are infinite", () => {
    // Levels by row; all censored rows (2, 5, 8, 11) are the reference.
    const level = [1, 2, 0, 2, 1, 0, 1, 2, 0, 2, 1, 0];
    const b = level.map((l) => (l === 1 ? 1 : 0));
    const c = level.map((l) => (l === 2 ? 1 : 0));
    expect(refusal(input({ age, b, c }))).toMatch(
      /coefficient of "b", "c" is infinite: every event falls on the highest value of one combination/,
    );
  });

  it("times in perfect order of a covariate", () => {
    expect(refusal(input({ rank: [...time] }))).toMatch(/"rank" is infinite: every event falls on the lowest value/);
  });

  it("a column that is a combination of earlier ones, a copy, or constant, by name", () => {
    expect(refusal(input({ age, twice: age.map((a) => 2 * a - 7) }))).toMatch(/got "twice"/);
    const odd = age.map((_, i) => i % 2);
    const mixed = age.map((a, i) => a / 3 + odd[i]!);
    expect(refusal(input({ age, odd, mixed }))).toMatch(/got "mixed"/);
    expect(refusal(input({ year: age.map(() => 2010.3), age }))).toMatch(/got "year"/);
  });

  it("a column that varies only among rows that never share a risk set", () => {
    const stratum = Int32Array.from({ length: 12 }, (_, i) => i % 2);
    const site = [...stratum];
    expect(refusal(input({ age, site }, { stratum }))).toMatch(/got "site"/);
    expect(refusal(input({ site: site.map((s) => 1e6 * s + 0.1), age }, { stratum }))).toMatch(/got "site"/);
  });

  it("a covariate that is missing or infinite, a weight below 0, weights that are all 0", () => {
    expect(refusal(input({ age: age.map((a, i) => (i === 3 ? Number.NaN : a)) }))).toMatch(
      /finite covariates; got .* in "age"/,
    );
    expect(refusal(input({ age }, { weight: new Float64Array(12).fill(-1) }))).toMatch(
      /finite weights >= 0; got 12 of 12/,
    );
    expect(refusal(input({ age }, { weight: new Float64Array(12) }))).toMatch(/positive weight; got none of 12 rows/);
  });

  it("columns that do not fit together as a bug of the caller", () => {
    expect(() => fitCox({ ...input({ age }), p: 2 })).toThrow(RangeError);
    expect(() => fitCox({ ...input({ age }), cluster: Int32Array.of(1) })).toThrow(RangeError);
  });
});

describe("Cox accepts", () => {
  it("a covariate on a huge scale with a huge mean", () => {
    const plain = fitCox(input({ age }));
    const huge = fitCox(input({ age: age.map((a) => 1e9 + 1e6 * a) }));
    expect(huge.beta[0]! * 1e6).toBeCloseTo(plain.beta[0]!, 8);
  });

  it("one contradicting event: the coefficient is large but finite", () => {
    const x = [...status];
    x[1] = 0;
    expect(refusal(input({ x }))).toBe("none");
  });
});

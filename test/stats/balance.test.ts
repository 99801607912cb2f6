import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EstimationError } from "../../src/errors.js";
import { type Balance, type BalanceInput, estimateBalance, unadjustedSd } from "../../src/stats/balance.js";

function balanceOf(x: readonly number[], treated: readonly number[], weight: readonly number[], which = "treated-sd") {
  const binary = x.every((value) => value === 0 || value === 1);
  const columns = { x: Float64Array.from(x), treated: Uint8Array.from(treated), weight: Float64Array.from(weight) };
  const denominatorSd = unadjustedSd(columns.x, columns.treated, which as "treated-sd" | "pooled-sd", binary);
  return estimateBalance({ ...columns, denominatorSd, binary });
}

describe("balance by hand", () => {
  // Treated 1, 3 (mean 2, variance 2); controls 0, 2, 4 with weights 1, 2, 1.
  const x = [1, 3, 0, 2, 4];
  const treated = [1, 1, 0, 0, 0];

  it("means, reliability variance, SMD and variance ratio", () => {
    const found = balanceOf(x, treated, [1, 1, 1, 2, 1]);
    // Controls: mean 8/4 = 2; Σw(x − 2)² = 8, times Σw / ((Σw)² − Σw²) = 4/10 gives 3.2.
    expect(found.meanTreated).toBe(2);
    expect(found.meanControl).toBe(2);
    expect(found.sdControl).toBeCloseTo(Math.sqrt(3.2), 14);
    expect(found.smd).toBe(0);
    expect(found.varianceRatio).toBeCloseTo(2 / 3.2, 14);
    // F1: ½ at 1, 1 at 3. F0: ¼ at 0, ¾ at 2, 1 at 4. Largest gap ¼.
    expect(found.ks).toBeCloseTo(0.25, 14);
  });

  it("SMD by both denominators: SD of the treated √2, pooled √((2 + 4)/2)", () => {
    expect(balanceOf(x, treated, [1, 3, 1, 1, 1]).smd).toBeCloseTo((2.5 - 2) / Math.sqrt(2), 14);
    expect(balanceOf(x, treated, [1, 3, 1, 1, 1], "pooled-sd").smd).toBeCloseTo(0.5 / Math.sqrt(3), 14);
  });

  it("a 0/1 column: variance p(1 − p), no variance ratio, KS = |difference of proportions|", () => {
    const found = balanceOf([1, 0, 0, 0, 1], treated, [1, 1, 1, 1, 2]);
    expect(found.meanControl).toBe(0.5);
    expect(found.sdTreated).toBe(0.5);
    expect(found.smd).toBe(0);
    expect(found.varianceRatio).toBeNull();
    expect(balanceOf([1, 1, 0, 0, 1], [1, 1, 1, 0, 0], [1, 1, 2, 1, 1]).ks).toBeCloseTo(0, 14);
    expect(balanceOf([1, 1, 0, 0, 0], [1, 1, 1, 0, 0], [1, 1, 1, 1, 1]).ks).toBeCloseTo(2 / 3, 14);
  });

  it("nothing varies among the treated: SMD null, or 0 where both arms hold the same value; no ratio over flat controls", () => {
    expect(balanceOf([0.1, 0.1, 0.1, 0.7, 0.9], [1, 1, 1, 0, 0], [1, 1, 1, 1, 1]).smd).toBeNull();
    const flat = balanceOf([0.1, 0.1, 0.1, 0.1, 0.1], [1, 1, 1, 0, 0], [0.3, 1.7, 0.9, 1.1, 0.2]);
    expect(flat).toMatchObject({ smd: 0, sdTreated: 0, sdControl: 0, varianceRatio: null });
    expect(flat.ks).toBeCloseTo(0, 14);
  });

  it("one row of positive weight in an arm has SD 0", () => {
    const found = balanceOf([1, 3, 0, 2, 4], treated, [1, 1, 0, 0.7, 0]);
    expect(found).toMatchObject({ meanControl: 2, sdControl: 0, varianceRatio: null });
  });

  it("refuses an arm without weight", () => {
    expect(() => balanceOf(x, treated, [1, 1, 0, 0, 0])).toThrow(EstimationError);
    expect(() => balanceOf(x, [1, 1, 1, 1, 1], [1, 1, 1, 1, 1])).toThrow(EstimationError);
  });
});

describe("balance, properties", () => {
  const row = fc.record({
    x: fc.integer({ min: -40, max: 40 }).map((value) => value / 4),
    weight: fc.double({ min: 0.01, max: 20, noNaN: true }),
    treated: fc.integer({ min: 0, max: 1 }),
  });
  const rows = fc
    .array(row, { minLength: 2, maxLength: 40 })
    .filter((drawn) => new Set(drawn.map((each) => each.treated)).size === 2);
  const inputOf = (drawn: { x: number; weight: number; treated: number }[]): BalanceInput => ({
    x: Float64Array.from(drawn, (each) => each.x),
    treated: Uint8Array.from(drawn, (each) => each.treated),
    weight: Float64Array.from(drawn, (each) => each.weight),
    denominatorSd: 2.5,
    binary: false,
  });
  const expectEqual = (a: Balance, b: Balance) => {
    for (const key of Object.keys(a) as (keyof Balance)[]) expect(a[key] ?? -1).toBeCloseTo(b[key] ?? -1, 9);
  };

  it("weights × c in one arm and any order of the rows leave every figure", () => {
    fc.assert(
      fc.property(rows, fc.double({ min: 0.01, max: 100, noNaN: true }), (drawn, factor) => {
        const found = estimateBalance(inputOf(drawn));
        const scaled = drawn.map((each) => (each.treated === 1 ? each : { ...each, weight: each.weight * factor }));
        expectEqual(estimateBalance(inputOf(scaled)), found);
        expectEqual(estimateBalance(inputOf([...drawn].reverse())), found);
      }),
      { seed: 7 },
    );
  });

  it("a shift of x moves only the means, the exchange of arms turns the SMD's sign, KS lies in [0, 1]", () => {
    fc.assert(
      fc.property(rows, (drawn) => {
        const found = estimateBalance(inputOf(drawn));
        const shifted = estimateBalance(inputOf(drawn.map((each) => ({ ...each, x: each.x + 1000 }))));
        expectEqual(
          { ...shifted, meanTreated: shifted.meanTreated - 1000, meanControl: shifted.meanControl - 1000 },
          found,
        );
        const exchanged = estimateBalance(inputOf(drawn.map((each) => ({ ...each, treated: 1 - each.treated }))));
        expect(exchanged.smd).toBeCloseTo(-found.smd!, 10);
        expect(exchanged.ks).toBeCloseTo(found.ks, 10);
        expect(found.ks >= 0 && found.ks <= 1).toBe(true);
      }),
      { seed: 7 },
    );
  });
});

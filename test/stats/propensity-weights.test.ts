import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EstimationError } from "../../src/errors.js";
import { effectiveSampleSize } from "../../src/stats/effective-sample-size.js";
import { derivePropensityWeights, type WeightedEstimand } from "../../src/stats/propensity-weights.js";
import { stabiliseWeights } from "../../src/stats/stabilise-weights.js";
import { relativeError } from "../support/relative-error.js";

type Estimand = WeightedEstimand;
const estimands: Estimand[] = ["ATT", "ATE", "ATO", "ATM", "ATEN"];
interface Case {
  ps: number[];
  treated: number[];
}
const extra = new URL("../../../shared/data/stats/expected/weighting_extra.json", import.meta.url);
const { cases }: { cases: Record<string, Case> } = JSON.parse(
  readFileSync(new URL("../../oracles/att-weights/fixture.json", import.meta.url), "utf8"),
);

describe("derivePropensityWeights and effectiveSampleSize on the breast data", () => {
  it("breast: the controls' ATT weights are worth 271.246480141 patients", () => {
    const treated = Uint8Array.from(cases.breast!.treated);
    const weight = derivePropensityWeights(treated, Float64Array.from(cases.breast!.ps), "ATT");
    expect(effectiveSampleSize(weight, treated, 0)).toBeCloseTo(271.246480141, 9);
  });
});

describe("derivePropensityWeights by hand", () => {
  it("a treated and a control patient at propensity 0.2", () => {
    const weightsOf = (estimand: Estimand) => [
      ...derivePropensityWeights(Uint8Array.of(1, 0), Float64Array.of(0.2, 0.2), estimand),
    ];
    expect(weightsOf("ATT")).toEqual([1, 0.25]);
    expect(weightsOf("ATE")).toEqual([5, 1.25]);
    expect(weightsOf("ATO")).toEqual([0.8, 0.2]);
    // The smaller chance, 0.2, over the chance of the own arm; entropy 0.2 log 5 + 0.8 log 1.25 likewise.
    expect(weightsOf("ATM")).toEqual([1, 0.25]);
    const entropy = 0.2 * Math.log(5) + 0.8 * Math.log(1.25);
    expect(relativeError(weightsOf("ATEN"), [entropy / 0.2, entropy / 0.8])).toBeLessThan(1e-14);
  });

  it("refuses weights that would be infinite and propensities that are none, by count", () => {
    const derive = (treated: number[], ps: number[], estimand: Estimand) => () =>
      derivePropensityWeights(Uint8Array.from(treated), Float64Array.from(ps), estimand);
    expect(derive([0, 0, 1], [1, 0.5, 1], "ATT")).toThrow(EstimationError);
    expect(derive([0, 0, 1], [1, 0.5, 1], "ATT")).toThrow(/ATT weights .* 1 of 3 rows/);
    expect(derive([1, 0], [0, 0.5], "ATE")).toThrow(/1 of 2 rows/);
    expect(derive([1, 0], [0.5, Number.NaN], "ATO")).toThrow(/1 of 2 rows/);
    expect(derive([1, 0], [0.5, 1], "ATEN")).toThrow(/1 of 2 rows/);
    expect([...derive([1, 0], [0, 1], "ATO")()]).toEqual([1, 1]);
    expect([...derive([1, 0], [0, 1], "ATM")()]).toEqual([1, 1]);
    expect(derive([1], [0.5, 0.5], "ATT")).toThrow(RangeError);
  });

  it.skipIf(!existsSync(extra))(
    "WeightIt's matching and stabilised weights on ../shared/data/stats, from its propensities",
    () => {
      const expected = JSON.parse(readFileSync(extra, "utf8"));
      const ps = Float64Array.from(expected.glm_atm.ps as number[]);
      const treated = Uint8Array.from(cases.lalonde!.treated);
      const matching = derivePropensityWeights(treated, ps, "ATM");
      expect(relativeError(matching, expected.glm_atm.weights)).toBeLessThan(1e-12);
      const stabilised = stabiliseWeights(derivePropensityWeights(treated, ps, "ATE"), treated);
      expect(relativeError(stabilised, expected.ate_stab.weights)).toBeLessThan(1e-12);
    },
  );

  it("ATT weights of the treated are exactly 1, and overlap weights are the ATE weights times ps (1 − ps)", () => {
    const row = fc.tuple(fc.integer({ min: 0, max: 1 }), fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true }));
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        const treated = Uint8Array.from(rows, ([arm]) => arm);
        const ps = Float64Array.from(rows, ([, value]) => value);
        const [att, ate, ato] = estimands.map((estimand) => derivePropensityWeights(treated, ps, estimand));
        expect(att!.every((weight, i) => treated[i] === 0 || weight === 1)).toBe(true);
        expect(
          relativeErrorOrNone(
            ato!,
            ate!.map((weight, i) => weight * ps[i]! * (1 - ps[i]!)),
          ),
        ).toBeLessThan(1e-14);
      }),
      { seed: 7 },
    );
  });
});

describe("effectiveSampleSize", () => {
  it("by hand: weights 1, 1, 2 are worth 16/6 rows; of the controls 1 and 2, 9/5", () => {
    expect(effectiveSampleSize(Float64Array.of(1, 1, 2))).toBeCloseTo(16 / 6, 14);
    expect(effectiveSampleSize(Float64Array.of(1, 1, 2), Uint8Array.of(0, 1, 0), 0)).toBeCloseTo(9 / 5, 14);
  });

  it("refuses when no row has weight", () => {
    expect(() => effectiveSampleSize(new Float64Array(3))).toThrow(EstimationError);
    expect(() => effectiveSampleSize(Float64Array.of(1, 2), Uint8Array.of(1, 1), 0)).toThrow(EstimationError);
  });

  it("lies between 1 and the number of rows, does not move with weights × c, and equals n for equal weights", () => {
    const weights = fc.array(fc.double({ min: 1e-3, max: 1e3, noNaN: true }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(weights, fc.double({ min: 1e-3, max: 1e3, noNaN: true }), (drawn, factor) => {
        const weight = Float64Array.from(drawn);
        const ess = effectiveSampleSize(weight);
        expect(ess).toBeGreaterThan(1 - 1e-12);
        expect(ess).toBeLessThan(weight.length * (1 + 1e-12));
        expect(effectiveSampleSize(weight.map((value) => value * factor)) / ess).toBeCloseTo(1, 12);
        expect(effectiveSampleSize(weight.fill(factor)) / weight.length).toBeCloseTo(1, 12);
      }),
      { seed: 7 },
    );
  });
});

function relativeErrorOrNone(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  return expected.length === 0 ? 0 : relativeError(actual, expected);
}

import { describe, expect, it } from "vitest";
import { EstimationError } from "../../src/errors.js";
import { stream } from "../../src/math/stream.js";
import { minimumDetectableHazardRatio } from "../../src/stats/minimum-detectable-hazard-ratio.js";
import { estimateOverlapCoefficient } from "../../src/stats/overlap-coefficient.js";
import { derivePreferenceScore, estimateEquipoise } from "../../src/stats/preference-score.js";

describe("overlap coefficient", () => {
  const x = Float64Array.of(0, 1, 2, 3, 2, 3, 4, 4);
  const treated = Uint8Array.of(0, 0, 0, 0, 1, 1, 1, 1);

  it("by hand: four cells, ¼ shared in the third and in the last: ½", () => {
    // Range 0–4, cells [0,1), [1,2), [2,3), [3,4]: controls ¼ each, treated 0, 0, ¼, ¾.
    expect(estimateOverlapCoefficient(x, treated, { bins: 4 })).toBe(0.5);
  });

  it("a row of weight 0 takes no part, not even in the range; of a 0/1 column it is 1 − |difference of proportions|", () => {
    const weight = Float64Array.of(1, 1, 1, 1, 1, 1, 0, 0);
    // Range 0–3 in three cells: controls ¼, ¼, ½; treated 0, 0, 1.
    expect(estimateOverlapCoefficient(x, treated, { weight, bins: 3 })).toBe(0.5);
    const binary = Float64Array.of(0, 0, 0, 1, 0, 1, 1, 1);
    expect(estimateOverlapCoefficient(binary, treated)).toBe(0.5);
  });

  it("two normals one SD apart share 2Φ(−½) = 0.6171, up to bins and sample", () => {
    const { uniform } = stream(3, "overlap");
    const n = 40_000;
    const arms = Uint8Array.from({ length: n }, (_, i) => i % 2);
    const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
    const values = Float64Array.from(arms, (arm) => normal() + arm);
    expect(Math.abs(estimateOverlapCoefficient(values, arms, { bins: 40 }) - 0.6171)).toBeLessThan(0.01);
  });

  it("is 1 for equal arms, also where nothing varies, and 0 for arms apart; refuses an empty arm and NaN", () => {
    expect(estimateOverlapCoefficient(Float64Array.of(5, 5), Uint8Array.of(0, 1))).toBe(1);
    expect(estimateOverlapCoefficient(Float64Array.of(0, 9), Uint8Array.of(0, 1))).toBe(0);
    expect(() => estimateOverlapCoefficient(Float64Array.of(0, 9), Uint8Array.of(1, 1))).toThrow(EstimationError);
    expect(() => estimateOverlapCoefficient(Float64Array.of(0, Number.NaN), Uint8Array.of(0, 1))).toThrow(
      EstimationError,
    );
    expect(() => estimateOverlapCoefficient(x, treated, { bins: 1 })).toThrow(RangeError);
  });
});

describe("preference score", () => {
  it("by hand: logit F = logit ps − logit P, at ps = P exactly ½", () => {
    const treated = Uint8Array.of(1, 0, 0, 0);
    const preference = derivePreferenceScore(Float64Array.of(0.5, 0.25, 0, 1), treated);
    expect(Math.log(preference[0]! / (1 - preference[0]!))).toBeCloseTo(Math.log(3), 14);
    expect([...preference.slice(1)]).toEqual([0.5, 0, 1]);
    expect(estimateEquipoise(preference, treated)).toEqual({ treated: 0, control: 1 / 3 });
  });

  it("the limits of equipoise belong to it", () => {
    const preference = Float64Array.of(0.3, 0.7, 0.29, 0.71);
    expect(estimateEquipoise(preference, Uint8Array.of(1, 1, 0, 0))).toEqual({ treated: 1, control: 0 });
    expect(estimateEquipoise(preference, Uint8Array.of(1, 0, 0, 1), { low: 0.29, high: 0.3 })).toEqual({
      treated: 0.5,
      control: 0.5,
    });
  });

  it("refuses an empty arm and a propensity outside [0, 1]", () => {
    expect(() => derivePreferenceScore(Float64Array.of(0.5, 0.5), Uint8Array.of(1, 1))).toThrow(EstimationError);
    expect(() => derivePreferenceScore(Float64Array.of(0.5, 1.5), Uint8Array.of(1, 0))).toThrow(/1 of 2/);
    expect(() => estimateEquipoise(Float64Array.of(0.5), Uint8Array.of(1))).toThrow(EstimationError);
  });
});

describe("minimum detectable hazard ratio", () => {
  const plan = { effectiveTreated: 50, effectiveControl: 50, eventProbability: 1, power: 0.8, alpha: 0.05 };

  it("a hazard ratio of ½ takes 65.35 events at 1:1, power 0.8 and two-sided 0.05 (Schoenfeld 1983)", () => {
    const n = 65.3451 / 2;
    const found = minimumDetectableHazardRatio({ ...plan, effectiveTreated: n, effectiveControl: n });
    expect(found).toBeCloseTo(0.5, 5);
  });

  it("by hand: 100 events at 1:3, z = 1.959964 + 1.281552: exp(−3.241516 / √18.75)", () => {
    const found = minimumDetectableHazardRatio({
      effectiveTreated: 50,
      effectiveControl: 150,
      eventProbability: 0.5,
      power: 0.9,
      alpha: 0.05,
    });
    expect(found).toBeCloseTo(Math.exp(-3.241515552 / Math.sqrt(18.75)), 9);
  });

  it("comes nearer to 1 with more patients and events, and refuses numbers out of range", () => {
    const more = minimumDetectableHazardRatio({ ...plan, effectiveControl: 200 });
    expect(more).toBeGreaterThan(minimumDetectableHazardRatio(plan));
    expect(minimumDetectableHazardRatio({ ...plan, eventProbability: 0.5 })).toBeLessThan(
      minimumDetectableHazardRatio(plan),
    );
    for (const wrong of [
      { effectiveControl: 0 },
      { eventProbability: 0 },
      { eventProbability: 1.1 },
      { power: 1 },
      { alpha: 0 },
    ]) {
      expect(() => minimumDetectableHazardRatio({ ...plan, ...wrong })).toThrow(EstimationError);
    }
  });
});

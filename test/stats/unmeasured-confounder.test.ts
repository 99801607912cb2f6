import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { estimateEValue } from "../../src/stats/e-value.js";
import {
  binaryConfounderBias,
  largestConfounderBias,
  normalConfounderBias,
  tippingConfounderEffect,
} from "../../src/stats/unmeasured-confounder.js";
import { hasReferenceData, readExpected } from "../support/reference-data.js";

describe("bias of an unmeasured confounder", () => {
  it("is by hand 1.8/1.2 for a doubling of risk in 80 % of the trial and 20 % of the controls", () => {
    expect(binaryConfounderBias({ prevalenceTrial: 0.8, prevalenceControl: 0.2, effect: 2 })).toBeCloseTo(1.5, 14);
  });

  it("agrees with risks added up over the confounder in a world where they are known", () => {
    // No effect of the arm; risk 0.1 without the confounder, 0.3 with it; it is in 60 % of the trial and 25 % of the controls.
    const risk = (share: number) => 0.1 * (1 - share) + 0.3 * share;
    const bias = binaryConfounderBias({ prevalenceTrial: 0.6, prevalenceControl: 0.25, effect: 3 });
    expect(risk(0.6) / risk(0.25) / bias).toBeCloseTo(1, 14);
  });

  it("is that of a normal confounder where mean and effect say so", () => {
    expect(normalConfounderBias(0.5, 4)).toBeCloseTo(2, 14);
    expect(normalConfounderBias(0, 4)).toBe(1);
  });

  it("at the tipping effect takes the observed ratio to 1, and has none where prevalences are too alike", () => {
    const prevalences = { prevalenceTrial: 0.1, prevalenceControl: 0.5 };
    const effect = tippingConfounderEffect(0.7, prevalences);
    expect(0.7 / binaryConfounderBias({ ...prevalences, effect: effect! })).toBeCloseTo(1, 12);
    expect(tippingConfounderEffect(0.2, { prevalenceTrial: 0.3, prevalenceControl: 0.5 })).toBeNull();
    expect(tippingConfounderEffect(0.8, { prevalenceTrial: 0.4, prevalenceControl: 0.5 })).toBeNull();
    expect(tippingConfounderEffect(1, { prevalenceTrial: 0.4, prevalenceControl: 0.4 })).toBe(1);
  });

  it("refuses what is no prevalence, no ratio, no association", () => {
    expect(() => binaryConfounderBias({ prevalenceTrial: 1.1, prevalenceControl: 0, effect: 2 })).toThrow("[0, 1]");
    expect(() => normalConfounderBias(1, 0)).toThrow("must be > 0");
    expect(() => largestConfounderBias(0.9, 2)).toThrow(">= 1");
  });

  it("never exceeds Ding and VanderWeele's bound, which the E-value attains", () => {
    const share = fc.double({ min: 0.01, max: 0.99, noNaN: true });
    fc.assert(
      fc.property(share, share, fc.double({ min: 1, max: 20, noNaN: true }), (p, q, effect) => {
        const [high, low] = p > q ? [p, q] : [q, p];
        const bias = binaryConfounderBias({ prevalenceTrial: high, prevalenceControl: low, effect });
        expect(bias).toBeLessThanOrEqual(largestConfounderBias(high / low, effect) * (1 + 1e-12));
        const { point } = estimateEValue({ estimate: effect, lower: effect, upper: effect });
        expect(largestConfounderBias(point, point) / effect).toBeCloseTo(1, 10);
      }),
      { seed: 7, numRuns: 200 },
    );
  });
});

describe.skipIf(!hasReferenceData)("tipping confounder against the R package tipr 1.0.2", () => {
  it("a difference of half a standard deviation needs an effect of 0.81 to explain a hazard ratio of 0.9 away", () => {
    const { tip } = readExpected<{ tip: { tip_hr: Record<string, number> } }>("sensitivity");
    const { effect_observed, exposure_confounder_effect, confounder_outcome_effect } = tip.tip_hr;
    const bias = normalConfounderBias(exposure_confounder_effect!, confounder_outcome_effect!);
    expect(effect_observed! / bias).toBeCloseTo(1, 14);
  });
});

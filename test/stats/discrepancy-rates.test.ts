import { describe, expect, it } from "vitest";
import { estimateBlandAltman } from "../../src/stats/bland-altman.js";
import { estimateDiagnosticAccuracy } from "../../src/stats/diagnostic-accuracy.js";
import { estimateDiscrepancyRates } from "../../src/stats/discrepancy-rates.js";
import { estimateWilson } from "../../src/stats/wilson.js";

describe("discrepancy rates of progression", () => {
  it("are by hand (10 + 6)/(40 + 10) early and (8 + 4)/(10 + 8 + 4 + 6) late", () => {
    const { early, late } = estimateDiscrepancyRates({
      same: 30,
      later: 4,
      earlier: 6,
      auditedOnly: 10,
      referenceOnly: 8,
    });
    expect(early).toMatchObject({ events: 16, n: 50, estimate: 0.32 });
    expect(late).toMatchObject({ events: 12, n: 28 });
    expect(late?.lower).toBe(estimateWilson(12, 28).lower);
  });

  it("have no value where nobody progressed, and no late rate where nothing was discrepant", () => {
    const nobody = { same: 0, later: 0, earlier: 0, auditedOnly: 0, referenceOnly: 0 };
    expect(estimateDiscrepancyRates(nobody)).toEqual({ early: null, late: null });
    expect(estimateDiscrepancyRates({ ...nobody, same: 5 }).late).toBeNull();
    expect(estimateDiscrepancyRates({ ...nobody, same: 5 }).early?.estimate).toBe(0);
  });

  it("mirror each other: an audited source that is always late has early rate 0 and late rate 1", () => {
    const { early, late } = estimateDiscrepancyRates({
      same: 0,
      later: 9,
      earlier: 0,
      auditedOnly: 0,
      referenceOnly: 3,
    });
    expect([early?.estimate, late?.estimate]).toEqual([0, 1]);
  });
});

describe("accuracy of a test", () => {
  it("is by hand 9/10, 80/90, 9/19 and 80/81", () => {
    const accuracy = estimateDiagnosticAccuracy({
      truePositive: 9,
      falsePositive: 10,
      falseNegative: 1,
      trueNegative: 80,
    });
    expect(accuracy.sensitivity).toMatchObject({ events: 9, n: 10, estimate: 0.9 });
    expect(accuracy.specificity?.estimate).toBeCloseTo(80 / 90, 14);
    expect(accuracy.positivePredictiveValue?.estimate).toBeCloseTo(9 / 19, 14);
    expect(accuracy.negativePredictiveValue).toMatchObject({ events: 80, n: 81 });
  });

  it("has no sensitivity where nobody responded by the reference", () => {
    const accuracy = estimateDiagnosticAccuracy({
      truePositive: 0,
      falsePositive: 3,
      falseNegative: 0,
      trueNegative: 9,
    });
    expect(accuracy.sensitivity).toBeNull();
    expect(accuracy.specificity?.estimate).toBe(0.75);
  });
});

describe("limits of agreement", () => {
  it("are by hand 2 ± 1.96 for differences of 1, 2 and 3 days", () => {
    const { bias, sd, lowerLimit, upperLimit } = estimateBlandAltman([3, 1, 2]);
    expect([bias.estimate, sd]).toEqual([2, 1]);
    expect(lowerLimit.estimate).toBeCloseTo(0.04, 14);
    expect(upperLimit.estimate).toBeCloseTo(3.96, 14);
  });

  it("are refused for two differences, and do not depend on their order", () => {
    expect(() => estimateBlandAltman([1, 2])).toThrow("at least 3 differences; got 2");
    expect(estimateBlandAltman([5, -3, 0.1, 9])).toEqual(estimateBlandAltman([9, 0.1, 5, -3]));
  });
});

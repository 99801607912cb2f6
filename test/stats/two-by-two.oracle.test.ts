import { describe, expect, it } from "vitest";
import { estimateRiskRatio } from "../../src/stats/risk-ratio.js";
import { estimateStratifiedRiskDifference } from "../../src/stats/stratified-risk-difference.js";
import { hasReferenceData, readExpected } from "../support/reference-data.js";

interface Published {
  cases: { x1: number; n1: number; x0: number; n0: number; RR: { miettinen_nurminen: (number | null)[] } }[];
  stratified_mn: { data: Record<string, number[]>; est: number[][] };
}

describe.skipIf(!hasReferenceData)("two proportions against ratesci", () => {
  const reference = hasReferenceData ? readExpected<Published>("miettinen_nurminen") : null;

  it("score interval of the risk ratio of nine tables, null where it is infinite", () => {
    for (const { x1, n1, x0, n0, RR } of reference!.cases) {
      const ours = estimateRiskRatio({ events1: x1, n1, events0: x0, n0 });
      [ours.lower, ours.estimate, ours.upper].forEach((value, k) => {
        const wanted = RR.miettinen_nurminen[k] ?? null;
        if (wanted === null) expect(value).toBeNull();
        // ratesci searches to 1e-10 on a transformed scale.
        else expect(Math.abs((value ?? Number.NaN) - wanted)).toBeLessThan(2e-9 * Math.max(1, wanted ** 2));
      });
    }
  });

  it("nine trials of compression: −0.1242 (−0.1633, −0.0867) with Mantel–Haenszel weights", () => {
    const { data, est } = reference!.stratified_mn;
    const ours = estimateStratifiedRiskDifference({
      events1: data["event.gcs"]!,
      n1: data["n.gcs"]!,
      events0: data["event.control"]!,
      n0: data["n.control"]!,
      weights: "mantel-haenszel",
    });
    [ours.lower, ours.estimate, ours.upper].forEach((value, k) => {
      expect(Math.abs(value - est[0]![k]!)).toBeLessThan(1e-9);
    });
  });
});

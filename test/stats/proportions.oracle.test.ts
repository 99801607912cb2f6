import { describe, expect, it } from "vitest";
import { estimateClopperPearson } from "../../src/stats/clopper-pearson.js";
import { estimateJeffreys } from "../../src/stats/jeffreys.js";
import { estimateRiskDifference } from "../../src/stats/miettinen-nurminen.js";
import { estimateNewcombeDifference } from "../../src/stats/newcombe.js";
import type { ProportionInterval } from "../../src/stats/proportion.js";
import { estimateWilson } from "../../src/stats/wilson.js";
import { hasReferenceData, readExpected } from "../support/reference-data.js";
import { relativeError } from "../support/relative-error.js";

type Limits = [number, number];
const limits = ({ lower, upper }: ProportionInterval) => [lower, upper];
const difference = (actual: ArrayLike<number>, expected: ArrayLike<number>) =>
  Math.max(...Array.from(expected, (value, i) => Math.abs(actual[i]! - value)));

interface ReferenceTable {
  x1: number;
  n1: number;
  x0: number;
  n0: number;
  RD: { miettinen_nurminen: [number, number, number]; mn_p_2sided: number };
  newcombe: [number, number, number];
}

describe.skipIf(!hasReferenceData)("proportions against ratesci and the published tables", () => {
  const tables = hasReferenceData ? readExpected<{ cases: ReferenceTable[] }>("miettinen_nurminen").cases : [];
  const single = hasReferenceData
    ? readExpected<{ single: ({ x: number; n: number; clopper: Limits } & Record<string, Limits>)[] }>("proportions")
        .single
    : [];

  it("Miettinen–Nurminen and Newcombe limits of nine tables, zero cells included", () => {
    expect(tables).toHaveLength(9);
    for (const { x1, n1, x0, n0, RD, newcombe } of tables) {
      const arms = { events1: x1, n1, events0: x0, n0 };
      const score = estimateRiskDifference(arms);
      const hybrid = estimateNewcombeDifference(arms);
      // The references are written with ten decimals; ratesci stops its search for limits at 1e-10 and for p near 1e-9.
      expect(difference([score.lower, score.estimate, score.upper], RD.miettinen_nurminen)).toBeLessThan(1.5e-10);
      expect(Math.abs(score.p - RD.mn_p_2sided)).toBeLessThan(1e-9);
      expect(difference([hybrid.lower, hybrid.estimate, hybrid.upper], newcombe)).toBeLessThan(1e-12);
    }
  });

  it("Clopper–Pearson, Wilson and Jeffreys limits of ten proportions", () => {
    expect(single).toHaveLength(10);
    for (const { x, n, clopper, wilson, jeffreys } of single) {
      expect(relativeError(limits(estimateClopperPearson(x, n)), clopper)).toBeLessThan(1e-12);
      expect(relativeError(limits(estimateWilson(x, n)), wilson!)).toBeLessThan(1e-12);
      expect(relativeError(limits(estimateJeffreys(x, n)), jeffreys!)).toBeLessThan(1e-12);
    }
  });
});

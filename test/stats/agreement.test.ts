import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { estimateBlandAltman } from "../../src/stats/bland-altman.js";
import { estimateCohenKappa } from "../../src/stats/cohen-kappa.js";
import { estimateGwetAc1 } from "../../src/stats/gwet-ac1.js";
import { testMcNemar } from "../../src/stats/mcnemar.js";
import { estimateSpecificAgreement } from "../../src/stats/specific-agreement.js";

describe("limits of agreement", () => {
  it("of 17 subjects by two peak-flow meters are those published in 1986: bias −2.1, spread 38.8", () => {
    const fixture: { blandAltman: { difference: number[] } } = JSON.parse(
      readFileSync(new URL("../../oracles/agreement/fixture.json", import.meta.url), "utf8"),
    );
    const { bias, sd } = estimateBlandAltman(fixture.blandAltman.difference);
    expect(bias.estimate).toBeCloseTo(-2.1, 1);
    expect(sd).toBeCloseTo(38.8, 1);
  });
});

describe("κ", () => {
  it("is by hand (0.7 − 0.5)/(1 − 0.5) for 20, 5, 10, 15", () => {
    const { estimate, observed, expected } = estimateCohenKappa({ counts: [20, 5, 10, 15], k: 2 }, "none");
    expect([observed, expected]).toEqual([0.7, 0.5]);
    expect(estimate).toBeCloseTo(0.4, 14);
  });

  it("is 0.68 for Fleiss's diagnoses, with a standard error of 0.076 without agreement", () => {
    const { estimate, nullSe } = estimateCohenKappa({ counts: [75, 1, 4, 5, 4, 1, 0, 0, 10], k: 3 }, "none");
    expect(estimate).toBeCloseTo(0.68, 2);
    expect(nullSe).toBeCloseTo(0.076, 3);
  });

  it("has no interval where agreement is complete: the standard error is 0", () => {
    const complete = estimateCohenKappa({ counts: [7, 0, 0, 5], k: 2 }, "quadratic");
    expect(complete).toMatchObject({ estimate: 1, se: 0, lower: null, upper: null });
    expect(estimateGwetAc1({ counts: [7, 0, 0, 5], k: 2 })).toMatchObject({ estimate: 1, se: 0, lower: null });
  });

  it("is refused where both used one category only, which AC1 is not", () => {
    const one = { counts: [12, 0, 0, 0], k: 2 };
    expect(() => estimateCohenKappa(one, "none")).toThrow("one and the same category");
    expect(estimateGwetAc1(one).estimate).toBe(1);
  });

  it("is refused without subjects, and with what is no table", () => {
    expect(() => estimateCohenKappa({ counts: [0, 0, 0, 0], k: 2 }, "none")).toThrow(
      "both sources classified; got none",
    );
    expect(() => estimateGwetAc1({ counts: [0, 0, 0, 0], k: 2 })).toThrow("AC1 needs subjects");
    expect(() => estimateGwetAc1({ counts: [1, 2, 3], k: 2 })).toThrow("square table");
    expect(() => estimateGwetAc1({ counts: [1, 2, -3, 4], k: 2 })).toThrow("whole numbers");
  });

  it("does not depend on which source comes first, linear and quadratic weights agree for two categories", () => {
    const cells = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 9, maxLength: 9 });
    fc.assert(
      fc.property(cells, (counts) => {
        fc.pre(counts[1]! + counts[2]! + counts[3]! > 0 && counts[0]! > 0 && counts[8]! > 0);
        const turned = counts.map((_, c) => counts[(c % 3) * 3 + Math.floor(c / 3)]!);
        for (const weights of ["none", "linear", "quadratic"] as const) {
          const one = estimateCohenKappa({ counts, k: 3 }, weights);
          const other = estimateCohenKappa({ counts: turned, k: 3 }, weights);
          expect(other.estimate).toBeCloseTo(one.estimate, 12);
          expect(other.se).toBeCloseTo(one.se, 12);
          expect(one.estimate).toBeLessThanOrEqual(1);
        }
        const pair = { counts: [counts[0]!, counts[1]!, counts[3]!, counts[8]!], k: 2 };
        expect(estimateCohenKappa(pair, "linear").se).toBeCloseTo(estimateCohenKappa(pair, "quadratic").se, 14);
        expect(estimateGwetAc1({ counts: turned, k: 3 }).se).toBeCloseTo(estimateGwetAc1({ counts, k: 3 }).se, 12);
      }),
      { seed: 7, numRuns: 100 },
    );
  });
});

describe("AC1", () => {
  it("is 0.9408 where κ is −0.023, as Gwet shows for 118, 5, 2, 0", () => {
    const table = { counts: [118, 5, 2, 0], k: 2 };
    expect(estimateGwetAc1(table).estimate).toBeCloseTo(0.9408, 4);
    expect(estimateCohenKappa(table, "none").estimate).toBeCloseTo(-0.0234, 4);
  });
});

describe("McNemar's test", () => {
  it("is by hand 2 × (1 + 14 + 91)/2¹⁴ exactly for 12 against 2, less C(14,2)/2¹⁴ in the middle", () => {
    const { exactP, midP, chiSquared } = testMcNemar(12, 2);
    expect(exactP).toBeCloseTo((2 * 106) / 2 ** 14, 14);
    expect(midP).toBeCloseTo((2 * 106 - 91) / 2 ** 14, 14);
    expect(chiSquared).toBeCloseTo(100 / 14, 12);
  });

  it("is refused where nobody is discordant", () => {
    expect(() => testMcNemar(0, 0)).toThrow("on whom the sources disagree");
    expect(() => testMcNemar(1.5, 2)).toThrow("whole numbers");
  });
});

describe("agreement on a category", () => {
  it("is by hand 2·3/(2·3 + 2), and refused for a category nobody used", () => {
    expect(estimateSpecificAgreement(3, 2).estimate).toBe(0.75);
    expect(() => estimateSpecificAgreement(0, 0)).toThrow("got none");
  });
});

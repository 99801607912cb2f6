import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { estimateBlandAltman } from "../../src/stats/bland-altman.js";
import { estimateCohenKappa, type KappaWeights } from "../../src/stats/cohen-kappa.js";
import { estimateGwetAc1 } from "../../src/stats/gwet-ac1.js";
import { testMcNemar } from "../../src/stats/mcnemar.js";
import { estimateSpecificAgreement } from "../../src/stats/specific-agreement.js";
import { relativeError } from "../support/relative-error.js";

interface Coefficient {
  name: string;
  coefficient: "kappa" | "ac1";
  weights: KappaWeights;
  k: number;
  counts: number[];
  estimate: number;
  se: number;
  nullSe: number | null;
}
interface Discordant {
  onlyFirst: number;
  onlySecond: number;
  chiSquared: number;
  p: number;
  exactP: number;
  midP: number;
}
type Triple = [number, number, number];
const fixture: {
  coefficients: Coefficient[];
  mcnemar: Discordant[];
  specific: { both: number; either: number; estimate: number; limits: [number, number] }[];
  blandAltman: { difference: number[]; bias: Triple; sd: number; lower: Triple; upper: Triple };
} = JSON.parse(readFileSync(new URL("../../oracles/agreement/fixture.json", import.meta.url), "utf8"));

describe("κ and AC1 against the delta method in R", () => {
  it.each(fixture.coefficients)("$name: $coefficient, weights $weights", (expected) => {
    const { coefficient, weights, estimate, se, nullSe } = expected;
    const kappa = coefficient === "kappa" ? estimateCohenKappa(expected, weights) : null;
    const ours = kappa ?? estimateGwetAc1(expected);
    expect(relativeError([ours.estimate], [estimate])).toBeLessThan(1e-12);
    // The reference differentiates numerically: its gradients hold some ten digits.
    expect(relativeError([ours.se], [se])).toBeLessThan(1e-8);
    if (kappa !== null) expect(relativeError([kappa.nullSe], [nullSe!])).toBeLessThan(1e-8);
  });
});

describe("McNemar's test against R", () => {
  it.each(fixture.mcnemar)("$onlyFirst and $onlySecond discordant", ({ onlyFirst, onlySecond, ...expected }) => {
    const { chiSquared, p, exactP, midP } = testMcNemar(onlyFirst, onlySecond);
    const wanted = [expected.p, expected.exactP, expected.midP];
    expect(relativeError([chiSquared], [expected.chiSquared])).toBeLessThan(1e-12);
    expect(relativeError([p, exactP, midP], wanted)).toBeLessThan(1e-10);
  });
});

describe("agreement on a category, and limits of agreement, against R", () => {
  it.each(fixture.specific)("$both of both, $either of one", ({ both, either, estimate, limits }) => {
    const ours = estimateSpecificAgreement(both, either);
    expect(relativeError([ours.estimate, ours.lower, ours.upper], [estimate, ...limits])).toBeLessThan(1e-12);
  });

  it("17 subjects by two peak-flow meters, as published in 1986", () => {
    const { difference, bias, sd, lower, upper } = fixture.blandAltman;
    const ours = estimateBlandAltman(difference);
    const flat = (limits: { estimate: number; lower: number; upper: number }) => [
      limits.estimate,
      limits.lower,
      limits.upper,
    ];
    expect(relativeError(flat(ours.bias), bias)).toBeLessThan(1e-12);
    expect(relativeError([ours.sd], [sd])).toBeLessThan(1e-12);
    expect(relativeError([...flat(ours.lowerLimit), ...flat(ours.upperLimit)], [...lower, ...upper])).toBeLessThan(
      1e-12,
    );
    expect(ours.bias.estimate).toBeCloseTo(-2.1, 1);
    expect(ours.sd).toBeCloseTo(38.8, 1);
  });
});

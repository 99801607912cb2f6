import { describe, expect, it } from "vitest";
import { normalIntervalFactor } from "../../src/math/normal.js";
import { estimateOddsRatio } from "../../src/stats/odds-ratio.js";
import { estimateRiskRatio } from "../../src/stats/risk-ratio.js";
import { estimateStratifiedRiskDifference } from "../../src/stats/stratified-risk-difference.js";
import { hasReferenceData, readExpected } from "../support/reference-data.js";

interface Limits {
  miettinen_nurminen: (number | null)[];
}

interface Table {
  x1: number;
  n1: number;
  x0: number;
  n0: number;
}

interface Published {
  cases: (Table & { RR: Limits; OR: Limits })[];
  stratified_mn: { data: Record<string, number[]>; est: number[][] };
}

/** The score statistic of an odds ratio, summed as a difference of the arms; `corrected`: less the bias of the score to first order, as ratesci has it and the paper has not. */
function oddsScore({ x1, n1, x0, n0 }: Table, odds: number, corrected: boolean): number {
  const events = x1 + x0;
  const a = n0 * (odds - 1);
  const b = n1 * odds + n0 - events * (odds - 1);
  const p0 = (2 * events) / (b + Math.sqrt(b * b + 4 * a * events));
  const p1 = (p0 * odds) / (1 + p0 * (odds - 1));
  const [q1, q0] = [p1 * (1 - p1), p0 * (1 - p0)];
  const score = (x1 / n1 - p1) / q1 - (x0 / n0 - p0) / q0 - (corrected ? (p1 - p0) / (n1 * q1 + n0 * q0) : 0);
  return score / Math.sqrt(((1 / (n1 * q1) + 1 / (n0 * q0)) * (n1 + n0)) / (n1 + n0 - 1));
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

  it("score interval of the odds ratio: the file's limits solve the score equation with ratesci's bias correction, ours the same equation without", () => {
    const z = normalIntervalFactor(0.95);
    const tables = reference!.cases.filter(({ OR }) => OR.miettinen_nurminen.every((value) => value));
    expect(tables.length).toBe(6);
    for (const { OR, ...table } of tables) {
      const { lower, estimate, upper } = estimateOddsRatio({
        events1: table.x1,
        n1: table.n1,
        events0: table.x0,
        n0: table.n0,
      });
      for (const [k, wanted] of [z, 0, -z].entries()) {
        // The file has ten decimals.
        expect(Math.abs(oddsScore(table, OR.miettinen_nurminen[k]!, true) - wanted)).toBeLessThan(1e-9);
        expect(Math.abs(oddsScore(table, [lower, estimate, upper][k]!, false) - wanted)).toBeLessThan(1e-11);
      }
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

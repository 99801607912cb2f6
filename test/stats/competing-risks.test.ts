import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EstimationError } from "../../src/errors.js";
import { estimateAalenJohansen } from "../../src/stats/aalen-johansen.js";
import { fitCox } from "../../src/stats/cox.js";
import { fitFineGray } from "../../src/stats/fine-gray.js";
import { testGray } from "../../src/stats/grays-test.js";
import { influenceVariance } from "../../src/stats/influence-variance.js";
import { deriveLinearisedIncidence } from "../../src/stats/linearised-incidence.js";
import { testLogRank } from "../../src/stats/log-rank.js";
import { deriveSubdistributionRows } from "../../src/stats/subdistribution-rows.js";

const seOf = (derivative: Float64Array, weight: Float64Array) =>
  Math.sqrt(
    influenceVariance(
      derivative.map((d, i) => d * weight[i]!),
      null,
    ),
  );

describe("competing events by hand", () => {
  // Arm 1: 1 event, 2 competing, 3 event; arm 0: 1 competing, 2 event, 4 censored.
  const small = {
    time: Int32Array.of(1, 2, 3, 1, 2, 4),
    cause: Uint8Array.of(1, 2, 1, 2, 1, 0),
    arm: Uint8Array.of(1, 1, 1, 0, 0, 0),
  };

  it("without censoring a competing event leaves a patient at risk for good", () => {
    const { day, tail } = deriveSubdistributionRows(small);
    expect([...day]).toEqual([1, 2, 3]);
    expect(tail.map((own) => [...own])).toEqual([
      [0, 1, 1],
      [0, 0, 1],
    ]);
  });

  it("Gray's score is events less the shares of these risk sets", () => {
    // R₁ = 3, 2, 2 and R₀ = 3, 3, 2 (one censored later, one competing): 1 − 1/2 + 0 − 2/5 + 1 − 2/4.
    expect(testGray(small).score).toBeCloseTo(0.5 - 0.4 + 0.5, 13);
  });

  it("without competing events it is Cox's model, and Gray's score the log-rank's", () => {
    const plain = { ...small, cause: Uint8Array.of(1, 0, 1, 0, 1, 0) };
    const cox = fitCox({
      time: plain.time,
      status: plain.cause,
      X: Float64Array.from(plain.arm),
      p: 1,
      names: ["arm"],
    });
    expect(fitFineGray(plain).estimate).toBeCloseTo(cox.beta[0]!, 12);
    const { observed, expected } = testLogRank({
      time: plain.time,
      status: plain.cause,
      group: Int32Array.from(plain.arm),
      groups: 2,
    });
    expect(testGray(plain).score).toBeCloseTo(observed[1]! - expected[1]!, 13);
  });
});

const row = fc.record({
  time: fc.integer({ min: 1, max: 30 }),
  cause: fc.integer({ min: 0, max: 2 }),
  arm: fc.integer({ min: 0, max: 1 }),
  weight: fc.double({ min: 0.1, max: 3, noNaN: true }),
});
const columns = (list: readonly { time: number; cause: number; arm: number; weight: number }[]) => ({
  time: Int32Array.from(list, ({ time }) => time),
  cause: Uint8Array.from(list, ({ cause }) => cause),
  arm: Uint8Array.from(list, ({ arm }) => arm),
  weight: Float64Array.from(list, ({ weight }) => weight),
});

describe("competing events", () => {
  it("incidence at each day is the curve's, and its influence the curve's standard error", () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 3, maxLength: 25 }), fc.integer({ min: 1, max: 30 }), (list, day) => {
        const own = columns(list);
        const curve = estimateAalenJohansen({ ...own, causes: 2 });
        const at = curve.time.findLastIndex((t) => t <= day);
        fc.pre(at >= 0 && day <= curve.time.at(-1)!);
        const { estimate, derivative } = deriveLinearisedIncidence(own, day);
        expect(Math.abs(estimate - curve.causes[0]!.incidence[at]!)).toBeLessThan(1e-12);
        expect(Math.abs(seOf(derivative, own.weight) - curve.causes[0]!.standardError[at]!)).toBeLessThan(1e-9);
      }),
      { seed: 3, numRuns: 150 },
    );
  });

  it("influences sum to 0, and no row order changes a bit of the estimate", () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 20, maxLength: 40 }), (list) => {
        const armsWithEvents = new Set(list.filter(({ cause }) => cause === 1).map(({ arm }) => arm));
        fc.pre(armsWithEvents.size === 2);
        const own = columns(list);
        let fit: ReturnType<typeof fitFineGray>;
        try {
          fit = fitFineGray(own);
        } catch (error) {
          expect(error).toBeInstanceOf(EstimationError);
          return;
        }
        const total = fit.derivative.reduce((sum, d, i) => sum + d * own.weight[i]!, 0);
        expect(Math.abs(total)).toBeLessThan(1e-7);
        expect(fitFineGray(columns([...list].reverse())).estimate).toBe(fit.estimate);
        expect(testGray(columns([...list].reverse())).score).toBe(testGray(own).score);
      }),
      { seed: 5, numRuns: 60 },
    );
  });

  it("refuses an empty arm, no event of the cause, and a day beyond the follow-up", () => {
    const one = columns([
      { time: 5, cause: 1, arm: 1, weight: 1 },
      { time: 9, cause: 0, arm: 1, weight: 1 },
    ]);
    const two = columns([
      { time: 5, cause: 2, arm: 1, weight: 1 },
      { time: 9, cause: 0, arm: 0, weight: 1 },
    ]);
    for (const kernel of [fitFineGray, testGray]) {
      expect(() => kernel(one)).toThrow("needs patients in both arms");
      expect(() => kernel(two)).toThrow("needs at least one event");
      expect(() => kernel({ ...two, weight: Float64Array.of(Number.POSITIVE_INFINITY, 1) })).toThrow("finite weights");
      expect(() => kernel({ ...two, time: Int32Array.of(0, 9) })).toThrow("times of at least one day");
    }
    expect(() => deriveLinearisedIncidence(one, 10)).toThrow("incidence at 10 days lies beyond the follow-up");
  });
});

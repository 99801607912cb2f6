import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EstimationError } from "../../src/errors.js";
import { estimateAalenJohansen } from "../../src/stats/aalen-johansen.js";
import { estimateKaplanMeier } from "../../src/stats/kaplan-meier.js";
import { relativeError } from "../support/relative-error.js";
import { rearrange, survivalSample } from "../support/survival-arbitrary.js";

const rows = (time: number[], cause: number[]) => ({
  time: Int32Array.from(time),
  cause: Uint8Array.from(cause),
  causes: 2,
});

describe("cumulative incidence by hand", () => {
  it("days 1 (a), 2 (b), 2+, 3 (a): a has 1/4, then 1/4 + 1/2·1; b has 3/4·1/3", () => {
    const { time, survival, causes } = estimateAalenJohansen(rows([3, 2, 1, 2], [1, 2, 1, 0]));
    const [a, b] = causes;
    expect([...time]).toEqual([1, 2, 3]);
    expect(relativeError(survival, [3 / 4, 1 / 2, 0])).toBeLessThan(1e-15);
    expect(relativeError(a!.incidence, [1 / 4, 1 / 4, 3 / 4])).toBeLessThan(1e-15);
    expect(relativeError(b!.incidence, [0, 1 / 4, 1 / 4])).toBeLessThan(1e-15);
    expect([...b!.lower.slice(0, 1), ...b!.upper.slice(0, 1)]).toEqual([0, 0]);
  });

  it("without censoring the error is that of a proportion, √(p(1 − p)/n)", () => {
    const { causes } = estimateAalenJohansen(rows([1, 2, 3, 4, 5], [1, 2, 1, 1, 2]));
    const expected = [1 / 5, 1 / 5, 2 / 5, 3 / 5, 3 / 5].map((p) => Math.sqrt((p * (1 - p)) / 5));
    expect(relativeError(causes[0]!.standardError, expected)).toBeLessThan(1e-14);
  });

  it("weights 1 and 3: one of cause 1 on day 1, the other censored on day 2: 1/4, derivatives (1 − ¼)/4 and −¼/4", () => {
    const { causes } = estimateAalenJohansen({ ...rows([1, 2], [1, 0]), weight: Float64Array.of(1, 3) });
    expect(relativeError(causes[0]!.incidence, [1 / 4, 1 / 4])).toBeLessThan(1e-15);
    const se = Math.hypot(1 * (3 / 16), 3 * (1 / 16));
    expect(relativeError(causes[0]!.standardError, [se, se])).toBeLessThan(1e-15);
  });

  it("if all are censored every incidence is 0 with limits 0, and a cause nobody has stays there", () => {
    const { causes, survival } = estimateAalenJohansen(rows([4, 6], [0, 0]));
    expect([...survival]).toEqual([1, 1]);
    for (const { incidence, standardError, lower, upper } of causes) {
      expect([...incidence, ...standardError, ...lower, ...upper]).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
    }
  });

  it("refuses no rows, and a cause out of range", () => {
    expect(() => estimateAalenJohansen(rows([], []))).toThrow(EstimationError);
    expect(() => estimateAalenJohansen(rows([1, 2], [1, 3]))).toThrow(/causes from 0 \(censored\) to 2; got 1 of 2/);
  });
});

describe("cumulative incidence properties", () => {
  const samples = survivalSample(1, 30);
  const settings = { seed: 19, numRuns: 200 };
  /** Cause 1 or 2 by group where there is an event. */
  const toInput = (sample: typeof samples extends fc.Arbitrary<infer T> ? T : never) => ({
    time: sample.time,
    cause: sample.status.map((event, i) => event * (1 + sample.group[i]!)),
    causes: 2,
    weight: sample.weight,
    entry: sample.entry,
  });

  it("the order of rows changes no bit", () => {
    fc.assert(
      fc.property(samples, fc.integer({ min: 1, max: 5 }), (sample, piles) => {
        expect(estimateAalenJohansen(toInput(rearrange(sample, piles)))).toEqual(
          estimateAalenJohansen(toInput(sample)),
        );
      }),
      settings,
    );
  });

  it("survival and the incidences add up to 1", () => {
    fc.assert(
      fc.property(samples, (sample) => {
        const { survival, causes } = estimateAalenJohansen(toInput(sample));
        survival.forEach((s, j) => {
          expect(s + causes[0]!.incidence[j]! + causes[1]!.incidence[j]!).toBeCloseTo(1, 13);
        });
      }),
      settings,
    );
  });

  it("of a single cause is one minus Kaplan–Meier, with the robust error of survival", () => {
    fc.assert(
      fc.property(samples, ({ time, status, weight, entry }) => {
        const curve = estimateKaplanMeier({ time, status, weight, entry, variance: "robust" });
        const { causes } = estimateAalenJohansen({ time, cause: status, causes: 1, weight, entry });
        curve.survival.forEach((s, j) => {
          expect(causes[0]!.incidence[j]).toBeCloseTo(1 - s, 13);
          // Eight digits: the square root of a rounding where the error is 0. Above 0: the jackknife of log survival says nothing where survival is 0.
          if (s > 0) expect(causes[0]!.standardError[j]).toBeCloseTo(s * curve.standardErrorLog[j]!, 8);
        });
      }),
      settings,
    );
  });

  it("weights times a constant change neither incidence nor error", () => {
    fc.assert(
      fc.property(samples, fc.double({ min: 0.5, max: 50, noNaN: true }), (sample, factor) => {
        const once = estimateAalenJohansen(toInput(sample));
        const scaled = estimateAalenJohansen(toInput({ ...sample, weight: sample.weight.map((w) => w * factor) }));
        for (const k of [0, 1]) {
          const [ours, theirs] = [scaled.causes[k]!, once.causes[k]!];
          ours.incidence.forEach((F, j) => {
            expect(F).toBeCloseTo(theirs.incidence[j]!, 12);
            // Six digits: where the error is 0 both are the square root of a rounding.
            expect(ours.standardError[j]).toBeCloseTo(theirs.standardError[j]!, 6);
          });
        }
      }),
      settings,
    );
  });
});

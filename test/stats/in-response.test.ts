import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EstimationError } from "../../src/errors.js";
import { deriveInResponse } from "../../src/stats/in-response.js";
import { influenceVariance } from "../../src/stats/influence-variance.js";

interface Columns {
  readonly progression: readonly number[];
  readonly progressed: readonly number[];
  readonly response: readonly number[];
  readonly responded: readonly number[];
  readonly weight?: readonly number[];
}

const rowsOf = ({ progression, progressed, response, responded, weight }: Columns) => ({
  progressionDays: Int32Array.from(progression),
  progressed: Uint8Array.from(progressed),
  responseDays: Int32Array.from(response),
  responded: Uint8Array.from(responded),
  weight: Float64Array.from(weight ?? progression.map(() => 1)),
});

const standardError = (columns: Columns, day: number): number => {
  const rows = rowsOf(columns);
  const { derivative } = deriveInResponse(rows, day);
  return Math.sqrt(
    influenceVariance(
      derivative.map((d, i) => d * rows.weight[i]!),
      null,
    ),
  );
};

describe("the probability of being in response", () => {
  it("by hand: four patients, two respond on day 2, one of them progresses on day 6; one progresses on day 4, one is censored on day 5", () => {
    const columns = {
      progression: [6, 9, 4, 5],
      progressed: [1, 0, 1, 0],
      response: [2, 2, 0, 0],
      responded: [1, 1, 0, 0],
    };
    const at = (day: number) => deriveInResponse(rowsOf(columns), day).estimate;
    expect(at(1)).toBe(0);
    // Free of progression 1, free of response too 2/4.
    expect(at(2)).toBe(0.5);
    // 3/4 less 2/4 · 1/2.
    expect(at(4)).toBe(0.5);
    // 3/4 · 1/2 less 1/4: after the censoring on day 5 nobody is left in the second curve, so day 6 is beyond what it knows.
    expect(() => at(6)).toThrow(EstimationError);
  });

  it("without censoring it is the share in response, with a binomial variance", () => {
    const columns = {
      progression: [30, 50, 20, 40, 60],
      progressed: [1, 1, 1, 1, 1],
      response: [10, 25, 0, 0, 15],
      responded: [1, 1, 0, 0, 1],
    };
    // On day 28: those who responded on days 10, 25 and 15 and have not progressed.
    expect(deriveInResponse(rowsOf(columns), 28).estimate).toBeCloseTo(3 / 5, 14);
    expect(standardError(columns, 28)).toBeCloseTo(Math.sqrt((3 / 5) * (2 / 5) * (1 / 5)), 14);
    expect(deriveInResponse(rowsOf(columns), 60).estimate).toBe(0);
  });

  it("whatever the order of the rows, the same to the last bit; weights times a constant change nothing", () => {
    const patient = fc.record({
      progression: fc.integer({ min: 1, max: 40 }),
      progressed: fc.integer({ min: 0, max: 1 }),
      response: fc.integer({ min: 1, max: 40 }),
      responded: fc.integer({ min: 0, max: 1 }),
    });
    const columnsOf = (list: readonly { [K in keyof Omit<Columns, "weight">]: number }[]): Columns => ({
      progression: list.map((p) => p.progression),
      progressed: list.map((p) => p.progressed),
      response: list.map((p) => p.response),
      responded: list.map((p) => p.responded),
    });
    fc.assert(
      fc.property(fc.array(patient, { minLength: 2, maxLength: 30 }), (list) => {
        const day = Math.min(...list.map((p) => Math.min(p.progression, p.response)));
        const columns = columnsOf(list);
        const { estimate } = deriveInResponse(rowsOf(columns), day);
        expect(deriveInResponse(rowsOf(columnsOf([...list].reverse())), day).estimate).toBe(estimate);
        const tripled = { ...columns, weight: list.map(() => 3) };
        expect(deriveInResponse(rowsOf(tripled), day).estimate).toBeCloseTo(estimate, 12);
        expect(estimate).toBeGreaterThanOrEqual(0);
        expect(estimate).toBeLessThanOrEqual(1);
      }),
      { seed: 7 },
    );
  });
});

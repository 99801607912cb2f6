import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EstimationError } from "../../src/errors.js";
import { fitCox } from "../../src/stats/cox.js";
import { fitTwoArmCox, prepareTwoArmRows } from "../../src/stats/two-arm-cox.js";
import { survivalSample } from "../support/survival-arbitrary.js";

type Ties = "efron" | "breslow";

function logRatio(time: number[], status: number[], arm: number[], change: { ties?: Ties; start?: number } = {}) {
  const rows = { time: Int32Array.from(time), status: Uint8Array.from(status), arm: Uint8Array.from(arm) };
  return fitTwoArmCox(prepareTwoArmRows(rows, [...time.keys()]), {
    count: new Int32Array(time.length).fill(1),
    weight: new Float64Array(time.length).fill(1),
    ties: change.ties ?? "efron",
    start: change.start ?? 0,
  });
}

describe("Cox on the arm alone", () => {
  // Therneau & Grambsch 2000, appendix E, data 1.
  const data1 = [
    [9, 1, 1, 6, 6, 8],
    [1, 1, 0, 1, 1, 0],
    [0, 1, 1, 1, 0, 0],
  ] as const;
  const of = (change: { ties?: Ties; start?: number }) => logRatio([...data1[0]], [...data1[1]], [...data1[2]], change);

  it("has its maximum at r = (3 + √33)/2 in data 1 under Breslow, and at 1.676857 under Efron", () => {
    expect(of({ ties: "breslow" })).toBeCloseTo(Math.log((3 + Math.sqrt(33)) / 2), 12);
    const r = Math.exp(of({})!);
    expect(Math.log(r)).toBeCloseTo(1.676857, 6);
    expect(2 - r / (r + 1) - r / (r + 3) - r / (r + 5)).toBeCloseTo(0, 12);
  });

  it("has the same maximum from wherever it starts, far off too", () => {
    for (const start of [-6, 1, 6]) expect(of({ start })).toBeCloseTo(of({})!, 10);
  });

  it("has none without an event, with events of one arm alone, and where one arm's events all come when the other has left", () => {
    expect(logRatio([1, 2, 3], [0, 0, 0], [1, 0, 1])).toBeNull();
    expect(logRatio([1, 2, 3, 4], [1, 0, 1, 0], [1, 0, 1, 0])).toBeNull();
    expect(logRatio([1, 2, 3, 4], [1, 1, 1, 1], [1, 1, 0, 0])).toBeNull();
  });

  it("is fitCox of the rows written out, each copy a row of its own among the ties", () => {
    let compared = 0;
    const counts = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 40, maxLength: 40 });
    fc.assert(
      fc.property(survivalSample(6, 40), counts, fc.constantFrom<Ties>("efron", "breslow"), (sample, some, ties) => {
        const { time, status, group, weight } = sample;
        const count = Int32Array.from(time, (_, i) => some[i]!);
        const arm = Uint8Array.from(group);
        const rows = prepareTwoArmRows({ time, status, arm }, [...time.keys()]);
        const written = [...time.keys()].flatMap((i) => Array<number>(count[i]!).fill(i));
        const general = orNull(() =>
          fitCox({
            time: Int32Array.from(written, (i) => time[i]!),
            status: Uint8Array.from(written, (i) => status[i]!),
            X: Float64Array.from(written, (i) => group[i]!),
            weight: Float64Array.from(written, (i) => weight[i]!),
            ...{ p: 1, names: ["trial arm"], ties },
          }),
        );
        const found = fitTwoArmCox(rows, { count, weight, ties, start: 0 });
        expect(found === null).toBe(general === null);
        if (found === null || general === null) return;
        compared += 1;
        // Both stop within 1e-9 standard errors; what is left is their square.
        expect(Math.abs(found - general.beta[0]!)).toBeLessThan(1e-9 * Math.max(1, Math.abs(found)));
      }),
      { seed: 20250601, numRuns: 400 },
    );
    expect(compared).toBeGreaterThan(200);
  });
});

function orNull<T>(value: () => T): T | null {
  try {
    return value();
  } catch (error) {
    if (!(error instanceof EstimationError)) throw error;
    return null;
  }
}

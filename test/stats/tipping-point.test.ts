import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stream } from "../../src/math/stream.js";
import { imputeCensored } from "../../src/stats/impute-censored.js";
import { estimateImputedDifference } from "../../src/stats/imputed-difference.js";
import { findTippingPoint } from "../../src/stats/tipping-point.js";

const fixture: {
  value: number[];
  known: number[];
  arm: number[];
  weight: number[];
} = JSON.parse(readFileSync(new URL("../../oracles/tipping-point/fixture.json", import.meta.url), "utf8"));
const rows = {
  value: Uint8Array.from(fixture.value),
  known: Uint8Array.from(fixture.known),
  arm: Uint8Array.from(fixture.arm),
  weight: Float64Array.from(fixture.weight),
  set: null,
};

describe("a difference with assumed outcomes", () => {
  const small = {
    value: Uint8Array.of(1, 1, 0, 0, 1, 0, 0, 0),
    known: Uint8Array.of(1, 1, 1, 0, 1, 1, 1, 0),
    arm: Uint8Array.of(1, 1, 1, 1, 0, 0, 0, 0),
    weight: new Float64Array(8).fill(1),
    set: null,
  };

  it("is by hand 2/4 − 1/4 for non-responders and 2.5/4 − 1/4 for half of the trial's", () => {
    expect(estimateImputedDifference(small, { trial: 0, control: 0 }).estimate).toBe(0.25);
    const { estimate, se } = estimateImputedDifference(small, { trial: 0.5, control: 0 });
    expect(estimate).toBe(0.375);
    // Squares around 0.625: 2 · 0.375² + 0.625² + 0.125² = 0.6875; around 0.25: 0.75; over 16.
    expect(se).toBeCloseTo(Math.sqrt((0.6875 + 0.75) / 16), 14);
  });

  it("is refused for an empty arm, for shares that are none, and without variance", () => {
    expect(() => estimateImputedDifference({ ...small, arm: new Uint8Array(8) }, { trial: 0, control: 0 })).toThrow(
      "trial arm",
    );
    expect(() => estimateImputedDifference(small, { trial: 1.2, control: 0 })).toThrow("[0, 1]");
    expect(() => estimateImputedDifference({ ...small, value: new Uint8Array(8) }, { trial: 0, control: 0 })).toThrow(
      "no variance",
    );
  });

  it("rises with the trial's share and falls with the controls'", () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, share, share, (a, b, c) => {
        const [low, high] = a < b ? [a, b] : [b, a];
        const at = (trial: number, control: number) => estimateImputedDifference(rows, { trial, control }).estimate;
        expect(at(low, c)).toBeLessThanOrEqual(at(high, c) + 1e-15);
        expect(at(c, low)).toBeGreaterThanOrEqual(at(c, high) - 1e-15);
      }),
      { seed: 7, numRuns: 50 },
    );
  });
});

describe("a tipping point", () => {
  it("is where the conclusion stops to hold, from either side", () => {
    expect(findTippingPoint((x) => x < 0.3, 0, 1)).toBeCloseTo(0.3, 14);
    expect(findTippingPoint((x) => x > 0.3, 1, 0)).toBeCloseTo(0.3, 14);
  });

  it("is null where the conclusion always holds, and the start where it never does", () => {
    expect(findTippingPoint(() => true, 0, 1)).toBeNull();
    expect(findTippingPoint(() => false, 0.2, 1)).toBe(0.2);
  });
});

describe("what follows censoring", () => {
  const arm = {
    time: Int32Array.of(5, 10, 10, 20, 30),
    status: Uint8Array.of(1, 0, 1, 1, 0),
    weight: new Float64Array(5).fill(1),
    imputable: Uint8Array.of(0, 1, 0, 0, 0),
  };

  it("is nothing at hazard 0, and the next event at a hazard without end", () => {
    expect(imputeCensored(arm, 0, stream(1, "t"))).toEqual({
      time: Int32Array.of(5, 30, 10, 20, 30),
      status: Uint8Array.of(1, 0, 1, 1, 0),
    });
    expect(imputeCensored(arm, 1e9, stream(1, "t")).time[1]).toBe(20);
  });

  it("is by hand an event at day 20 with probability 1 − e^(−δ/2): one of two at risk fails there", () => {
    const draws = stream(3, "many");
    let events = 0;
    for (let k = 0; k < 20_000; k += 1) events += imputeCensored(arm, 2, draws).status[1]!;
    // Monte Carlo standard error 0.0034.
    expect(Math.abs(events / 20_000 - (1 - Math.exp(-1)))).toBeLessThan(0.014);
  });

  it("cannot be drawn from an arm without events", () => {
    expect(() => imputeCensored({ ...arm, status: new Uint8Array(5) }, 1, stream(1, "t"))).toThrow("no event");
  });
});

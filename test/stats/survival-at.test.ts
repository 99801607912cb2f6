import { describe, expect, it } from "vitest";
import { estimateKaplanMeier } from "../../src/stats/kaplan-meier.js";
import { survivalAt } from "../../src/stats/survival-at.js";

const curveOf = (time: number[], status: number[]) =>
  estimateKaplanMeier({ time: Int32Array.from(time), status: Uint8Array.from(status) });

describe("survival on one day", () => {
  const curve = curveOf([10, 20, 20, 40], [1, 1, 0, 0]);

  it("is 1 before the first time, with everyone at risk", () => {
    expect(survivalAt(curve, 0)).toMatchObject({ survival: 1, lower: 1, upper: 1, rowsAtRisk: 4 });
  });

  it("already includes an event on the day itself, whose patient is still at risk that day", () => {
    expect(survivalAt(curve, 10)).toMatchObject({ survival: 3 / 4, atRisk: 4 });
    expect(survivalAt(curve, 11)).toMatchObject({ survival: 3 / 4, atRisk: 3 });
  });

  it("holds until the next event, with its band", () => {
    const { survival, lower, upper, standardErrorLog } = survivalAt(curve, 39);
    expect([survival, lower, upper, standardErrorLog]).toEqual([
      curve.survival[1],
      curve.lower[1],
      curve.upper[1],
      curve.standardErrorLog[1],
    ]);
    expect(survivalAt(curve, 40)).toMatchObject({ survival: 1 / 2, atRisk: 1 });
  });

  it("is null beyond the last time of a curve that has not come down to 0, and nobody is at risk", () => {
    expect(survivalAt(curve, 41)).toEqual({
      survival: null,
      lower: null,
      upper: null,
      standardErrorLog: null,
      atRisk: 0,
      rowsAtRisk: 0,
      effectiveAtRisk: 0,
    });
  });

  it("stays 0 for ever once everyone has had the event", () => {
    expect(survivalAt(curveOf([5, 9], [1, 1]), 1000)).toMatchObject({ survival: 0, lower: 0, atRisk: 0 });
  });
});

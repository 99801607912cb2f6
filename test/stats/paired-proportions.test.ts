import { describe, expect, it } from "vitest";
import { estimatePairedNewcombeDifference } from "../../src/stats/newcombe-paired.js";
import { estimateTangoDifference } from "../../src/stats/tango.js";

describe("difference of proportions in pairs", () => {
  it("has the published limits of the airway data: Tango −0.517 to −0.026, Newcombe −0.507 to −0.026", () => {
    const airway = { both: 1, onlyTrial: 1, onlyControl: 7, neither: 12 };
    expect(estimateTangoDifference(airway).lower).toBeCloseTo(-0.517, 3);
    expect(estimateTangoDifference(airway).upper).toBeCloseTo(-0.026, 3);
    expect(estimatePairedNewcombeDifference(airway).lower).toBeCloseTo(-0.507, 3);
    expect(estimatePairedNewcombeDifference(airway).upper).toBeCloseTo(-0.026, 3);
  });

  it("is by hand z²/(n + z²) either way where no pair is discordant", () => {
    const { lower, upper, p } = estimateTangoDifference({ both: 20, onlyTrial: 0, onlyControl: 0, neither: 30 });
    const limit = 1.959963984540054 ** 2 / (50 + 1.959963984540054 ** 2);
    expect(lower).toBeCloseTo(-limit, 14);
    expect(upper).toBeCloseTo(limit, 14);
    expect(p).toBe(1);
  });

  it("reaches −1 and 1 where every pair is discordant one way, and swaps sign with the arms", () => {
    const all = estimateTangoDifference({ both: 0, onlyTrial: 9, onlyControl: 0, neither: 0 });
    expect(all).toMatchObject({ estimate: 1, upper: 1 });
    const none = estimateTangoDifference({ both: 0, onlyTrial: 0, onlyControl: 9, neither: 0 });
    expect(none.lower).toBe(-1);
    expect(none.upper).toBeCloseTo(-all.lower, 14);
  });

  it("is refused without pairs, and with what is no count", () => {
    const none = { both: 0, onlyTrial: 0, onlyControl: 0, neither: 0 };
    expect(() => estimateTangoDifference(none)).toThrow("at least one pair");
    expect(() => estimatePairedNewcombeDifference(none)).toThrow("at least one pair");
    expect(() => estimateTangoDifference({ ...none, both: 1.5 })).toThrow("whole numbers of pairs");
  });
});

import { describe, expect, it } from "vitest";
import { deriveSurvivalTime } from "../../src/endpoints/derive-survival.js";
import { createFollowUp } from "../../src/endpoints/follow-up.js";
import { NEVER } from "../../src/recist/lesion-rows.js";

/** Overall survival of one patient of whom these days are known. */
function survival(
  days: { death?: number; lastAlive?: number; cutoff?: number },
  at: "last-known-alive" | "data-cutoff",
) {
  const followUp = createFollowUp(1);
  followUp.deathDay[0] = days.death ?? NEVER;
  followUp.lastAliveDay[0] = days.lastAlive ?? NEVER;
  followUp.cutoffDay[0] = days.cutoff ?? NEVER;
  const { day, cnsr, censorDescription } = deriveSurvivalTime(followUp, 0, at);
  return [day, cnsr, censorDescription];
}

describe("ghost time: where the living are censored", () => {
  it("at their last activity, which is the default, though the data go on to the cut-off", () => {
    expect(survival({ lastAlive: 200, cutoff: 900 }, "last-known-alive")).toEqual([200, 1, "Alive During Study"]);
  });

  it("at the cut-off where the endpoint says so, as a sensitivity analysis that takes who vanished for alive", () => {
    expect(survival({ lastAlive: 200, cutoff: 900 }, "data-cutoff")).toEqual([900, 1, "Data Cut-off"]);
    expect(survival({ lastAlive: 200 }, "data-cutoff")).toEqual([200, 1, "Alive During Study"]);
  });

  it("a death is an event on its day under both", () => {
    for (const at of ["last-known-alive", "data-cutoff"] as const)
      expect(survival({ death: 300, lastAlive: 200, cutoff: 900 }, at)).toEqual([300, 0, null]);
  });

  it("who is never heard of again is censored at index, not lost", () => {
    expect(survival({}, "last-known-alive")).toEqual([0, 1, "Index"]);
  });
});

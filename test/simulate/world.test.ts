import { describe, expect, it } from "vitest";
import { SpecError } from "../../src/errors.js";
import { resolveWorld, worldDefaults } from "../../src/simulate/world.js";

describe("settings of a world", () => {
  it("are the defaults where nothing is said", () => {
    expect(resolveWorld({})).toEqual(worldDefaults);
    expect(resolveWorld({ seed: 1 })).toEqual({ ...worldDefaults, seed: 1 });
  });

  it.each([
    [{ sead: 1 }, 'unknown setting "sead" of a world; expected one of: seed, trialPatients'],
    [{ seed: 1.5 }, "seed of a world must be a whole number from 0 to 4294967295; got 1.5 (w.json)"],
    [{ effect: -1 }, "effect of a world must be a number from 0 to 2; got -1 (w.json)"],
    [{ confounding: "some" }, 'confounding of a world must be none, measured, unmeasured; got "some" (w.json)'],
    [{ delayedEntry: 1 }, "delayedEntry of a world must be true or false; got 1 (w.json)"],
    [{ trialPatients: 0, carePatients: 0 }, "a world must hold patients"],
    [[], "a world must be an object of settings (w.json)"],
  ])("are refused by name: %j", (settings, message) => {
    expect(() => resolveWorld(settings, "w.json")).toThrow(SpecError);
    expect(() => resolveWorld(settings, "w.json")).toThrow(message);
  });
});

import { describe, expect, it } from "vitest";
import { deriveTimeToEvent, type TimeToEventDefinition } from "../../src/recist/time-to-event.js";

const definition: TimeToEventDefinition = {
  events: [
    { source: "progression", description: "PD", cnsr: 0 },
    { source: "death", description: "Death", cnsr: 0 },
  ],
  censorings: [
    { source: "assessment", description: "Assessment", cnsr: 1 },
    { source: "start", description: "Start", cnsr: 2, untilEnd: false },
  ],
  ends: [{ source: "newTherapy", description: "New therapy", cnsr: 3 }],
};

describe("earliest event, else latest censoring", () => {
  it("of one day the event listed first and the censoring listed last count", () => {
    expect(deriveTimeToEvent(definition, { progression: [90], death: [90] }, 0)).toMatchObject({ description: "PD" });
    expect(deriveTimeToEvent(definition, { assessment: [0], start: [0] }, 0)).toMatchObject({
      description: "Start",
      cnsr: 2,
    });
  });

  it("of equal days in a list the first dates an event, the last a censoring", () => {
    expect(deriveTimeToEvent(definition, { progression: [120, 90, 90] }, 0)).toMatchObject({ day: 90, place: 1 });
    expect(deriveTimeToEvent(definition, { assessment: [42, 42, 7] }, 0)).toMatchObject({ day: 42, place: 1 });
  });

  it("days after the end are left out, days on it count, and a censoring that regards it takes its code", () => {
    const sources = { progression: [90], assessment: [42, 84], newTherapy: [89], start: [0] };
    expect(deriveTimeToEvent(definition, sources, 0)).toMatchObject({ day: 84, cnsr: 3, description: "New therapy" });
    expect(deriveTimeToEvent(definition, { ...sources, newTherapy: [90] }, 0)).toMatchObject({ day: 90, cnsr: 0 });
    expect(deriveTimeToEvent(definition, { ...sources, assessment: [] }, 0)).toMatchObject({ day: 0, cnsr: 2 });
  });

  it("what is waited for may still come: without it the end date itself censors", () => {
    const gain = { ...definition, waitsFor: "gain" } as const;
    expect(deriveTimeToEvent(gain, { assessment: [42], newTherapy: [60] }, 0)).toMatchObject({
      day: 60,
      source: "newTherapy",
    });
    expect(deriveTimeToEvent(gain, { assessment: [42] }, 0)).toMatchObject({ day: 42, source: "assessment" });
  });

  it("no day is earlier than the start, and without any date there is no time", () => {
    expect(deriveTimeToEvent(definition, { death: [-3] }, 0)).toMatchObject({ day: 0 });
    expect(deriveTimeToEvent(definition, { death: [-3] }, null)).toMatchObject({ day: -3 });
    expect(deriveTimeToEvent(definition, {}, 0)).toBeNull();
  });
});

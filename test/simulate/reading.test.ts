import { describe, expect, it } from "vitest";
import { chooseTargets } from "../../src/simulate/choose-targets.js";
import { moveClock } from "../../src/simulate/hazard-clock.js";
import { ORGAN, ORGANS } from "../../src/simulate/organs.js";
import { simulatePatient } from "../../src/simulate/simulate-patient.js";
import { trialScanDays } from "../../src/simulate/trial-schedule.js";
import { resolveWorld } from "../../src/simulate/world.js";

const world = resolveWorld({});
const patients = [
  ...Array.from({ length: 150 }, (_, i) => simulatePatient(world, "trial", i + 1)),
  ...Array.from({ length: 300 }, (_, i) => simulatePatient(world, "care", i + 1)),
];

describe("readings", () => {
  it("have at most five targets and two per organ, of measurable size at the reader's first scan (RECIST 1.1 §3)", () => {
    for (const { readings, scans } of patients) {
      for (const { lesions, marks } of readings) {
        const targets = lesions.filter(({ role }) => role === "target");
        expect(targets.length).toBeLessThanOrEqual(5);
        for (const organ of new Set(targets.map((lesion) => lesion.organ)))
          expect(targets.filter((lesion) => lesion.organ === organ).length).toBeLessThanOrEqual(2);
        for (const { scan, lesion, diameterMm } of marks) {
          const { role, organ } = lesions[lesion]!;
          if (scan === 0 && role === "target") {
            expect(diameterMm).toBeGreaterThanOrEqual(
              ORGANS[organ]!.isNode ? 15 : Math.max(10, scans[0]!.sliceMm > 5 ? 15 : 0),
            );
          }
        }
      }
    }
  });

  it("say “not evaluable” exactly where the region was not scanned or the scan was spoilt", () => {
    for (const { readings, scans } of patients) {
      for (const { lesions, marks } of readings) {
        for (const { scan, lesion, state, reason } of marks) {
          const isCovered = (ORGANS[lesions[lesion]!.organ]!.region & scans[scan]!.regions) !== 0;
          expect(state === "not_evaluable").toBe(reason !== null);
          if (!isCovered) expect(reason).toBe("not in the field of view");
          else expect(reason === null || reason === "artefact").toBe(true);
        }
      }
    }
  });

  it("come from two central readers for everyone and the investigator in the trial, on scans in order of day", () => {
    for (const { recruit, readings, scans, lastDay } of patients) {
      const names = readings.map(({ reader }) => reader);
      expect(names).toEqual(
        recruit.population === "trial" ? ["central-1", "central-2", "investigator"] : ["central-1", "central-2"],
      );
      for (let i = 1; i < scans.length; i += 1) expect(scans[i]!.day).toBeGreaterThan(scans[i - 1]!.day);
      expect(scans.every(({ day }) => day < lastDay)).toBe(true);
    }
  });
});

describe("the pieces of a course", () => {
  it("choose targets by appeal, two per organ, five in all, ties by number", () => {
    const lung = ORGAN.lung;
    const candidates = [
      { lesion: 0, organ: lung, appeal: 20 },
      { lesion: 1, organ: lung, appeal: 30 },
      { lesion: 2, organ: lung, appeal: 25 },
      { lesion: 3, organ: ORGAN.liver, appeal: 12 },
      { lesion: 4, organ: ORGAN.liver, appeal: 12 },
      { lesion: 5, organ: ORGAN.node, appeal: 16 },
      { lesion: 6, organ: ORGAN.adrenal, appeal: 11 },
    ];
    expect(chooseTargets(candidates)).toEqual([1, 2, 5, 3, 4]);
    expect(chooseTargets(candidates, (chosen) => chosen < 1)).toEqual([1]);
  });

  it("ring a hazard clock where the cumulative hazard is used up: 0.5 left, 0.1 rising to 0.3 over 7 days", () => {
    const clock = { left: 0.5, perDay: 0.1 };
    // Mean 0.2 a day: 0.5/0.2 = 2.5 days into the step that ends on day 14.
    expect(moveClock(clock, 0.3, 14, 7)).toBeCloseTo(9.5, 12);
    const slow = { left: 5, perDay: 0.1 };
    expect(moveClock(slow, 0.3, 14, 7)).toBe(Number.POSITIVE_INFINITY);
    expect(slow.left).toBeCloseTo(5 - 1.4, 12);
    expect(slow.perDay).toBe(0.3);
  });

  it("plan trial scans every six weeks for 48 weeks, then every nine", () => {
    expect(trialScanDays(470)).toEqual([42, 84, 126, 168, 210, 252, 294, 336, 399, 462]);
    expect(trialScanDays(41)).toEqual([]);
  });
});

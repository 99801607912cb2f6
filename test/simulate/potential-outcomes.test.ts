import { describe, expect, it } from "vitest";
import { openResponder } from "../../src/pipeline/respond.js";
import { type Course, visibleSumMm } from "../../src/simulate/course.js";
import { readWithoutError } from "../../src/simulate/error-free-reading.js";
import { recruit } from "../../src/simulate/recruit.js";
import { deriveCourses, received, simulatePatient } from "../../src/simulate/simulate-patient.js";
import { trialScanDays } from "../../src/simulate/trial-schedule.js";
import { resolveWorld } from "../../src/simulate/world.js";

const moments = ({
  deathDay,
  targetDay,
  reappearanceDay,
  nonTargetDay,
  newLesionDay,
  progressionFreeDays,
}: Course) => ({
  deathDay,
  targetDay,
  reappearanceDay,
  nonTargetDay,
  newLesionDay: [...newLesionDay],
  progressionFreeDays,
});

describe("potential outcomes", () => {
  const world = resolveWorld({});

  it.each(["trial", "care"] as const)(
    "the course of a patient of the %s is the one under the treatment received",
    (population) => {
      for (let number = 1; number <= 40; number += 1) {
        const { course } = simulatePatient(world, population, number);
        const { under } = deriveCourses(world, recruit(world, population, number));
        expect(moments(course)).toEqual(moments(under(received[population])));
        const other = under(population === "trial" ? "chemotherapy" : "experimental");
        expect(moments(course)).not.toEqual(moments(other));
      }
    },
  );

  it("are one and the same where the drug does nothing", () => {
    const idle = resolveWorld({ effect: 0 });
    for (let number = 1; number <= 40; number += 1) {
      const { under } = deriveCourses(idle, recruit(idle, "truth", number));
      expect(moments(under("experimental"))).toEqual(moments(under("chemotherapy")));
    }
  });

  it("never end progression-free time after death, and order new lesions", () => {
    for (let number = 1; number <= 300; number += 1) {
      const { under } = deriveCourses(world, recruit(world, "care", number));
      const { deathDay, progressionFreeDays, newLesionDay, targetDay, reappearanceDay, nonTargetDay } =
        under("chemotherapy");
      expect(progressionFreeDays).toBe(
        Math.min(deathDay, targetDay, reappearanceDay, nonTargetDay, newLesionDay[0] ?? 0),
      );
      expect(progressionFreeDays).toBeGreaterThan(0);
      for (let i = 1; i < newLesionDay.length; i += 1)
        expect(newLesionDay[i]! >= newLesionDay[i - 1]!, `patient ${number}`).toBe(true);
    }
  });

  it("have the target progression that a search day by day finds (RECIST 1.1 §4.3.1: 20 % and 5 mm above the nadir)", () => {
    let compared = 0;
    let close = 0;
    for (let number = 1; number <= 200; number += 1) {
      const course = deriveCourses(world, recruit(world, "truth", number)).under("chemotherapy");
      if (course.targetDay === Number.POSITIVE_INFINITY) continue;
      compared += 1;
      let nadir = Number.POSITIVE_INFINITY;
      let day = 0;
      for (let sum = visibleSumMm(course, course.targets, 0); sum < 1.2 * nadir || sum < nadir + 5; ) {
        nadir = Math.min(nadir, sum);
        day += 0.5;
        sum = visibleSumMm(course, course.targets, day);
      }
      // The nadir is taken over weeks; where a lesion fades and returns within one, the day may be off by as much.
      const off = Math.abs(course.targetDay - day);
      expect(off, `patient ${number}`).toBeLessThan(7);
      if (off < 0.6) close += 1;
    }
    expect(compared).toBeGreaterThan(80);
    expect(close / compared).toBeGreaterThan(0.95);
  });

  it("show no progression to the engine's RECIST on any scan before the latent day, and all of them later", () => {
    const responder = openResponder();
    for (let number = 1; number <= 150; number += 1) {
      const patient = recruit(world, "truth", number);
      const course = deriveCourses(world, patient).under("experimental");
      readWithoutError(patient, course, trialScanDays(1500), responder.note);
      const { progressionDay } = responder.judge();
      // A tenth of a day: the engine compares hundredths of a millimetre.
      if (progressionDay !== null) expect(progressionDay).toBeGreaterThan(course.progressionFreeDays - 0.1);
      const next = trialScanDays(1500).find((day) => day >= Math.min(course.newLesionDay[0]!, course.nonTargetDay));
      if (next !== undefined && next < course.deathDay) expect(progressionDay).toBeLessThanOrEqual(next);
    }
  });
});

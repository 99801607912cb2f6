import { describe, expect, it } from "vitest";
import { civilDate } from "../../src/simulate/calendar.js";
import { generateBatches } from "../../src/simulate/generate-batches.js";
import { identify } from "../../src/simulate/identity.js";
import { drawGaps } from "../../src/simulate/missingness.js";
import type { Patient } from "../../src/simulate/patient.js";
import { totalRisk } from "../../src/simulate/prognosis.js";
import { recruit } from "../../src/simulate/recruit.js";
import { deriveCourses, simulatePatient } from "../../src/simulate/simulate-patient.js";
import { resolveWorld, type World } from "../../src/simulate/world.js";

const n = 2500;
const care = (settings: Partial<World>): Patient[] => {
  const world = resolveWorld(settings);
  return Array.from({ length: n }, (_, i) => simulatePatient(world, "care", i + 1));
};
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const plain = care({});

describe("weaknesses of real data, each by its switch", () => {
  it("delayed entry: some patients enter after index, and none of them died before", () => {
    const late = care({ delayedEntry: true }).filter(({ enteredDay }) => enteredDay > 0);
    expect(late.length / n).toBeGreaterThan(0.45);
    expect(late.every(({ course, enteredDay, lastDay }) => course.deathDay > enteredDay && lastDay > enteredDay)).toBe(
      true,
    );
    expect(plain.every(({ enteredDay }) => enteredDay <= 0)).toBe(true);
    expect(mean(late.map(({ course }) => Math.min(730, course.deathDay)))).toBeGreaterThan(
      mean(plain.map(({ course }) => Math.min(730, course.deathDay))) * 1.1,
    );
  });

  it("informative loss: the lost are the ones with a poor prognosis; otherwise they are anyone", () => {
    const gap = (patients: readonly Patient[]) => {
      // Among patients who live past the first year, so that death does not hide who would have been lost.
      const long = patients.filter(({ course }) => course.deathDay > 365);
      const lost = long.filter(({ followUpEnd, lastDay }) => followUpEnd === "lost" && lastDay <= 365);
      const kept = long.filter((patient) => !lost.includes(patient));
      return (
        mean(lost.map(({ recruit: { person } }) => totalRisk(person))) -
        mean(kept.map(({ recruit: { person } }) => totalRisk(person)))
      );
    };
    expect(gap(care({ informativeLoss: true }))).toBeGreaterThan(0.25);
    expect(Math.abs(gap(plain))).toBeLessThan(0.25);
  });

  it("unequal scans: twice the factor, about twice the interval", () => {
    const interval = (patients: readonly Patient[]) =>
      mean(patients.flatMap(({ scans }) => scans.slice(2).map(({ day }, i) => day - scans[i + 1]!.day)));
    expect(interval(care({ careScanFactor: 2 })) / interval(plain)).toBeGreaterThan(1.6);
  });

  it("calendar drift: later patients live longer", () => {
    const difference = (settings: Partial<World>) => {
      const world = resolveWorld(settings);
      const years = { early: [] as number[], late: [] as number[] };
      for (let number = 1; number <= 6000; number += 1) {
        const { indexDay, under } = deriveCourses(world, recruit(world, "care", number));
        const year = civilDate(indexDay).year;
        if (year <= 2015 || year === 2019)
          years[year <= 2015 ? "early" : "late"].push(Math.min(730, under("chemotherapy").deathDay));
      }
      return mean(years.late) - mean(years.early);
    };
    expect(difference({ calendarDrift: true })).toBeGreaterThan(difference({}) + 25);
  });

  it("missing not at random: those without an LDH have a higher one than where it is missing at random", () => {
    const ldhOfMissing = (missingness: World["missingness"]) => {
      const world = resolveWorld({ missingness });
      const people = plain.map(({ recruit: patient }) => patient);
      const missing = people.filter((patient) => drawGaps(world, patient, identify(patient)).has("ldh"));
      return { share: missing.length / n, ldh: mean(missing.map(({ person }) => person.ldh)) };
    };
    const everyone = mean(plain.map(({ recruit: { person } }) => person.ldh));
    expect(ldhOfMissing("none").share).toBe(0);
    expect(ldhOfMissing("mar").share).toBeGreaterThan(0.15);
    expect(Math.abs(ldhOfMissing("mar").ldh / everyone - 1)).toBeLessThan(0.08);
    expect(ldhOfMissing("mnar").ldh / everyone).toBeGreaterThan(1.15);
  });

  it("over-called progression and response in charts follow their rates", () => {
    /** Shares of patients with progression in a report of a scan before there is one, and with a partial response. Notes may call decline before death progression whatever the rates. */
    const early = ({ chart, course }: Patient) =>
      Number(
        chart.some(
          ({ response, evidence, day }) =>
            response === "PD" && evidence === "radiology_report" && day < course.progressionFreeDays,
        ),
      );
    const partial = ({ chart }: Patient) => Number(chart.some(({ response }) => response === "PR"));
    const honest = care({ overCalledProgression: 0, overCalledResponse: 0 });
    const loud = care({ overCalledProgression: 0.3, overCalledResponse: 0 });
    const hopeful = care({ overCalledProgression: 0, overCalledResponse: 0.3 });
    expect(mean(honest.map(early))).toBe(0);
    expect(mean(loud.map(early))).toBeGreaterThan(0.08);
    expect(mean(hopeful.map(partial))).toBeGreaterThan(mean(honest.map(partial)) + 0.1);
  });

  it.each([true, false])("deaths known to the month: %s", (monthOnlyDeaths) => {
    const world = resolveWorld({ trialPatients: 50, carePatients: 200, monthOnlyDeaths });
    for (const batches of generateBatches(world)) {
      const [ids, deaths, precisions] = batches.find(({ table }) => table === "vital_status")!.columns;
      for (let i = 0; i < 250; i += 1) {
        const precision = precisions?.values[i];
        if (precision === null) continue;
        const isCare = String(ids?.values[i]).startsWith("lung-care");
        expect(precision).toBe(isCare && monthOnlyDeaths ? "month" : "day");
        if (precision === "month") expect(civilDate(Number(deaths?.values[i])).day).toBe(1);
      }
    }
  });
});

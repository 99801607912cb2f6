import { describe, expect, it } from "vitest";
import { NEVER } from "../../src/recist/lesion-rows.js";
import type { PatientTimeline } from "../../src/recist/progression-free-survival.js";
import { deriveProgressionInterval } from "../../src/recist/progression-interval.js";
import { progressionRules } from "../../src/recist/progression-rules.js";
import { codeResponses } from "../../src/recist/response.js";
import { dayOf, hasSharedData, readSharedCsv } from "./support/shared-data.js";
import { timeline } from "./support/timeline.js";

const { ema, primary } = progressionRules({
  schedule: { segments: [{ everyDays: 42, untilDay: 100_000 }], toleranceDays: 7 },
  earlyDeathDays: 91,
  missedCapDays: 91,
});

describe("the interval of progression", () => {
  it("lies between the last clear scan and the first PD scan", () => {
    const course = timeline({
      assessments: [
        [42, "SD"],
        [84, "NE"],
        [126, "PD"],
      ],
    });
    expect(deriveProgressionInterval(course, primary)).toEqual({
      left: 42,
      clearLeft: 42,
      right: 126,
      event: "progression",
    });
  });

  it("of a death without progression is the day itself or reaches back to the last clear scan", () => {
    const course = timeline({ assessments: [[42, "SD"]], deathDay: 70 });
    expect(deriveProgressionInterval(course, primary)).toEqual({ left: 70, clearLeft: 42, right: 70, event: "death" });
  });

  it("is open to the right without an event and begins at index without a scan", () => {
    expect(deriveProgressionInterval(timeline({ assessments: [[42, "SD"]] }), primary)).toEqual({
      left: 42,
      clearLeft: 42,
      right: NEVER,
      event: null,
    });
    expect(deriveProgressionInterval(timeline({ assessments: [] }), primary).left).toBe(0);
  });

  it("P3 does not apply: a late scan widens the interval", () => {
    const capped = { ...primary, missed: { kind: "cap", capDays: 30 } as const };
    const course = timeline({
      assessments: [
        [42, "SD"],
        [300, "PD"],
      ],
    });
    expect(deriveProgressionInterval(course, capped)).toEqual({
      left: 42,
      clearLeft: 42,
      right: 300,
      event: "progression",
    });
  });
});

describe.skipIf(!hasSharedData)("the intervals of 600 subjects (oracle_interval_censored.csv)", () => {
  it("are those the file holds, as analysis time (days + 1), deaths exact", () => {
    const assessments = readSharedCsv("oracle_assessments.csv");
    const subjects = new Map(readSharedCsv("oracle_subjects.csv").map((row) => [row.USUBJID!, row]));
    const expected = readSharedCsv("oracle_interval_censored.csv");
    expect(expected).toHaveLength(600);
    const derived = expected.map(({ USUBJID }) => {
      const subject = subjects.get(USUBJID!)!;
      const start = dayOf(subject.RANDDT!);
      const own = assessments.filter((row) => row.USUBJID === USUBJID);
      const course: PatientTimeline = {
        columns: {
          day: own.map(({ ADT }) => dayOf(ADT!) - start),
          response: own.length === 0 ? [] : codeResponses(own.map(({ AVALC }) => AVALC!)),
        },
        from: 0,
        to: own.length,
        hasBaseline: true,
        deathDay: subject.DTHDT === "" ? NEVER : dayOf(subject.DTHDT!) - start,
        newTherapyDay: NEVER,
        treatmentStopDay: NEVER,
      };
      // These subjects' deaths count at any time, also without a scan.
      const { left, right, event } = deriveProgressionInterval(course, { ...ema, earlyDeathDays: NEVER - 1 });
      return { L: left + 1, R: right === NEVER ? null : right + 1, CNSR: event === null ? 1 : 0 };
    });
    expect(derived).toEqual(
      expected.map(({ L, R, CNSR }) => ({ L: Number(L), R: R === "" ? null : Number(R), CNSR: Number(CNSR) })),
    );
  });
});

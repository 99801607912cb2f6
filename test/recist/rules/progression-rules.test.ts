import { describe, expect, it } from "vitest";
import { SpecError } from "../../../src/errors.js";
import { countMissedVisits, nextPlannedDay } from "../../../src/recist/assessment-schedule.js";
import { NEVER } from "../../../src/recist/lesion-rows.js";
import { deriveOverallSurvival } from "../../../src/recist/overall-survival.js";
import { deriveProgressionFreeSurvival } from "../../../src/recist/progression-free-survival.js";
import type { ProgressionRuleId } from "../../../src/recist/progression-rules.js";
import { RULES, SCHEDULE } from "../support/progression.js";
import { timeline } from "../support/timeline.js";

type Course = Parameters<typeof timeline>[0];

/** “day cnsr situation” of a course by a rule. */
function pfs(course: Course, rule: ProgressionRuleId = "primary"): string {
  const { day, cnsr, situation } = deriveProgressionFreeSurvival(timeline(course), RULES[rule]);
  return `${day} ${cnsr} ${situation}`;
}

const STABLE: Course = {
  assessments: [
    [42, "SD"],
    [84, "SD"],
  ],
};
const PROGRESSED: Course = {
  assessments: [
    [42, "SD"],
    [84, "PD"],
    [126, "SD"],
  ],
};

describe("P1: radiological progression, dated when first seen", () => {
  it("the first PD counts, what comes after it does not", () => {
    expect(pfs(PROGRESSED)).toBe("84 0 progression");
    expect(deriveProgressionFreeSurvival(timeline(PROGRESSED), RULES.primary)).toMatchObject({
      row: 1,
      lastAdequateDay: 42,
    });
  });

  it("an assessment that is NE or ND is not adequate", () => {
    expect(
      pfs({
        assessments: [
          [42, "SD"],
          [84, "NE"],
          [126, "ND"],
        ],
      }),
    ).toBe("42 1 no-event");
    expect(pfs({ assessments: [[42, "NE"]] })).toBe("0 1 no-event");
  });
});

describe("P2: the FDA's situations in order", () => {
  it.each<[string, Course, string]>([
    ["death within two intervals of index, without a scan", { assessments: [], deathDay: 91 }, "91 0 early-death"],
    ["… also without a baseline", { assessments: [], hasBaseline: false, deathDay: 91 }, "91 0 early-death"],
    ["death later than that, without a scan", { assessments: [], deathDay: 92 }, "0 3 no-assessment"],
    ["no baseline", { ...PROGRESSED, hasBaseline: false }, "0 3 no-baseline"],
    ["no scan after baseline", { assessments: [] }, "0 3 no-assessment"],
    ["new therapy before PD", { ...PROGRESSED, newTherapyDay: 83 }, "42 2 new-therapy"],
    ["new therapy on the day of PD", { ...PROGRESSED, newTherapyDay: 84 }, "84 0 progression"],
    ["new therapy, a scan on its first day counts", { ...STABLE, newTherapyDay: 84 }, "84 2 new-therapy"],
    ["new therapy before any scan", { ...STABLE, newTherapyDay: 10 }, "0 2 new-therapy"],
    ["new therapy before death", { ...STABLE, newTherapyDay: 90, deathDay: 120 }, "84 2 new-therapy"],
    ["treatment stopped, then no scan", { ...STABLE, treatmentStopDay: 90 }, "84 5 treatment-stop"],
    [
      "treatment stopped, then no scan, then death",
      { ...STABLE, treatmentStopDay: 90, deathDay: 99 },
      "84 5 treatment-stop",
    ],
    ["treatment stopped, but scanned after", { ...STABLE, treatmentStopDay: 60 }, "84 1 no-event"],
    ["treatment stopped for the PD that a scan shows", { ...PROGRESSED, treatmentStopDay: 200 }, "84 0 progression"],
    ["PD", PROGRESSED, "84 0 progression"],
    ["death between assessments", { ...STABLE, deathDay: 100 }, "100 0 death"],
    ["PD before death", { ...PROGRESSED, deathDay: 130 }, "84 0 progression"],
    ["nothing of the kind", STABLE, "84 1 no-event"],
  ])("%s", (_, course, expected) => {
    expect(pfs(course)).toBe(expected);
  });
});

describe("P3: two missed assessments", () => {
  const late: Course = {
    assessments: [
      [42, "SD"],
      [170, "PD"],
    ],
  };

  it("is off in the primary rule", () => {
    expect(pfs(late)).toBe("170 0 progression");
  });

  it("by the trial's schedule: two visits with their windows lie between", () => {
    // Visits 84 and 126 ± 7: both lie after day 42 and before day 134.
    expect(
      pfs(
        {
          assessments: [
            [42, "SD"],
            [134, "PD"],
          ],
        },
        "missed-two-schedule",
      ),
    ).toBe("42 4 progression-after-missed");
    expect(
      pfs(
        {
          assessments: [
            [42, "SD"],
            [133, "PD"],
          ],
        },
        "missed-two-schedule",
      ),
    ).toBe("133 0 progression");
    expect(pfs({ ...STABLE, deathDay: 300 }, "missed-two-schedule")).toBe("84 4 death-after-missed");
    expect(pfs({ ...STABLE, deathDay: 160 }, "missed-two-schedule")).toBe("160 0 death");
  });

  it("the schedule may change: every 6 weeks to day 336, then every 9", () => {
    expect(countMissedVisits(SCHEDULE, 300, 520)).toBe(3);
    expect(countMissedVisits(SCHEDULE, 336, 406)).toBe(0);
    expect(nextPlannedDay(SCHEDULE, 337)).toBe(399);
    expect(nextPlannedDay(SCHEDULE, 42)).toBe(42);
    expect(nextPlannedDay({ segments: [{ everyDays: 42, untilDay: 84 }], toleranceDays: 7 }, 85)).toBeNull();
    expect(() => nextPlannedDay({ segments: [{ everyDays: 0, untilDay: 84 }], toleranceDays: 7 }, 1)).toThrow(
      SpecError,
    );
  });

  it("as one absolute cap for both arms", () => {
    expect(
      pfs(
        {
          assessments: [
            [42, "SD"],
            [161, "PD"],
          ],
        },
        "missed-two-cap",
      ),
    ).toBe("161 0 progression");
    expect(
      pfs(
        {
          assessments: [
            [42, "SD"],
            [162, "PD"],
          ],
        },
        "missed-two-cap",
      ),
    ).toBe("42 4 progression-after-missed");
  });

  it("index stands in where there is no adequate assessment", () => {
    expect(
      pfs(
        {
          assessments: [
            [42, "NE"],
            [162, "PD"],
          ],
        },
        "missed-two-cap",
      ),
    ).toBe("0 4 progression-after-missed");
  });
});

describe("P4: variants", () => {
  const treated: Course = { ...PROGRESSED, newTherapyDay: 60 };
  it.each<[ProgressionRuleId, Course, string]>([
    ["new-therapy-ignored", treated, "84 0 progression"],
    ["new-therapy-event", treated, "60 0 new-therapy-event"],
    ["midpoint", PROGRESSED, "63 0 progression"],
    ["left-end", PROGRESSED, "42 0 progression"],
    ["left-end", { assessments: [[42, "PD"]] }, "0 0 progression"],
    ["grid", { assessments: [[50, "PD"]] }, "84 0 progression"],
    ["grid", { assessments: [[50, "PD"]], deathDay: 70 }, "70 0 progression"],
    ["grid", { assessments: [[84, "PD"]] }, "84 0 progression"],
    ["ema", { ...treated, treatmentStopDay: 50 }, "84 0 progression"],
    ["time-to-progression", { ...STABLE, deathDay: 100 }, "84 1 no-event"],
    ["time-to-progression", { assessments: [], deathDay: 50 }, "0 3 no-assessment"],
  ])("%s", (rule, course, expected) => {
    expect(pfs(course, rule)).toBe(expected);
  });

  it("every variant names itself and holds what it changes as data", () => {
    for (const [id, rule] of Object.entries(RULES)) expect(rule.id).toBe(id);
    expect(JSON.parse(JSON.stringify(RULES))).toEqual(RULES);
  });
});

describe("P5: what an outcome says", () => {
  it("date, code, situation, rule, description, reason and source row", () => {
    expect(deriveProgressionFreeSurvival(timeline(PROGRESSED), RULES.primary)).toEqual({
      day: 84,
      cnsr: 0,
      situation: "progression",
      rule: "P2",
      description: "Disease Progression",
      censorReason: null,
      row: 1,
      lastAdequateDay: 42,
    });
    expect(deriveProgressionFreeSurvival(timeline({ ...PROGRESSED, newTherapyDay: 60 }), RULES.primary)).toEqual({
      day: 42,
      cnsr: 2,
      situation: "new-therapy",
      rule: "P2",
      description: "Last Adequate Assessment Before New Therapy",
      censorReason: "new anticancer therapy before progression",
      row: 0,
      lastAdequateDay: 42,
    });
  });

  it("a variant that moves the date names P4, one that censors for missed assessments P3", () => {
    expect(deriveProgressionFreeSurvival(timeline(PROGRESSED), RULES.midpoint).rule).toBe("P4");
    const late = timeline({
      assessments: [
        [42, "SD"],
        [300, "PD"],
      ],
    });
    expect(deriveProgressionFreeSurvival(late, RULES["missed-two-cap"]).rule).toBe("P3");
  });

  it("overall survival is death, else the last day known alive, else index", () => {
    expect(deriveOverallSurvival(100, 90)).toMatchObject({ day: 100, cnsr: 0 });
    expect(deriveOverallSurvival(NEVER, 90)).toMatchObject({ day: 90, cnsr: 1 });
    expect(deriveOverallSurvival(NEVER, NEVER)).toMatchObject({ day: 0, cnsr: 1 });
  });
});

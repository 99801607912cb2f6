import { progressionRules } from "../../../src/recist/progression-rules.js";

/** Scans every six weeks for a year, then every nine, a week either side. */
export const SCHEDULE = {
  segments: [
    { everyDays: 42, untilDay: 336 },
    { everyDays: 63, untilDay: 5000 },
  ],
  toleranceDays: 7,
} as const;

export const RULES = progressionRules({ schedule: SCHEDULE, earlyDeathDays: 91, missedCapDays: 119 });

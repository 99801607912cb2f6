import type { AssessmentSchedule } from "./assessment-schedule.js";

/** P3: when progression or death counts as seen too late. `off` is the primary analysis of an external control. */
export type MissedAssessments =
  | { readonly kind: "off" }
  /** Two planned visits, with their windows, lie between the last adequate assessment and the event. */
  | { readonly kind: "schedule"; readonly schedule: AssessmentSchedule }
  /** More than `capDays` lie between: one absolute limit for both arms. */
  | { readonly kind: "cap"; readonly capDays: number };

/** How progression-free survival is read from a patient's course. Data: every variant of P4 is one of these. */
export interface ProgressionRule {
  readonly id: string;
  readonly label: string;
  /** A new anticancer therapy before progression: censors, is not regarded, or is the event. */
  readonly newTherapy: "censor" | "ignore" | "event";
  /** Treatment stopped for toxicity or undocumented progression and not scanned after: censors or is not regarded. */
  readonly treatmentStop: "censor" | "ignore";
  /** Death without progression: the event, or (time to progression) no event. */
  readonly death: "event" | "censor";
  readonly missed: MissedAssessments;
  /**
   * The day given to progression: as seen, in the middle of the interval it fell into, at its left end, or on the next
   * day of `grid`.
   */
  readonly progressionDay: "observed" | "midpoint" | "left" | "grid";
  readonly grid?: AssessmentSchedule;
  /** Death up to this day without any scan is an event: two intervals between assessments and the tolerance. */
  readonly earlyDeathDays: number;
}

/** What the rules of P4 need to know of a study. */
export interface ProgressionParameters {
  /** The trial's planned assessments. */
  readonly schedule: AssessmentSchedule;
  /** Two intervals and the tolerance, from start. */
  readonly earlyDeathDays: number;
  /** Two intervals of the arm with the longer ones, and the tolerance. */
  readonly missedCapDays: number;
}

/**
 * The primary rule of an external-control study and the variants that every report carries (P4), by id.
 * `missed-two-schedule` holds the trial's own calendar against its patients and is for the protocol's analysis inside
 * the trial only: on routine scans it censors what is merely seen late. Interval-censored and per-reader analyses are
 * the same rules read otherwise.
 */
export function progressionRules(
  parameters: ProgressionParameters,
): Readonly<Record<ProgressionRuleId, ProgressionRule>> {
  const { schedule, earlyDeathDays, missedCapDays } = parameters;
  const primary: ProgressionRule = {
    id: "primary",
    label: "first progression or death; new therapy censors; missed assessments are not regarded",
    newTherapy: "censor",
    treatmentStop: "censor",
    death: "event",
    missed: { kind: "off" },
    progressionDay: "observed",
    earlyDeathDays,
  };
  const variant = (id: ProgressionRuleId, label: string, change: Partial<ProgressionRule>): ProgressionRule =>
    Object.freeze({ ...primary, ...change, id, label });
  return {
    primary: Object.freeze(primary),
    "new-therapy-ignored": variant("new-therapy-ignored", "new therapy is not regarded", { newTherapy: "ignore" }),
    "new-therapy-event": variant("new-therapy-event", "new therapy is an event", { newTherapy: "event" }),
    "missed-two-cap": variant("missed-two-cap", "an event too long after the last assessment is censored there", {
      missed: { kind: "cap", capDays: missedCapDays },
    }),
    "missed-two-schedule": variant("missed-two-schedule", "an event after two missed planned visits is censored", {
      missed: { kind: "schedule", schedule },
    }),
    midpoint: variant("midpoint", "progression in the middle of its interval", { progressionDay: "midpoint" }),
    "left-end": variant("left-end", "progression at the last assessment without it", { progressionDay: "left" }),
    grid: variant("grid", "progression on the next planned day of the trial", {
      progressionDay: "grid",
      grid: schedule,
    }),
    ema: variant("ema", "progression counts whatever came before it", {
      newTherapy: "ignore",
      treatmentStop: "ignore",
    }),
    "time-to-progression": variant("time-to-progression", "progression only; death is no event", { death: "censor" }),
  };
}

export type ProgressionRuleId =
  | "primary"
  | "new-therapy-ignored"
  | "new-therapy-event"
  | "missed-two-cap"
  | "missed-two-schedule"
  | "midpoint"
  | "left-end"
  | "grid"
  | "ema"
  | "time-to-progression";

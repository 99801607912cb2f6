import { NONE } from "../recist/lesion-rows.js";
import {
  deriveProgressionFreeSurvival,
  type PatientTimeline,
  type ProgressionOutcome,
} from "../recist/progression-free-survival.js";
import { deriveProgressionInterval } from "../recist/progression-interval.js";
import type { ProgressionRule } from "../recist/progression-rules.js";
import { ADMIRAL_TIMES } from "../recist/time-to-event-definitions.js";
import { isAdmiralRule } from "../spec/check-endpoint.js";
import type { TableEndpoint } from "../spec/derive-options.js";
import { type Course, timelineOf } from "./course.js";
import { deriveAdmiralTime } from "./derive-admiral-time.js";
import type { DeriveTime, EndpointSetting } from "./endpoint-filler.js";
import { progressionRuleOf } from "./progression-parameters.js";
import type { TimeResult, TimeSource } from "./time-table.js";

/** How a progression endpoint reads a patient, by the rule it names. Rules of admiral give no interval. */
export function progressionTimeOf(
  { kind, progressionRule }: Extract<TableEndpoint, { kind: "progression-free-survival" | "time-to-progression" }>,
  { followUp, schedule }: EndpointSetting,
): { readonly derive: DeriveTime; readonly hasInterval: boolean } {
  if (isAdmiralRule(progressionRule)) {
    const definition = ADMIRAL_TIMES[admiralName(kind, progressionRule)];
    return { derive: (course) => deriveAdmiralTime(definition, course, followUp, 0), hasInterval: false };
  }
  const rule = progressionRuleOf(progressionRule, schedule, kind === "time-to-progression" ? "censor" : "event");
  return {
    derive: (course) => deriveProgressionTime(course, timelineOf(course, followUp), rule, 0),
    hasInterval: true,
  };
}

function admiralName(
  kind: "progression-free-survival" | "time-to-progression",
  rule: "admiral" | "admiral-to-new-therapy",
): keyof typeof ADMIRAL_TIMES {
  if (kind === "time-to-progression") return "timeToProgression";
  return rule === "admiral" ? "progressionFreeSurvival" : "progressionFreeSurvivalToNewTherapy";
}

/**
 * Time from `startDay` to progression or death of one patient, as the rule reads it (P2–P5), with its interval. From index
 * `startDay` is 0; for the duration of a response it is the day of that response.
 */
export function deriveProgressionTime(
  course: Course,
  timeline: PatientTimeline,
  rule: ProgressionRule,
  startDay: number,
): TimeResult {
  const outcome = deriveProgressionFreeSurvival(timeline, rule);
  const isEvent = outcome.cnsr === 0;
  return {
    cnsr: outcome.cnsr,
    description: isEvent ? outcome.description : (outcome.censorReason ?? outcome.description),
    censorDescription: isEvent ? null : outcome.description,
    situation: outcome.situation,
    rule: outcome.rule,
    source: sourceOf(outcome),
    startDay,
    day: outcome.day,
    row: outcome.row,
    sourceRow: outcome.row === NONE ? 0 : course.sourceRow[outcome.row]!,
    interval: deriveProgressionInterval(timeline, rule),
  };
}

function sourceOf({ row, situation }: ProgressionOutcome): TimeSource {
  if (row !== NONE) return "assessment";
  if (situation === "death" || situation === "early-death") return "vital_status";
  return situation === "new-therapy-event" ? "therapy_line" : "index";
}

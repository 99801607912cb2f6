import { NONE } from "../recist/lesion-rows.js";
import {
  deriveProgressionFreeSurvival,
  type PatientTimeline,
  type ProgressionOutcome,
} from "../recist/progression-free-survival.js";
import { deriveProgressionInterval } from "../recist/progression-interval.js";
import type { ProgressionRule } from "../recist/progression-rules.js";
import type { Course } from "./course.js";
import type { TimeResult, TimeSource } from "./time-table.js";

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
    interval: deriveProgressionInterval(timeline, rule, "exact"),
  };
}

function sourceOf({ row, situation }: ProgressionOutcome): TimeSource {
  if (row !== NONE) return "assessment";
  if (situation === "death" || situation === "early-death") return "vital_status";
  return situation === "new-therapy-event" ? "therapy_line" : "index";
}

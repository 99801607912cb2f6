import {
  deriveProgressionFreeSurvival,
  type PatientTimeline,
  type ProgressionOutcome,
} from "./progression-free-survival.js";
import type { ProgressionRule } from "./progression-rules.js";

/** From the first response to progression or death (C6). */
export interface ResponseDuration {
  readonly startDay: number;
  /** Days from the response to the event or the censoring, the day of the response counted: at least 1. */
  readonly days: number;
  readonly outcome: ProgressionOutcome;
}

/**
 * Duration of response: starts at the assessment `responseRow` (the first CR or PR, later confirmed) and ends as the
 * rule ends progression-free survival.
 */
export function deriveDurationOfResponse(
  timeline: PatientTimeline,
  rule: ProgressionRule,
  responseRow: number,
): ResponseDuration {
  const outcome = deriveProgressionFreeSurvival(timeline, rule);
  const startDay = timeline.columns.day[responseRow]!;
  return { startDay, days: Math.max(outcome.day, startDay) - startDay + 1, outcome };
}

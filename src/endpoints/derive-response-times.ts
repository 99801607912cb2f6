import { NONE } from "../recist/lesion-rows.js";
import { ADMIRAL_TIMES } from "../recist/time-to-event-definitions.js";
import { isAdmiralRule } from "../spec/check-endpoint.js";
import type { TableEndpoint } from "../spec/derive-options.js";
import { timelineOf } from "./course.js";
import { deriveAdmiralTime } from "./derive-admiral-time.js";
import { deriveProgressionTime } from "./derive-progression.js";
import type { DeriveTime, EndpointSetting } from "./endpoint-filler.js";
import { findAdmiralResponse, findFirstResponse } from "./first-response.js";
import { progressionRuleOf } from "./progression-parameters.js";

/** Duration of response: from the first response to progression or death; null of who did not respond. */
export function durationOf(
  { progressionRule, confirmed }: Extract<TableEndpoint, { kind: "duration-of-response" }>,
  { followUp, options, schedule }: EndpointSetting,
): DeriveTime {
  if (isAdmiralRule(progressionRule)) {
    return (course) => {
      const row = findAdmiralResponse(course, options, confirmed);
      if (row === NONE) return null;
      return deriveAdmiralTime(ADMIRAL_TIMES.durationOfResponse, course, followUp, course.columns.day[row]!);
    };
  }
  const rule = progressionRuleOf(progressionRule, schedule, "event");
  return (course) => {
    const newTherapyDay = followUp.newTherapyDay[course.patient]!;
    const row = findFirstResponse(course, options, { confirmed, newTherapyDay });
    if (row === NONE) return null;
    return deriveProgressionTime(course, timelineOf(course, followUp), rule, course.columns.day[row]!);
  };
}

/** Time from index to the first response; null of who did not respond. */
export function timeToResponseOf(
  { confirmed }: Extract<TableEndpoint, { kind: "time-to-response" }>,
  { followUp, options }: EndpointSetting,
): DeriveTime {
  return (course) => {
    const newTherapyDay = followUp.newTherapyDay[course.patient]!;
    const row = findFirstResponse(course, options, { confirmed, newTherapyDay });
    if (row === NONE) return null;
    return {
      cnsr: 0,
      description: "Response",
      censorDescription: null,
      situation: "response",
      rule: "C6",
      source: "assessment",
      startDay: 0,
      day: course.columns.day[row]!,
      row,
      sourceRow: course.sourceRow[row]!,
      interval: null,
    };
  };
}

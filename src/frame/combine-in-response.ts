import type { SurvivalData } from "./outcome-data.js";

/**
 * Progression or death of everyone with the day of the first response of those who responded, as an estimate of `endpoint`, their response. Responders are those who
 * have a time to response; whoever has none has not responded. A patient needs the progression alone.
 */
export function combineInResponse(
  endpoint: string,
  progression: SurvivalData,
  timeToResponse: SurvivalData,
): SurvivalData {
  const { timeDays, available, status } = progression;
  return {
    ...{ kind: "survival", endpoint, timeDays, available, status },
    responseDays: timeToResponse.timeDays.map((day, i) => (timeToResponse.available[i] === 1 ? day : 0)),
  };
}

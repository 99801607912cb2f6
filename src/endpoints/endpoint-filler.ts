import type { Criteria } from "../recist/criteria.js";
import type { RecistOptions } from "../recist/options.js";
import type { TableEndpoint } from "../spec/derive-options.js";
import type { Schedule } from "../spec/schedule.js";
import type { Course } from "./course.js";
import { progressionTimeOf } from "./derive-progression.js";
import { putBenefit, putResponse } from "./derive-response.js";
import { durationOf, timeToResponseOf } from "./derive-response-times.js";
import { deriveSurvivalTime } from "./derive-survival.js";
import type { FollowUp } from "./follow-up.js";
import { createResponseTable, type ResponseTable } from "./response-table.js";
import { openTimeTable, type TimeResult, type TimeTable } from "./time-table.js";

export type EndpointTable = TimeTable | ResponseTable;

/** One endpoint being filled, a patient at a time. */
export interface EndpointFiller {
  readonly table: EndpointTable;
  readonly take: (course: Course) => void;
}

/** What an endpoint is derived under. */
export interface EndpointSetting {
  readonly criteria: Criteria;
  readonly options: RecistOptions;
  readonly schedule: Schedule | undefined;
  readonly followUp: FollowUp;
}

/** The time of one patient; null where the endpoint is not his: no response, so no duration of it. */
export type DeriveTime = (course: Course) => TimeResult | null;

/**
 * Opens an endpoint of n patients. Those who died before index have no time to an event; responders alone have a duration and a
 * time to response; everyone else is in, censored at index where nothing is known.
 */
export function openEndpoint(
  name: string,
  n: number,
  endpoint: TableEndpoint,
  setting: EndpointSetting,
): EndpointFiller {
  if (endpoint.kind === "response" || endpoint.kind === "best-response") {
    const table = createResponseTable(name, n);
    return { table, take: (course) => putResponse(table, course, endpoint, setting) };
  }
  if (endpoint.kind === "clinical-benefit") {
    const table = createResponseTable(name, n);
    return { table, take: (course) => putBenefit(table, course, endpoint, setting) };
  }
  const { derive, hasInterval } = timeOf(endpoint, setting);
  const { table, put } = openTimeTable(name, n, { hasInterval });
  return {
    table,
    take: (course) => {
      if (setting.followUp.deathDay[course.patient]! < 0) return;
      const result = derive(course);
      if (result !== null) put(course.patient, result);
    },
  };
}

type TimeEndpoint = Exclude<TableEndpoint, { kind: "response" | "best-response" | "clinical-benefit" }>;

function timeOf(
  endpoint: TimeEndpoint,
  setting: EndpointSetting,
): { readonly derive: DeriveTime; readonly hasInterval: boolean } {
  switch (endpoint.kind) {
    case "overall-survival":
      return {
        derive: ({ patient }) => deriveSurvivalTime(setting.followUp, patient, endpoint.censorAt),
        hasInterval: false,
      };
    case "progression-free-survival":
    case "time-to-progression":
      return progressionTimeOf(endpoint, setting);
    case "duration-of-response":
      return { derive: durationOf(endpoint, setting), hasInterval: false };
    case "time-to-response":
      return { derive: timeToResponseOf(endpoint, setting), hasInterval: false };
  }
}

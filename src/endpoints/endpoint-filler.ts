import { findConfirmedResponse, findResponse } from "../recist/best-response-admiralonco.js";
import { endOfCountable } from "../recist/countable-rows.js";
import type { Criteria } from "../recist/criteria.js";
import { NONE } from "../recist/lesion-rows.js";
import type { RecistOptions } from "../recist/options.js";
import { ADMIRAL_TIMES } from "../recist/time-to-event-definitions.js";
import { isAdmiralRule } from "../spec/check-endpoint.js";
import type { DerivedEndpoint } from "../spec/endpoint.js";
import type { Schedule } from "../spec/schedule.js";
import { type Course, timelineOf } from "./course.js";
import { deriveAdmiralTime } from "./derive-admiral-time.js";
import { deriveProgressionTime } from "./derive-progression.js";
import { putResponse } from "./derive-response.js";
import { deriveSurvivalTime } from "./derive-survival.js";
import { findFirstResponse } from "./first-response.js";
import type { FollowUp } from "./follow-up.js";
import { progressionRuleOf } from "./progression-parameters.js";
import { createResponseTable, type ResponseTable } from "./response-table.js";
import { openTimeTable, type TimeTable } from "./time-table.js";

export type EndpointTable = TimeTable | ResponseTable;

/** One endpoint being filled, a patient at a time. */
export interface EndpointFiller {
  readonly table: EndpointTable;
  readonly take: (course: Course) => void;
}

export interface FillerSetting {
  readonly name: string;
  /** Number of patients. */
  readonly n: number;
  readonly criteria: Criteria;
  readonly options: RecistOptions;
  readonly schedule: Schedule | undefined;
  readonly followUp: FollowUp;
}

/**
 * Opens an endpoint for n patients. Those who died before index have no time to an event; responders alone have a duration and a
 * time to response; everyone else is in, censored at index where nothing is known.
 */
export function openEndpoint(endpoint: DerivedEndpoint, setting: FillerSetting): EndpointFiller {
  const { name, n, followUp, options } = setting;
  if (endpoint.kind === "response") {
    const table = createResponseTable(name, n);
    return { table, take: (course) => putResponse(table, course, { ...setting, endpoint }) };
  }
  const { table, put } = openTimeTable(name, n, { hasInterval: hasInterval(endpoint) });
  const derive = timeOf(endpoint, setting);
  return {
    table,
    take: (course) => {
      if (followUp.deathDay[course.patient]! < 0) return;
      const result = derive(course);
      if (result !== null) put(course.patient, result);
    },
  };

  function timeOf(wanted: Exclude<DerivedEndpoint, { kind: "response" }>, of: FillerSetting) {
    switch (wanted.kind) {
      case "overall-survival":
        return ({ patient }: Course) => deriveSurvivalTime(followUp, patient, wanted.censorAt);
      case "progression-free-survival":
      case "time-to-progression":
        return progression(wanted, of);
      case "duration-of-response":
        return duration(wanted, of);
      case "time-to-response":
        return (course: Course) => timeToResponse(course, firstResponse(course, wanted.confirmed));
    }
  }

  function firstResponse(course: Course, confirmed: boolean): number {
    return findFirstResponse(course, options, { confirmed, newTherapyDay: followUp.newTherapyDay[course.patient]! });
  }

  function duration(
    wanted: Extract<DerivedEndpoint, { kind: "duration-of-response" }>,
    { schedule }: Pick<FillerSetting, "schedule">,
  ) {
    const { progressionRule, confirmed } = wanted;
    if (isAdmiralRule(progressionRule)) {
      return (course: Course) => {
        const row = firstAdmiralResponse(course, options, confirmed);
        if (row === NONE) return null;
        return deriveAdmiralTime(ADMIRAL_TIMES.durationOfResponse, course, followUp, course.columns.day[row]!);
      };
    }
    const rule = progressionRuleOf(progressionRule, needed(schedule), "event");
    return (course: Course) => {
      const row = firstResponse(course, confirmed);
      if (row === NONE) return null;
      return deriveProgressionTime(course, timelineOf(course, followUp), rule, course.columns.day[row]!);
    };
  }

  function progression(
    wanted: Extract<DerivedEndpoint, { kind: "progression-free-survival" | "time-to-progression" }>,
    { schedule }: Pick<FillerSetting, "schedule">,
  ) {
    const { progressionRule, kind } = wanted;
    if (isAdmiralRule(progressionRule)) {
      const definition =
        kind === "time-to-progression"
          ? ADMIRAL_TIMES.timeToProgression
          : progressionRule === "admiral"
            ? ADMIRAL_TIMES.progressionFreeSurvival
            : ADMIRAL_TIMES.progressionFreeSurvivalToNewTherapy;
      return (course: Course) => deriveAdmiralTime(definition, course, followUp, 0);
    }
    const rule = progressionRuleOf(
      progressionRule,
      needed(schedule),
      kind === "time-to-progression" ? "censor" : "event",
    );
    return (course: Course) => deriveProgressionTime(course, timelineOf(course, followUp), rule, 0);
  }
}

/** The first response as admiralonco finds it: rows up to the first PD, no regard to new therapy. */
function firstAdmiralResponse({ columns, count }: Course, options: RecistOptions, confirmed: boolean): number {
  const range = { from: 0, to: endOfCountable(columns, 0, count) };
  return confirmed ? findConfirmedResponse(columns, range, options) : findResponse(columns, range);
}

function timeToResponse(course: Course, row: number) {
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
  } as const;
}

function hasInterval(endpoint: DerivedEndpoint): boolean {
  return (
    (endpoint.kind === "progression-free-survival" || endpoint.kind === "time-to-progression") &&
    !isAdmiralRule(endpoint.progressionRule)
  );
}

/** `checkEndpoint` has refused a plan without it. */
function needed(schedule: Schedule | undefined): Schedule {
  if (schedule === undefined) throw new Error("a progression rule without imaging.schedule");
  return schedule;
}

import { toOutcomeData } from "../endpoints/outcome-data.js";
import { CONFIRMABLE, type ResponseTable } from "../endpoints/response-table.js";
import type { TimeTable } from "../endpoints/time-table.js";
import {
  type EndpointView,
  NO_DAY,
  type ProgressionView,
  RESPONSE_CATEGORIES,
  type ResponseView,
} from "../frame/endpoint-view.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import { RESPONSE } from "../recist/response.js";

type Category = (typeof RESPONSE_CATEGORIES)[number];

/** Responses as a comparison of two sources has them: stable includes non-CR/non-PD, unconfirmed progression is progression. */
const categories: Readonly<Record<number, Category>> = {
  [RESPONSE.cr]: "CR",
  [RESPONSE.pr]: "PR",
  [RESPONSE.sd]: "SD",
  [RESPONSE.nonCrNonPd]: "SD",
  [RESPONSE.pd]: "PD",
  [RESPONSE.unconfirmedPd]: "PD",
  [RESPONSE.ne]: "NE",
  [RESPONSE.nd]: "NE",
};

/** A derived endpoint as one side of a comparison. unsourced: datasets without anything to derive it from. */
export function viewOf(
  table: ResponseTable | TimeTable,
  patients: PatientFrame,
  unsourced: ReadonlySet<string>,
): EndpointView {
  const available = Uint8Array.from(patients.datasetId, (dataset) => (unsourced.has(dataset) ? 0 : 1));
  return table.kind === "response" ? responseView(table, available) : progressionView(table, available);
}

function responseView(table: ResponseTable, available: Uint8Array): ResponseView {
  return {
    kind: "response",
    available,
    counted: table.available,
    category: table.best.map((code) => RESPONSE_CATEGORIES.indexOf(categories[code] ?? "missing")),
    isResponder: table.isResponder,
    unconfirmed: table.confirmable.map((code, i) =>
      code !== CONFIRMABLE.noResponse && table.isResponder[i] === 0 ? 1 : 0,
    ),
  };
}

/** Situations in which nothing was assessed after baseline. */
const unassessed = new Set(["no-baseline", "no-assessment", "early-death", "start"]);

function progressionView(table: TimeTable, sourced: Uint8Array): ProgressionView {
  const data = toOutcomeData(table.name, table);
  if (data.kind !== "survival") throw new Error(`${table.name} is no time to an event`);
  const situation = (i: number) => table.endings[table.ending[i]!]?.situation ?? "no-assessment";
  const available = sourced.map((yes, i) => (yes === 1 && table.available[i] === 1 ? 1 : 0));
  const days = (of: (i: number) => number) => Int32Array.from(available, (yes, i) => (yes === 1 ? of(i) : 0));
  return {
    kind: "progression",
    available,
    assessed: available.map((yes, i) => (yes === 1 && !unassessed.has(situation(i)) ? 1 : 0)),
    timeDays: data.timeDays,
    status: data.status,
    progressionDay: Int32Array.from(available, (yes, i) =>
      yes === 1 && situation(i) === "progression" ? table.day[i]! : NO_DAY,
    ),
    left: days((i) => table.interval?.left[i] ?? table.day[i]!),
    right: days((i) => table.interval?.right[i] ?? (data.status[i] === 1 ? table.day[i]! : NO_DAY)),
  };
}

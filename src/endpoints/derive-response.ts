import { type BestResponse, isDiseaseControl, isResponder } from "../recist/best-response.js";
import {
  deriveBestAdmiralonco,
  deriveConfirmedBestAdmiralonco,
  findClinicalBenefitDay,
} from "../recist/best-response-admiralonco.js";
import { endOfCountable } from "../recist/countable-rows.js";
import type { Criteria } from "../recist/criteria.js";
import { NONE } from "../recist/lesion-rows.js";
import type { RecistOptions } from "../recist/options.js";
import { isConfirmable } from "../recist/response-measures.js";
import type { TableEndpoint } from "../spec/derive-options.js";
import type { Course } from "./course.js";
import { findAdmiralResponse, findFirstResponse } from "./first-response.js";
import type { FollowUp } from "./follow-up.js";
import { CONFIRMABLE, putBestResponse, type ResponseTable } from "./response-table.js";

export type ResponseEndpoint = Extract<TableEndpoint, { kind: "response" | "best-response" }>;
export type BenefitEndpoint = Extract<TableEndpoint, { kind: "clinical-benefit" }>;

export interface ResponseSetting {
  readonly criteria: Criteria;
  readonly options: RecistOptions;
  readonly followUp: FollowUp;
}

/** Writes the best response of one patient into the table, by the mode asked for and by the other one beside it. */
export function putResponse(
  table: ResponseTable,
  course: Course,
  endpoint: ResponseEndpoint,
  setting: ResponseSetting,
): void {
  const { patient } = course;
  const { mode, confirmed } = endpoint;
  const best = bestResponse(course, { mode, confirmed }, setting);
  const firstRow =
    mode === "admiralonco"
      ? findAdmiralResponse(course, setting.options, confirmed)
      : findFirstResponse(course, setting.options, {
          confirmed,
          newTherapyDay: setting.followUp.newTherapyDay[patient]!,
        });
  putBestResponse(table, course, { best, firstRow });
  const otherMode = mode === "recist11" ? "admiralonco" : "recist11";
  // admiralonco ranks responses of RECIST 1.1; other criteria have one roll-up only.
  table.otherBest[patient] =
    setting.criteria.id === "recist" ? bestResponse(course, { mode: otherMode, confirmed }, setting).response : 0;
  const counts =
    endpoint.kind === "response" && endpoint.measure === "disease-control" ? isDiseaseControl : isResponder;
  table.isResponder[patient] = counts(best) ? 1 : 0;
  table.isMeasurable[patient] = course.isMeasurable ? 1 : 0;
  table.available[patient] = isCounted(endpoint, course) ? 1 : 0;
  table.confirmable[patient] = confirmableOf(course, setting.options);
}

/** Writes whether and when a patient benefited: responded, or was stable or better once the minimum time had passed. */
export function putBenefit(
  table: ResponseTable,
  course: Course,
  { confirmed }: BenefitEndpoint,
  { options }: ResponseSetting,
): void {
  const { patient, columns, count } = course;
  const row = findAdmiralResponse(course, options, confirmed);
  const responseDay = row === NONE ? null : columns.day[row]!;
  const day = findClinicalBenefitDay(
    columns,
    { from: 0, to: endOfCountable(columns, 0, count) },
    { ...options, responseDay },
  );
  table.available[patient] = 1;
  table.isResponder[patient] = day === null ? 0 : 1;
  table.firstRow[patient] = day === null ? NONE : rowOf(course, day);
  table.firstDay[patient] = day ?? 0;
  table.row[patient] = NONE;
  table.confirmedBy[patient] = NONE;
}

function isCounted(endpoint: ResponseEndpoint, { isMeasurable }: Course): boolean {
  if (endpoint.kind === "best-response" || endpoint.by === "ehr") return true;
  return endpoint.denominator === "all" || isMeasurable;
}

function bestResponse(
  { columns, count, patient }: Course,
  { mode, confirmed }: Pick<ResponseEndpoint, "mode" | "confirmed">,
  { criteria, options, followUp }: ResponseSetting,
): BestResponse {
  if (mode === "admiralonco") {
    const range = { from: 0, to: endOfCountable(columns, 0, count) };
    return confirmed
      ? deriveConfirmedBestAdmiralonco(columns, range, options)
      : deriveBestAdmiralonco(columns, range, options);
  }
  const sequence = { columns, from: 0, to: count, newTherapyDay: followUp.newTherapyDay[patient]! };
  return (confirmed ? criteria.rollUp.confirmed : criteria.rollUp.unconfirmed)(sequence, options);
}

function confirmableOf({ columns, count }: Course, options: RecistOptions): number {
  const found = isConfirmable(columns, { from: 0, to: count }, options);
  if (found === null) return CONFIRMABLE.noResponse;
  return found ? CONFIRMABLE.yes : CONFIRMABLE.no;
}

function rowOf({ columns, count }: Course, day: number): number {
  for (let row = 0; row < count; row += 1) if (columns.day[row] === day) return row;
  return NONE;
}

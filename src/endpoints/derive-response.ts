import { type BestResponse, isDiseaseControl, isResponder } from "../recist/best-response.js";
import { deriveBestAdmiralonco, deriveConfirmedBestAdmiralonco } from "../recist/best-response-admiralonco.js";
import { endOfCountable } from "../recist/countable-rows.js";
import type { Criteria } from "../recist/criteria.js";
import type { RecistOptions } from "../recist/options.js";
import { isConfirmable } from "../recist/response-measures.js";
import type { DerivedEndpoint } from "../spec/endpoint.js";
import type { Course } from "./course.js";
import type { FollowUp } from "./follow-up.js";
import { CONFIRMABLE, putBestResponse, type ResponseTable } from "./response-table.js";

type ResponseEndpoint = Extract<DerivedEndpoint, { kind: "response" }>;

export interface ResponseSetting {
  readonly endpoint: ResponseEndpoint;
  readonly criteria: Criteria;
  readonly options: RecistOptions;
  readonly followUp: FollowUp;
}

/** Writes the best response of one patient into the table, by the mode asked for and by the other one beside it. */
export function putResponse(table: ResponseTable, course: Course, setting: ResponseSetting): void {
  const { endpoint } = setting;
  const { patient } = course;
  const best = bestResponse(course, setting, endpoint.mode);
  putBestResponse(table, course, best);
  table.otherBest[patient] = hasOtherMode(setting)
    ? bestResponse(course, setting, endpoint.mode === "recist11" ? "admiralonco" : "recist11").response
    : 0;
  const counts = endpoint.measure === "objective" ? isResponder : isDiseaseControl;
  table.isResponder[patient] = counts(best) ? 1 : 0;
  table.isMeasurable[patient] = course.isMeasurable ? 1 : 0;
  const isInDenominator = endpoint.by === "ehr" || endpoint.denominator === "all" || course.isMeasurable;
  table.available[patient] = isInDenominator ? 1 : 0;
  table.confirmable[patient] = confirmableOf(course, setting.options);
}

/** admiralonco ranks responses of RECIST 1.1; iRECIST has one roll-up only. */
export function hasOtherMode({ criteria }: Pick<ResponseSetting, "criteria">): boolean {
  return criteria.id === "recist";
}

function bestResponse(course: Course, setting: ResponseSetting, mode: ResponseEndpoint["mode"]): BestResponse {
  const { columns, count, patient } = course;
  const { endpoint, criteria, options, followUp } = setting;
  if (mode === "admiralonco") {
    const range = { from: 0, to: endOfCountable(columns, 0, count) };
    return endpoint.confirmed
      ? deriveConfirmedBestAdmiralonco(columns, range, options)
      : deriveBestAdmiralonco(columns, range, options);
  }
  const sequence = { columns, from: 0, to: count, newTherapyDay: followUp.newTherapyDay[patient]! };
  const { confirmed, unconfirmed } = criteria.rollUp;
  return (endpoint.confirmed ? confirmed : unconfirmed)(sequence, options);
}

function confirmableOf({ columns, count }: Course, options: RecistOptions): number {
  const found = isConfirmable(columns, { from: 0, to: count }, options);
  if (found === null) return CONFIRMABLE.noResponse;
  return found ? CONFIRMABLE.yes : CONFIRMABLE.no;
}

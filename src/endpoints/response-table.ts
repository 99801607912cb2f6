import type { BestResponse } from "../recist/best-response.js";
import { RULE } from "../recist/rules.js";
import type { Course } from "./course.js";

/** Whether the first CR or PR could have been confirmed. */
export const CONFIRMABLE = { noResponse: 0, no: 1, yes: 2 } as const;

/** Best response of n patients by one source (ADRS' BOR in columns), aligned to the frame. */
export interface ResponseTable {
  readonly kind: "response";
  readonly name: string;
  /** 1 = in the denominator. */
  readonly available: Uint8Array;
  readonly isResponder: Uint8Array;
  /** Response code; `missing` without an assessment. */
  readonly best: Uint8Array;
  /** The same by the other mode, for the count of differences. 0 where there is no other. */
  readonly otherBest: Uint8Array;
  /** The assessment that dates it and the one that confirmed it, −1 without, and their days. */
  readonly row: Int32Array;
  readonly confirmedBy: Int32Array;
  readonly day: Int32Array;
  readonly confirmedDay: Int32Array;
  readonly sourceRow: Int32Array;
  /** The assessment of the first response, confirmed where that is asked for, −1 without, and its day. */
  readonly firstRow: Int32Array;
  readonly firstDay: Int32Array;
  /** Rule code. */
  readonly rule: Uint8Array;
  readonly confirmable: Uint8Array;
  readonly isMeasurable: Uint8Array;
}

export function createResponseTable(name: string, n: number): ResponseTable {
  const bytes = () => new Uint8Array(n);
  const numbers = () => new Int32Array(n);
  return {
    kind: "response",
    name,
    available: bytes(),
    isResponder: bytes(),
    best: bytes(),
    otherBest: bytes(),
    row: numbers(),
    confirmedBy: numbers(),
    day: numbers(),
    confirmedDay: numbers(),
    sourceRow: numbers(),
    firstRow: numbers(),
    firstDay: numbers(),
    rule: bytes(),
    confirmable: bytes(),
    isMeasurable: bytes(),
  };
}

/** Writes a patient's best response with its days, and the row of the first response (−1 without). */
export function putBestResponse(
  table: ResponseTable,
  course: Course,
  { best, firstRow }: { readonly best: BestResponse; readonly firstRow: number },
): void {
  const { patient, columns, sourceRow } = course;
  table.best[patient] = best.response;
  table.row[patient] = best.row;
  table.confirmedBy[patient] = best.confirmedBy;
  table.day[patient] = best.row < 0 ? 0 : columns.day[best.row]!;
  table.confirmedDay[patient] = best.confirmedBy < 0 ? 0 : columns.day[best.confirmedBy]!;
  table.sourceRow[patient] = best.row < 0 ? 0 : sourceRow[best.row]!;
  table.firstRow[patient] = firstRow;
  table.firstDay[patient] = firstRow < 0 ? 0 : columns.day[firstRow]!;
  table.rule[patient] = RULE[best.rule];
}

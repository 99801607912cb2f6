import { type BestResponse, withoutAssessment } from "./best-response.js";
import { followResponse } from "./confirmation.js";
import { endOfCountable } from "./countable-rows.js";
import { NEVER, NONE } from "./lesion-rows.js";
import type { RecistOptions } from "./options.js";
import { RESPONSE, type ResponseColumns } from "./response.js";
import { pairOf } from "./table3.js";

/** Rows of one patient and reader, and what ends them. Days count from the start, to which the SD minimum refers. */
export interface ResponseSequence {
  readonly columns: ResponseColumns;
  readonly from: number;
  readonly to: number;
  /** First day of a new anticancer therapy, NEVER without. */
  readonly newTherapyDay?: number;
}

/**
 * Best overall response by RECIST 1.1 §4.6 with confirmation: every CR and PR is paired with what confirmed it or broke it off
 * and looked up in table 3; SD and NON-CR/NON-PD need the minimum time; the best of all counts, the earliest where several
 * are equal. PD is better than NE: who progressed was evaluable.
 * A CR followed by disease ends in PD there (table 3, footnote) unless `partialAfterComplete` is `recodeToPartial`.
 */
export function deriveBestResponseRecist11(sequence: ResponseSequence, options: RecistOptions): BestResponse {
  return bestOf(sequence, options, candidate);
}

/** As `deriveBestResponseRecist11`, without confirmation: the best response at any time, SD after the minimum time. */
export function deriveUnconfirmedBestResponseRecist11(
  sequence: ResponseSequence,
  options: RecistOptions,
): BestResponse {
  return bestOf(sequence, options, unconfirmedCandidate);
}

function bestOf(
  { columns, from, to, newTherapyDay = NEVER }: ResponseSequence,
  options: RecistOptions,
  rate: Rate,
): BestResponse {
  const end = endOfCountable(columns, from, to, newTherapyDay);
  if (from === end) return withoutAssessment(options);
  const read = applyFootnote({ columns, from, to: end }, options);
  let best = rate(read.columns, read.from, read.to, options);
  for (let row = read.from + 1; row < read.to; row += 1) {
    const other = rate(read.columns, row, read.to, options);
    if (other.response < best.response) best = other;
  }
  const moved = from - read.from;
  if (moved === 0) return best;
  return { ...best, row: best.row + moved, confirmedBy: best.confirmedBy === NONE ? NONE : best.confirmedBy + moved };
}

type Rate = (columns: ResponseColumns, i: number, to: number, options: RecistOptions) => BestResponse;

/**
 * Table 3, footnote, on rows that count: the first PR, SD or NON-CR/NON-PD after a CR is PD and the last row; with
 * `recodeToPartial` the CRs before a PR were PRs. Comes back as it is where there is nothing of the kind; else the rows are
 * copied and begin at 0.
 */
export function applyFootnote(sequence: ResponseSequence, options: RecistOptions): ResponseSequence {
  const { columns, from, to } = sequence;
  let firstComplete = from;
  while (firstComplete < to && columns.response[firstComplete] !== RESPONSE.cr) firstComplete += 1;
  let isConcerned = false;
  for (let row = firstComplete + 1; row < to; row += 1) if (isDisease(columns.response[row]!)) isConcerned = true;
  if (!isConcerned) return sequence;

  const n = to - from;
  const day = Int32Array.from({ length: n }, (_, i) => columns.day[from + i]!);
  const response = Uint8Array.from({ length: n }, (_, i) => columns.response[from + i]!);
  const held = Uint8Array.from({ length: n }, (_, i) => columns.held?.[from + i] ?? 0);
  const recodesUpTo = options.partialAfterComplete === "recodeToPartial" ? response.lastIndexOf(RESPONSE.pr) : NONE;
  let end = n;
  let seenComplete = false;
  for (let row = firstComplete - from; row < end; row += 1) {
    if (response[row] === RESPONSE.cr && row < recodesUpTo) response[row] = RESPONSE.pr;
    else if (response[row] === RESPONSE.cr) seenComplete = true;
    else if (seenComplete && isDisease(response[row]!)) {
      response[row] = RESPONSE.pd;
      end = row + 1;
    }
  }
  return { columns: { day, response, held }, from: 0, to: end };
}

/** Disease that is there and has not progressed. */
function isDisease(code: number): boolean {
  return code === RESPONSE.pr || code === RESPONSE.sd || code === RESPONSE.nonCrNonPd;
}

/** What row i makes of the best response. */
function candidate(columns: ResponseColumns, i: number, to: number, options: RecistOptions): BestResponse {
  const code = columns.response[i]!;
  if (code !== RESPONSE.cr && code !== RESPONSE.pr) return plainCandidate(columns, i, options);
  if (columns.held?.[i] === 1) return plainCandidate(columns, i, options);
  const { row, isConfirmed } = followResponse(columns, i, to, options);
  const subsequent = row === to ? RESPONSE.ne : columns.response[row]!;
  const pair = pairOf(code, subsequent);
  const meetsMinimum = columns.day[i]! >= options.minimumStableDays;
  const response = meetsMinimum ? pair.ifFirstMeetsMinimum : pair.otherwise;
  const dates = isConfirmed || meetsMinimum || response === RESPONSE.ne ? i : row;
  return { response, row: dates, confirmedBy: isConfirmed ? row : NONE, rule: isConfirmed ? "C1" : "C2" };
}

/** SD, NON-CR/NON-PD, PD and NE, each by itself; a PR that is only held reads as SD, an assessment not done as NE. */
function plainCandidate(columns: ResponseColumns, i: number, options: RecistOptions): BestResponse {
  const written = columns.response[i]!;
  const code = written === RESPONSE.pr ? RESPONSE.sd : written === RESPONSE.nd ? RESPONSE.ne : written;
  const isStable = code === RESPONSE.sd || code === RESPONSE.nonCrNonPd;
  const isTooEarly = isStable && columns.day[i]! < options.minimumStableDays;
  return { response: isTooEarly ? RESPONSE.ne : code, row: i, confirmedBy: NONE, rule: isStable ? "C2" : "N5" };
}

function unconfirmedCandidate(columns: ResponseColumns, i: number, _to: number, options: RecistOptions): BestResponse {
  const code = columns.response[i]!;
  if (code === RESPONSE.cr || code === RESPONSE.pr) return { response: code, row: i, confirmedBy: NONE, rule: "N5" };
  return plainCandidate(columns, i, options);
}

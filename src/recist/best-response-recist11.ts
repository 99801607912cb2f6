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
 * Best overall response by RECIST 1.1 §4.6 with confirmation: every CR and PR is paired with what confirmed it or broke
 * it off and looked up in table 3; SD and NON-CR/NON-PD need the minimum time; the best of all counts, the earliest
 * where several are equal. PD is better than NE: who progressed was evaluable. A CR followed by disease ends in PD
 * there (table 3, footnote) unless `partialAfterComplete` is `recodeToPartial`.
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

/**
 * The row of [from, to) at which disease has reappeared after a CR (table 3, footnote): the first PR, SD or
 * NON-CR/NON-PD after it. It is PD, whatever it says, and ends the sequence. NONE without. In a sequence derived from
 * lesions T10 has decided already, and a node that waits for the next scan is none.
 */
export function findReappearance({ response, awaited }: ResponseColumns, from: number, to: number): number {
  let seenComplete = false;
  for (let row = from; row < to; row += 1) {
    const code = response[row];
    const isDisease = code === RESPONSE.pr || code === RESPONSE.sd || code === RESPONSE.nonCrNonPd;
    if (code === RESPONSE.cr) seenComplete = true;
    else if (seenComplete && isDisease && awaited?.[row] !== 1) return row;
  }
  return NONE;
}

type Rate = (columns: ResponseColumns, i: number, to: number, options: RecistOptions) => BestResponse;

function bestOf(sequence: ResponseSequence, options: RecistOptions, rate: Rate): BestResponse {
  const { from, newTherapyDay = NEVER } = sequence;
  const end = endOfCountable(sequence.columns, from, sequence.to, newTherapyDay);
  if (from === end) return withoutAssessment(options);
  const { columns, moved } = recode(sequence.columns, { from, to: end }, options);
  const reappearance = findReappearance(columns, from - moved, end - moved);
  const to = reappearance === NONE ? end - moved : reappearance + 1;
  let best: BestResponse | null = null;
  for (let row = from - moved; row < to; row += 1) {
    const other: BestResponse =
      row === reappearance
        ? { response: RESPONSE.pd, row, confirmedBy: NONE, rule: "C2" }
        : rate(columns, row, to, options);
    if (best === null || other.response < best.response) best = other;
  }
  const { response, row, confirmedBy, rule } = best!;
  return { response, row: row + moved, confirmedBy: confirmedBy === NONE ? NONE : confirmedBy + moved, rule };
}

/** With `recodeToPartial` the CRs before a PR were PRs: the rows are copied and begin at 0, `moved` rows earlier. */
function recode(
  columns: ResponseColumns,
  { from, to }: { readonly from: number; readonly to: number },
  { partialAfterComplete }: RecistOptions,
): { readonly columns: ResponseColumns; readonly moved: number } {
  if (partialAfterComplete !== "recodeToPartial") return { columns, moved: 0 };
  const rows = { length: to - from };
  const day = Int32Array.from(rows, (_, i) => columns.day[from + i]!);
  const response = Uint8Array.from(rows, (_, i) => columns.response[from + i]!);
  const held = Uint8Array.from(rows, (_, i) => columns.held?.[from + i] ?? 0);
  const awaited = Uint8Array.from(rows, (_, i) => columns.awaited?.[from + i] ?? 0);
  const lastPartial = response.lastIndexOf(RESPONSE.pr);
  for (let row = 0; row < lastPartial; row += 1) if (response[row] === RESPONSE.cr) response[row] = RESPONSE.pr;
  return { columns: { day, response, held, awaited }, moved: from };
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

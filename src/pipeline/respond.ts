import { deriveBestResponseRecist11, deriveUnconfirmedBestResponseRecist11 } from "../recist/best-response-recist11.js";
import { deriveTimepoints } from "../recist/derive-timepoints.js";
import {
  AXIS,
  CERTAINTY,
  createLesionRows,
  type LesionRows,
  NONE,
  ROLE,
  STATE,
  toHundredths,
} from "../recist/lesion-rows.js";
import { RECIST_DEFAULTS } from "../recist/options.js";
import { RECIST11 } from "../recist/recist11.js";
import { RESPONSE } from "../recist/response.js";
import { createWorkspace } from "../recist/workspace.js";
import type { LesionState } from "../simulate/error-free-reading.js";

/** One lesion on one scan, on its way to the response criteria. */
export interface LesionNote {
  readonly day: number;
  readonly lesion: number;
  readonly role: "target" | "nontarget" | "new";
  readonly isNode: boolean;
  readonly organ: number;
  readonly state: LesionState;
  readonly diameterMm: number | null;
  readonly certainty?: "unequivocal" | "equivocal" | null;
  readonly sliceMm?: number;
}

/** What RECIST 1.1 makes of one patient's reading. */
export interface ReadingResponse {
  /** Code of `RESPONSE`: best overall response, confirmed after 28 days, and without confirmation. */
  readonly best: number;
  readonly bestUnconfirmed: number;
  /** Day of the first progression; null without. */
  readonly progressionDay: number | null;
  /** Day of the first response; null without. */
  readonly responseDay: number | null;
  readonly targetCount: number;
  readonly baselineSumMm: number | null;
}

const roles = { target: ROLE.target, nontarget: ROLE.nonTarget, new: ROLE.new } as const;
const states: Readonly<Record<LesionState, number>> = {
  measured: STATE.measured,
  too_small: STATE.tooSmall,
  absent: STATE.absent,
  present: STATE.present,
  unequivocal_progression: STATE.unequivocalProgression,
  not_evaluable: STATE.notEvaluable,
};
const certainties = { unequivocal: CERTAINTY.unequivocal, equivocal: CERTAINTY.equivocal } as const;

/**
 * Opens a desk at which simulated readings are judged one after another by the engine's own RECIST 1.1 with its default
 * options: `note` each lesion row of a patient, then `judge`, which clears the desk. Memory is kept from patient to patient.
 */
export function openResponder(): { readonly note: (note: LesionNote) => void; readonly judge: () => ReadingResponse } {
  const workspace = createWorkspace();
  let rows = createLesionRows(256);
  let count = 0;
  return {
    note: (note) => {
      if (count === rows.day.length) rows = enlarge(rows);
      writeNote(rows, count, note);
      count += 1;
    },
    judge: () => {
      deriveTimepoints(workspace, rows, { from: 0, to: count }, { criteria: RECIST11, options: RECIST_DEFAULTS });
      count = 0;
      const { timepoints, baseline } = workspace;
      const sequence = { columns: timepoints, from: 0, to: timepoints.count };
      return {
        best: deriveBestResponseRecist11(sequence, RECIST_DEFAULTS).response,
        bestUnconfirmed: deriveUnconfirmedBestResponseRecist11(sequence, RECIST_DEFAULTS).response,
        progressionDay: firstDay(timepoints, (code) => code === RESPONSE.pd),
        responseDay: firstDay(timepoints, (code) => code === RESPONSE.cr || code === RESPONSE.pr),
        targetCount: baseline.targetCount,
        baselineSumMm: baseline.sum === NONE ? null : baseline.sum / 100,
      };
    },
  };
}

function writeNote(rows: LesionRows, row: number, note: LesionNote): void {
  rows.day[row] = note.day;
  rows.lesion[row] = note.lesion;
  rows.role[row] = roles[note.role];
  rows.isNode[row] = note.isNode ? 1 : 0;
  rows.organ[row] = note.organ + 1;
  rows.state[row] = states[note.state];
  rows.diameter[row] = note.diameterMm === null ? NONE : toHundredths(note.diameterMm);
  rows.axis[row] = note.diameterMm === null ? AXIS.unstated : note.isNode ? AXIS.short : AXIS.long;
  rows.certainty[row] = note.certainty == null ? CERTAINTY.unstated : certainties[note.certainty];
  rows.sliceThickness[row] = note.sliceMm === undefined ? NONE : toHundredths(note.sliceMm);
}

function firstDay(
  { count, day, response }: { count: number; day: Int32Array; response: Uint8Array },
  is: (code: number) => boolean,
): number | null {
  for (let t = 0; t < count; t += 1) if (is(response[t]!)) return day[t]!;
  return null;
}

function enlarge(rows: LesionRows): LesionRows {
  const larger = createLesionRows(rows.day.length * 2);
  for (const [name, column] of Object.entries(rows) as [keyof LesionRows, Int32Array | Uint8Array][])
    larger[name].set(column as never);
  return larger;
}

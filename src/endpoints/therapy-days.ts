import { NEVER } from "../recist/lesion-rows.js";
import type { NewTherapyRule } from "../spec/imaging.js";

/** Lines of therapy of one patient, in columns: the rows [from, to) in ascending order of start. Days on the dataset's count. */
export interface TherapyLines {
  readonly started: Int32Array;
  readonly ended: Int32Array;
  /** 1 = ended for toxicity, or for progression that the treating physician called. */
  readonly isStop: Int32Array;
  readonly from: number;
  readonly to: number;
}

/** Days from index; NEVER where it did not come. */
export interface TherapyDays {
  readonly newTherapyDay: number;
  /** The line given at index ended for toxicity or progression (N7: that is not progression by scan). */
  readonly stopDay: number;
}

/**
 * First new anticancer therapy and end of treatment of one patient. The index line is the line that starts nearest to index, at
 * most `indexLineDays` away (of two equally near, the later); new is the first line that starts after it and after index.
 * localDays: days of local therapy from index, ascending, regarded where the rule counts them.
 */
export function deriveTherapyDays(
  lines: TherapyLines,
  indexDay: number,
  localDays: readonly number[],
  rule: NewTherapyRule,
): TherapyDays {
  const { started, ended, isStop, from, to } = lines;
  let indexLine = -1;
  let nearest = rule.indexLineDays;
  for (let line = from; line < to; line += 1) {
    const distance = Math.abs(started[line]! - indexDay);
    if (started[line] === NEVER || distance > nearest) continue;
    nearest = distance;
    indexLine = line;
  }
  const after = indexLine < 0 ? indexDay : Math.max(indexDay, started[indexLine]!);
  let newTherapyDay: number = NEVER;
  for (let line = from; line < to; line += 1) {
    if (started[line] !== NEVER && started[line]! > after)
      newTherapyDay = Math.min(newTherapyDay, started[line]! - indexDay);
  }
  if (rule.localTherapy === "count") {
    for (const day of localDays) if (day > 0) newTherapyDay = Math.min(newTherapyDay, day);
  }
  const isStopped = indexLine >= 0 && isStop[indexLine] === 1 && ended[indexLine] !== NEVER;
  return { newTherapyDay, stopDay: isStopped ? ended[indexLine]! - indexDay : NEVER };
}

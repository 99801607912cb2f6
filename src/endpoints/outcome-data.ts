import type { IntervalColumns, OutcomeData } from "../frame/outcome-data.js";
import { NEVER } from "../recist/lesion-rows.js";
import type { EndpointTable } from "./endpoint-filler.js";
import { analysisDays, type TimeTable } from "./time-table.js";

/** An endpoint's table as the estimates take it: time in days, at least 1, and status, with the interval form where it has one; or yes and no. */
export function toOutcomeData(endpoint: string, table: EndpointTable): OutcomeData {
  const { available } = table;
  if (table.kind === "response") return { kind: "binary", endpoint, value: table.isResponder, available };
  const n = available.length;
  const timeDays = new Int32Array(n);
  const status = new Uint8Array(n);
  const newTherapy = new Uint8Array(n);
  for (let patient = 0; patient < n; patient += 1) {
    if (available[patient] === 0) continue;
    const { cnsr, situation } = table.endings[table.ending[patient]!]!;
    timeDays[patient] = analysisDays(table, patient);
    status[patient] = cnsr === 0 ? 1 : 0;
    newTherapy[patient] = situation === "new-therapy" ? 1 : 0;
  }
  const data = { kind: "survival", endpoint, timeDays, status, available, newTherapy } as const;
  return table.interval === null ? data : { ...data, interval: toIntervals(available, table.interval) };
}

/** Analysis time is day + 1; free of the event at index itself means after time 0. */
function toIntervals(available: Uint8Array, days: NonNullable<TimeTable["interval"]>): IntervalColumns {
  const n = available.length;
  const left = new Int32Array(n);
  const right = new Int32Array(n);
  const rightCensored = new Uint8Array(n);
  const clearLeft = new Int32Array(n);
  for (let patient = 0; patient < n; patient += 1) {
    if (available[patient] === 0) continue;
    const until = days.right[patient]!;
    const time = (from: number) => (from <= 0 && from !== until ? 0 : from + 1);
    left[patient] = time(days.left[patient]!);
    clearLeft[patient] = time(days.clearLeft[patient]!);
    rightCensored[patient] = until === NEVER ? 1 : 0;
    right[patient] = until === NEVER ? 0 : until + 1;
  }
  return { left, right, rightCensored, clearLeft };
}

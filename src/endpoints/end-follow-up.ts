import { DataError } from "../errors.js";
import type { IntervalColumns, SurvivalData } from "../frame/outcome-data.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import { makeStatistic, type Place } from "../results/make-records.js";
import type { ResultRecord } from "../results/records.js";
import type { Ends } from "../spec/ends.js";
import type { Store } from "../store/store.js";

const UNCUT = 2 ** 31 - 1;

/**
 * Times cut where an arm's follow-up ends: who has no event by then is censored on that day, and an interval that reaches beyond it is open. Analysis time counts the index day as 1. Who was
 * indexed after the date, or is at risk only after it, is not available. Records, per arm that is cut: `n_follow_up_cut`, patients whose time was.
 * Throws DataError where a date is given for an arm whose dataset counts days from index.
 */
export async function endFollowUp(
  place: Place,
  data: SurvivalData,
  { patients, ends, store }: { readonly patients: PatientFrame; readonly ends: Ends; readonly store: Store },
): Promise<{ readonly data: SurvivalData; readonly records: readonly ResultRecord[] }> {
  const limit = new Int32Array(patients.n).fill(UNCUT);
  for (const [side, group] of (["control", "trial"] as const).entries()) {
    const end = ends[group];
    if (end === undefined) continue;
    if ("on" in end) await requireCalendar(store, patients, side, `${place.variable}.ends.${group}`);
    const on = "on" in end ? Date.parse(`${end.on}T00:00:00Z`) / 86_400_000 : 0;
    for (let i = 0; i < patients.n; i += 1)
      if (patients.trial[i] === side) limit[i] = "on" in end ? on - patients.indexEpochDay[i]! + 1 : end.days;
  }
  const isOut = (i: number) => limit[i]! <= (data.entryDays?.[i] ?? 0);
  const isCut = (i: number) => data.available[i] === 1 && !isOut(i) && data.timeDays[i]! > limit[i]!;
  const unless = (column: Uint8Array) => column.map((value, i) => (isCut(i) ? 0 : value));
  const { newTherapy, interval, entryDays } = data;
  const cut: SurvivalData = {
    ...data,
    available: data.available.map((value, i) => (isOut(i) ? 0 : value)),
    timeDays: data.timeDays.map((time, i) => (isCut(i) ? limit[i]! : time)),
    status: unless(data.status),
    ...(newTherapy === undefined ? {} : { newTherapy: unless(newTherapy) }),
    ...(interval === undefined ? {} : { interval: cutIntervals(interval, limit) }),
    ...(entryDays === undefined ? {} : { entryDays: entryDays.map((day, i) => (isOut(i) ? 0 : day)) }),
  };
  const records = (["trial", "control"] as const).flatMap((group) => {
    if (ends[group] === undefined) return [];
    const side = group === "trial" ? 1 : 0;
    const n = Array.from(patients.trial.keys()).filter((i) => patients.trial[i] === side && isCut(i)).length;
    return [makeStatistic({ ...place, group }, "n_follow_up_cut", n, { unit: "patients" })];
  });
  return { data: cut, records };
}

/** What lies beyond the limit is not known: an interval that ends after it is open, from its left end or the limit. */
function cutIntervals({ left, right, rightCensored, clearLeft }: IntervalColumns, limit: Int32Array): IntervalColumns {
  const isOpen = (i: number) => rightCensored[i] === 1 || right[i]! > limit[i]!;
  const within = (days: Int32Array) => days.map((day, i) => Math.max(0, Math.min(day, limit[i]!)));
  return {
    left: within(left),
    clearLeft: within(clearLeft),
    right: right.map((day, i) => (isOpen(i) ? 0 : day)),
    rightCensored: rightCensored.map((_, i) => (isOpen(i) ? 1 : 0)),
  };
}

async function requireCalendar(store: Store, patients: PatientFrame, side: number, at: string): Promise<void> {
  const found = await store.query("select dataset_id, time_basis from rwid.dataset order by dataset_id");
  const basis = found.text("time_basis");
  const days = new Set(found.text("dataset_id").filter((_, k) => basis[k] !== "calendar"));
  const used = patients.datasetId.find((id, i) => patients.trial[i] === side && days.has(id));
  if (used === undefined) return;
  throw new DataError(
    `a date needs a dataset with calendar dates; dataset "${used}" counts days from index: give { days } → endpoints.${at}`,
  );
}

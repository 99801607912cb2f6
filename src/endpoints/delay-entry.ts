import type { SurvivalData } from "../frame/outcome-data.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import { NEVER } from "../recist/lesion-rows.js";
import { makeStatistic, type Place } from "../results/make-records.js";
import type { ResultRecord } from "../results/records.js";
import type { Entry } from "../spec/entry.js";
import type { Store } from "../store/store.js";
import { entryDaySql } from "./entry-day.sql.js";

/**
 * Times of patients who are at risk only once they came under observation. Analysis time of a day from index is day + 1 and a risk set is
 * (entry, time], so that an event on the day of entry counts. Who has no day of entry, or whose time ends before it, is not available.
 * Records, per arm: `n_late_entry` enter after index, `n_without_entry` have no such day, `n_left_before_entry` had their time end before.
 */
export async function delayEntry(
  place: Place,
  data: SurvivalData,
  { patients, entry, store }: { readonly patients: PatientFrame; readonly entry: Entry; readonly store: Store },
): Promise<{ readonly data: SurvivalData; readonly records: readonly ResultRecord[] }> {
  const days = await readEntryDays(store, patients, entry);
  const entryDays = new Int32Array(patients.n);
  const available = data.available.slice();
  const counts = { trial: { late: 0, without: 0, before: 0 }, control: { late: 0, without: 0, before: 0 } };
  for (let i = 0; i < patients.n; i += 1) {
    const group = patients.trial[i] === 1 ? "trial" : "control";
    if (available[i] === 0 || !entry.arms.includes(group)) continue;
    if (days[i] === NEVER) {
      available[i] = 0;
      counts[group].without += 1;
      continue;
    }
    entryDays[i] = Math.max(0, days[i]! - patients.indexEpochDay[i]!);
    if (entryDays[i]! < data.timeDays[i]!) counts[group].late += entryDays[i]! > 0 ? 1 : 0;
    else {
      available[i] = 0;
      entryDays[i] = 0;
      counts[group].before += 1;
    }
  }
  const records = (["trial", "control"] as const).flatMap((group) => {
    const count = (name: string, value: number) =>
      makeStatistic({ ...place, group }, name, value, { unit: "patients" });
    const { late, without, before } = counts[group];
    return [count("n_late_entry", late), count("n_without_entry", without), count("n_left_before_entry", before)];
  });
  return { data: { ...data, available, entryDays }, records };
}

async function readEntryDays(store: Store, { patientId }: PatientFrame, entry: Entry): Promise<Int32Array> {
  const parameters = [JSON.stringify(patientId), ...(entry.from === "observation" ? [entry.concept] : [])];
  const found = await store.query(entryDaySql[entry.from], parameters);
  return found.int32("day").values;
}

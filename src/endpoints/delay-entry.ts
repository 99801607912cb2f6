import type { SurvivalData } from "../frame/outcome-data.js";
import { sourceIdsOf } from "../frame/patient-clusters.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import { NEVER } from "../recist/lesion-rows.js";
import { makeNotEstimable, makeStatistic, makeWarning, type Place } from "../results/make-records.js";
import type { ResultRecord } from "../results/records.js";
import type { Entry } from "../spec/entry.js";
import type { Store } from "../store/store.js";
import { entryDaySql } from "./entry-day.sql.js";

/**
 * Times of patients who are at risk only once they came under observation. Analysis time of a day from index is day + 1 and a risk set is
 * (entry, time], so that an event on the day of entry counts. Who has no day of entry, or whose time ends before it, is not available.
 * With a least number at risk nobody is at risk before each late arm has so many (`risk_set_start`, a day of analysis time): entries of both arms are put off to then.
 * Records, per arm: `n_late_entry` enter after index, `n_without_entry` have no such day, `n_left_before_entry` had their time end before.
 */
export async function delayEntry(
  place: Place,
  data: SurvivalData,
  { patients, entry, store }: { readonly patients: PatientFrame; readonly entry: Entry; readonly store: Store },
): Promise<{ readonly data: SurvivalData; readonly records: readonly ResultRecord[] }> {
  const days = await readEntryDays(store, patients, entry);
  const start = entry.minimumAtRisk === undefined ? 0 : findStart(data, { patients, days, entry });
  const entryDays = new Int32Array(patients.n);
  const available = data.available.slice();
  const counts = { trial: { late: 0, without: 0, before: 0 }, control: { late: 0, without: 0, before: 0 } };
  for (let i = 0; i < patients.n; i += 1) {
    const group = patients.trial[i] === 1 ? "trial" : "control";
    if (available[i] === 0 || (start === 0 && !entry.arms.includes(group))) continue;
    const isLateArm = entry.arms.includes(group);
    if (isLateArm && days[i] === NEVER) {
      available[i] = 0;
      counts[group].without += 1;
      continue;
    }
    const own = isLateArm ? Math.max(0, days[i]! - patients.indexEpochDay[i]!) : 0;
    entryDays[i] = Math.max(own, start);
    if (entryDays[i]! < data.timeDays[i]!) counts[group].late += own > 0 ? 1 : 0;
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
  const { minimumAtRisk } = entry;
  const begin = minimumAtRisk === undefined ? [] : describeStart(place, start, minimumAtRisk);
  return { data: { ...data, available, entryDays }, records: [...records, ...begin] };
}

type Entered = { readonly patients: PatientFrame; readonly days: Int32Array; readonly entry: Entry };

/** The day after which each late arm has its least number at risk for the first time; NEVER where one never has. */
function findStart({ timeDays, available }: SurvivalData, { patients, days, entry }: Entered): number {
  const starts = entry.arms.map((group) => {
    const changes = new Map<number, number>();
    const change = (day: number, by: number) => changes.set(day, (changes.get(day) ?? 0) + by);
    for (let i = 0; i < patients.n; i += 1) {
      const isOurs = patients.trial[i] === (group === "trial" ? 1 : 0) && available[i] === 1 && days[i] !== NEVER;
      const own = isOurs ? Math.max(0, days[i]! - patients.indexEpochDay[i]!) : 0;
      if (!isOurs || own >= timeDays[i]!) continue;
      change(own, 1);
      change(timeDays[i]!, -1);
    }
    let atRisk = 0;
    for (const day of [...changes.keys()].sort((a, b) => a - b)) {
      atRisk += changes.get(day)!;
      if (atRisk >= (entry.minimumAtRisk ?? 0)) return day;
    }
    return NEVER;
  });
  return Math.max(...starts);
}

function describeStart(place: Place, start: number, minimum: number): ResultRecord[] {
  if (start !== NEVER) return [makeStatistic(place, "risk_set_start", start, { unit: "days" })];
  const why = `no day on which each arm that enters late has ${minimum} at risk (entry.minimumAtRisk): nobody is analysed`;
  return [makeWarning(place, "too_few_at_risk", why), makeNotEstimable(place, "risk_set_start", why)];
}

async function readEntryDays(store: Store, patients: PatientFrame, entry: Entry): Promise<Int32Array> {
  const parameters = [JSON.stringify(sourceIdsOf(patients)), ...(entry.from === "observation" ? [entry.concept] : [])];
  const found = await store.query(entryDaySql[entry.from], parameters);
  return found.int32("day").values;
}

import { NEVER } from "../recist/lesion-rows.js";
import type { NewTherapyRule } from "../spec/imaging.js";
import type { Store } from "../store/store.js";
import { imputeDeathDay } from "./death-day.js";
import { localTherapyDaysSql, therapyLinesSql, vitalStatusSql } from "./follow-up.sql.js";
import { deriveTherapyDays } from "./therapy-days.js";

/** What is known of n patients beside assessments: days from index, NEVER where it did not come or is not known. */
export interface FollowUp {
  readonly deathDay: Int32Array;
  /** What of the death's date is known (`DEATH_PRECISION`). */
  readonly deathPrecision: Uint8Array;
  /** The later of last contact and last scan. */
  readonly lastAliveDay: Int32Array;
  readonly cutoffDay: Int32Array;
  readonly newTherapyDay: Int32Array;
  readonly treatmentStopDay: Int32Array;
}

export function createFollowUp(n: number): FollowUp {
  const never = () => new Int32Array(n).fill(NEVER);
  return {
    deathDay: never(),
    deathPrecision: new Uint8Array(n),
    lastAliveDay: never(),
    cutoffDay: never(),
    newTherapyDay: never(),
    treatmentStopDay: never(),
  };
}

/** A slice of the patients, none of them twice: their ids as a JSON list, the frame's row and the day of index of each. */
export interface PatientSlice {
  readonly ids: string;
  readonly rows: Int32Array;
  readonly indexDay: Int32Array;
}

/** Reads the follow-up of a slice of patients into its columns. */
export async function readFollowUp(
  store: Store,
  slice: PatientSlice,
  rule: NewTherapyRule,
  followUp: FollowUp,
): Promise<void> {
  await readVitalStatus(store, slice, followUp);
  await readTherapies(store, slice, rule, followUp);
}

async function readVitalStatus(store: Store, { ids, rows, indexDay }: PatientSlice, followUp: FollowUp): Promise<void> {
  const found = await store.query(vitalStatusSql, [ids]);
  const column = (name: string): Int32Array => found.int32(name).values;
  const patient = column("patient_no");
  const died = column("died");
  const precision = column("precision");
  const alive = column("alive");
  const scanned = column("scanned");
  const cutoff = column("cutoff");
  for (let i = 0; i < found.rowCount; i += 1) {
    const p = patient[i]!;
    const index = indexDay[p]!;
    const lastAlive = latest(alive[i]!, scanned[i]!);
    followUp.deathDay[rows[p]!] = fromIndex(imputeDeathDay(died[i]!, precision[i]!, lastAlive, index), index);
    followUp.deathPrecision[rows[p]!] = precision[i]!;
    followUp.lastAliveDay[rows[p]!] = fromIndex(lastAlive, index);
    followUp.cutoffDay[rows[p]!] = fromIndex(cutoff[i]!, index);
  }
}

async function readTherapies(
  store: Store,
  { ids, rows, indexDay }: PatientSlice,
  rule: NewTherapyRule,
  followUp: FollowUp,
): Promise<void> {
  const local =
    rule.localTherapy === "count" ? await readLocalDays(store, ids, indexDay) : new Map<number, readonly number[]>();
  const found = await store.query(therapyLinesSql, [ids]);
  const column = (name: string): Int32Array => found.int32(name).values;
  const patient = column("patient_no");
  const lines = { started: column("started"), ended: column("ended"), isStop: column("is_stop") };
  let line = 0;
  for (let p = 0; p < indexDay.length; p += 1) {
    const first = line;
    while (line < patient.length && patient[line] === p) line += 1;
    const days = deriveTherapyDays({ ...lines, from: first, to: line }, indexDay[p]!, local.get(p) ?? [], rule);
    followUp.newTherapyDay[rows[p]!] = days.newTherapyDay;
    followUp.treatmentStopDay[rows[p]!] = days.stopDay;
  }
}

async function readLocalDays(store: Store, ids: string, indexDay: Int32Array): Promise<Map<number, number[]>> {
  const found = await store.query(localTherapyDaysSql, [ids]);
  const patient = found.int32("patient_no").values;
  const day = found.int32("day").values;
  const days = new Map<number, number[]>();
  for (let i = 0; i < found.rowCount; i += 1) {
    if (day[i] === NEVER) continue;
    const p = patient[i]!;
    days.set(p, [...(days.get(p) ?? []), day[i]! - indexDay[p]!]);
  }
  return days;
}

function latest(a: number, b: number): number {
  if (a === NEVER) return b;
  return b === NEVER ? a : Math.max(a, b);
}

function fromIndex(day: number, index: number): number {
  return day === NEVER ? NEVER : day - index;
}

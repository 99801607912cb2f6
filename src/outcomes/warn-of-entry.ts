import { makeWarning, type Place } from "../results/make-records.js";
import type { ResultRecord } from "../results/records.js";
import { tallyEvents } from "../stats/event-table.js";
import { orderSurvivalRows } from "../stats/survival-rows.js";
import type { ArmSurvival } from "./describe-survival.js";

/** With fewer at risk than this a curve rests on a few patients: what comes after is multiplied by it. */
const FEW = 10;

/** Delayed entry can leave early risk sets nearly empty: a warning where an arm has an event among fewer than ten before all have entered. */
export function warnOfEntry(place: Place, { time, status, entry }: ArmSurvival): ResultRecord[] {
  if (entry === undefined) return [];
  const last = entry.reduce((latest, day) => Math.max(latest, day), 0);
  const table = tallyEvents({ time, status, entry }, orderSurvivalRows({ time, status, entry }, "Kaplan–Meier"));
  const isFew = Array.from(table.time.keys()).some(
    (k) => table.time[k]! <= last && table.eventRows[k]! > 0 && table.rowsAtRisk[k]! < FEW,
  );
  if (!isFew) return [];
  const message = `an event falls among fewer than ${FEW} patients at risk before all have entered (delayed entry): curve, medians and means of this arm rest on them`;
  return [makeWarning(place, "few_at_risk_after_entry", message)];
}

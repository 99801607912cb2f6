import type { PatientFrame } from "../frame/patient-frame.js";
import { makeStatistic, type Place } from "../results/make-records.js";
import type { ResultRecord } from "../results/records.js";

/**
 * Of an arm whose rows are lines of therapy: of how many patients the eligible are, and the most lines of one patient before any criterion. everyonesPatient:
 * the patient of every line of the arm's datasets.
 */
export function describeLines(
  place: Place,
  { trial, lines }: PatientFrame,
  everyonesPatient: readonly string[],
): ResultRecord[] {
  const side = place.group === "trial" ? 1 : 0;
  const eligible = new Set(lines?.cluster.filter((_, i) => trial[i] === side));
  const perPatient = new Map<string, number>();
  for (const patient of everyonesPatient) perPatient.set(patient, (perPatient.get(patient) ?? 0) + 1);
  const most = [...perPatient.values()].reduce((a, b) => Math.max(a, b), 0);
  return [
    makeStatistic(place, "n_patients", eligible.size, { unit: "patients" }),
    makeStatistic(place, "most_lines", most, { unit: "lines" }),
  ];
}

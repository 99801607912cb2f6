import type { PatientFrame } from "../frame/patient-frame.js";
import { RESPONSE } from "../recist/response.js";
import { makeStatistic } from "../results/make-records.js";
import type { ResultRecord } from "../results/records.js";
import { countByArm, endpointPlace } from "./arm-counts.js";
import { CONFIRMABLE, type ResponseTable } from "./response-table.js";

const ranked = [
  RESPONSE.cr,
  RESPONSE.pr,
  RESPONSE.sd,
  RESPONSE.nonCrNonPd,
  RESPONSE.pd,
  RESPONSE.unconfirmedPd,
  RESPONSE.ne,
  RESPONSE.nd,
  RESPONSE.missing,
] as const;
const confirmability = ["no response", "not confirmable", "confirmable"] as const;

/**
 * Best overall response per arm in every category, the denominator, how many first responses could have been confirmed, the share of all that
 * responded with and without confirmation, and where the two modes differ. Of everyone eligible: who is not in the denominator is counted too.
 */
export function describeResponse(
  variant: string,
  name: string,
  {
    table,
    patients,
    labels,
  }: { readonly table: ResponseTable; readonly patients: PatientFrame; readonly labels: readonly string[] },
): ResultRecord[] {
  const place = (what: string) => endpointPlace(variant, `${name}.${what}`);
  const categories = ranked.filter((code) => labels[code] !== "");
  const confirmable = countByArm(place("confirmability"), patients, confirmability, (p) => table.confirmable[p]!);
  return [
    ...countByArm(
      place("best_response"),
      patients,
      categories.map((code) => labels[code]!),
      (p) => categories.indexOf(table.best[p] as (typeof ranked)[number]),
    ),
    ...countByArm(
      place("denominator"),
      patients,
      ["counted", "not measurable at baseline"],
      (p) => 1 - table.available[p]!,
    ),
    ...confirmable,
    ...confirmableShares(place("confirmability"), patients, table),
    ...shareOfAll(
      place("best_response"),
      patients,
      (p) => table.best[p] === RESPONSE.cr || table.best[p] === RESPONSE.pr,
    ),
    ...shareOfAll(place("confirmability"), patients, (p) => table.confirmable[p] !== CONFIRMABLE.noResponse),
    ...describeModes(place("mode_difference"), table, patients, labels),
  ];
}

/** Of those with a response, confirmed or not: the share that had any assessment late enough to confirm it. */
function confirmableShares(
  place: ReturnType<typeof endpointPlace>,
  patients: PatientFrame,
  table: ResponseTable,
): ResultRecord[] {
  return ([1, 0] as const).flatMap((arm) => {
    let responses = 0;
    let yes = 0;
    for (let p = 0; p < patients.n; p += 1) {
      if (patients.trial[p] !== arm || table.confirmable[p] === CONFIRMABLE.noResponse) continue;
      responses += 1;
      if (table.confirmable[p] === CONFIRMABLE.yes) yes += 1;
    }
    if (responses === 0) return [];
    const group = arm === 1 ? "trial" : "control";
    return [makeStatistic({ ...place, group }, "proportion", yes / responses, { level: "confirmable" })];
  });
}

/** Of everyone eligible: the share with a response, as best responses count it, or confirmed or not. No record of an empty arm. */
function shareOfAll(
  place: ReturnType<typeof endpointPlace>,
  patients: PatientFrame,
  responds: (patient: number) => boolean,
): ResultRecord[] {
  return ([1, 0] as const).flatMap((arm) => {
    const mine = Array.from(patients.trial.keys()).filter((p) => patients.trial[p] === arm);
    if (mine.length === 0) return [];
    const group = arm === 1 ? "trial" : "control";
    const share = mine.filter(responds).length / mine.length;
    return [makeStatistic({ ...place, group }, "proportion", share, { level: "response" })];
  });
}

/** Patients by the pair of best responses that the two modes give; nothing where there is one mode only. */
function describeModes(
  place: ReturnType<typeof endpointPlace>,
  table: ResponseTable,
  patients: PatientFrame,
  labels: readonly string[],
): ResultRecord[] {
  const kinds = new Set<string>();
  const kindOf = (p: number): string =>
    table.best[p] === table.otherBest[p] ? "same" : `${labels[table.best[p]!]} → ${labels[table.otherBest[p]!]}`;
  for (let p = 0; p < patients.n; p += 1) {
    if (table.otherBest[p] === 0) return [];
    kinds.add(kindOf(p));
  }
  const levels = ["same", ...[...kinds].filter((kind) => kind !== "same").sort()];
  return countByArm(place, patients, levels, (p) => levels.indexOf(kindOf(p)));
}

import type { PatientFrame } from "../frame/patient-frame.js";
import { yearOfDay } from "../math/year-of-day.js";
import { fillPlace, makeNotEstimable, makeStatistic, makeWarning } from "../results/make-records.js";
import type { Listing, ResultRecord } from "../results/records.js";
import { deriveCalendarOverlap } from "../stats/calendar-overlap.js";
import type { Store } from "../store/store.js";

export interface ConcurrencyInput {
  readonly variant: string;
  readonly patients: PatientFrame;
  /** Whether every eligible patient's index is a calendar date. */
  readonly isCalendar: boolean;
  readonly baseline: { readonly trial: Store; readonly control: Store };
}

/** Where patients were treated: columns of the patient table. */
const places = ["region", "site_id"] as const;
type PlaceColumn = (typeof places)[number];
const groups = ["trial", "control"] as const;

/** Whether the arms were treated at the same time and in the same places: calendar periods and their overlap, regions and sites of either arm alone. Sees nothing after index. */
export async function describeConcurrency(input: ConcurrencyInput): Promise<ResultRecord[]> {
  const { variant, baseline } = input;
  const values = { trial: await readPlaces(baseline.trial), control: await readPlaces(baseline.control) };
  return [
    ...describeCalendar(variant, input),
    ...places.flatMap((column) => describePlaces(variant, column, input.patients, values)),
  ];
}

function describeCalendar(variant: string, { patients, isCalendar }: ConcurrencyInput): ResultRecord[] {
  const place = { variant, stage: "cohort", population: "eligible", variable: "concurrency.calendar" } as const;
  const overlap = isCalendar ? deriveCalendarOverlap(patients.indexEpochDay, patients.trial) : null;
  if (overlap === null) {
    const reason = isCalendar ? "an arm is empty" : "a dataset counts days from index: it has no calendar";
    return [makeNotEstimable(place, "calendar_overlap", reason, { unit: "years" })];
  }
  const { first, last } = overlap.control;
  const outside = patients.indexEpochDay.filter((day, i) => patients.trial[i] === 1 && (day < first || day > last));
  return [
    ...groups.flatMap((group) => {
      const span = overlap[group];
      return [
        makeStatistic({ ...place, group }, "index_year_first", yearOfDay(span.first), { unit: "year" }),
        makeStatistic({ ...place, group }, "index_year_last", yearOfDay(span.last), { unit: "year" }),
      ];
    }),
    makeStatistic(place, "calendar_overlap", overlap.overlapDays / 365.25, { unit: "years" }),
    ...countSides(place, { outside: outside.length, of: patients }),
    ...(overlap.overlapDays > 0
      ? []
      : [
          makeWarning(
            place,
            "no_calendar_overlap",
            "the arms' index dates do not overlap in calendar time: what changed in care in between cannot be told from the treatment's effect",
          ),
        ]),
  ];
}

/** Trial patients with and without anybody of the control arm there. */
function countSides(
  place: { readonly variant: string; readonly variable: string },
  {
    outside,
    unknown = 0,
    of,
  }: { readonly outside: number; readonly unknown?: number; readonly of: Pick<PatientFrame, "trial"> },
): ResultRecord[] {
  const at = { ...place, stage: "cohort", population: "eligible", group: "trial" } as const;
  const all = of.trial.reduce((total, trial) => total + trial, 0);
  const count = (level: string, n: number) => makeStatistic(at, "n", n, { level, unit: "patients" });
  return [
    count("with controls", all - outside - unknown),
    count("without controls", outside),
    count("not recorded", unknown),
  ];
}

/** Regions by name, sites by number, of each arm and of both. Nothing of a column that neither arm records. */
function describePlaces(
  variant: string,
  column: PlaceColumn,
  patients: PatientFrame,
  values: Readonly<Record<"trial" | "control", Places>>,
): ResultRecord[] {
  const own = {
    trial: levelsOf(values.trial[column], patients, 1),
    control: levelsOf(values.control[column], patients, 0),
  };
  const names = [...new Set([...own.trial.keys(), ...own.control.keys()])].sort((a, b) => (a < b ? -1 : 1));
  if (names.length === 0) return [];
  const place = { variant, stage: "cohort", population: "eligible", variable: `concurrency.${column}` } as const;
  const known = [...own.trial.values()].reduce((total, n) => total + n, 0);
  const all = patients.trial.reduce((total, trial) => total + trial, 0);
  const outside = [...own.trial].reduce((total, [name, n]) => total + (own.control.has(name) ? 0 : n), 0);
  const shared = names.filter((name) => own.trial.has(name) && own.control.has(name)).length;
  const detail = { unit: column === "region" ? "regions" : "sites" };
  const records: ResultRecord[] = [
    ...groups.map((group) => makeStatistic({ ...place, group }, "places", own[group].size, detail)),
    makeStatistic(place, "places_shared", shared, detail),
    ...countSides(place, { outside, unknown: all - known, of: patients }),
  ];
  return column === "region" ? [...records, listNames(place, names, own)] : records;
}

function listNames(
  place: Parameters<typeof fillPlace>[0],
  names: readonly string[],
  own: Readonly<Record<"trial" | "control", ReadonlyMap<string, number>>>,
): Listing {
  return {
    kind: "listing",
    ...fillPlace(place),
    listing: "regions",
    columns: ["region", ...groups].map((name) => ({ name, label: name })),
    rows: names.map((name) => [name, ...groups.map((group) => own[group].has(name))]),
  };
}

/** Patients of one arm by level; who has none is left out. */
function levelsOf(values: ReadonlyMap<string, string>, patients: PatientFrame, side: 0 | 1): Map<string, number> {
  const levels = new Map<string, number>();
  for (const [i, id] of patients.patientId.entries()) {
    const level = patients.trial[i] === side ? values.get(id) : undefined;
    if (level !== undefined) levels.set(level, (levels.get(level) ?? 0) + 1);
  }
  return levels;
}

/** Value by patient, of each column. */
type Places = Readonly<Record<PlaceColumn, ReadonlyMap<string, string>>>;

async function readPlaces(baseline: Store): Promise<Places> {
  const found = await baseline.query(
    "select patient_id, region, site_id from baseline.patient order by patient_id",
    [],
  );
  const ids = found.text("patient_id");
  const by = (column: PlaceColumn) =>
    new Map(
      found
        .text(column)
        .flatMap((value, i) => (value === null || value === undefined ? [] : [[ids[i]!, value] as const])),
    );
  return { region: by("region"), site_id: by("site_id") };
}

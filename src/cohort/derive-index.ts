import { DataError } from "../errors.js";
import { type Arm, datasetsOf, takesAllLines } from "../spec/cohort.js";
import type { Columns } from "../store/columns.js";
import type { Store } from "../store/store.js";
import type { DerivedQuery } from "./criterion.sql.js";
import { indexDateQuery } from "./index-date.sql.js";

/** The patients of one arm's datasets and their index dates; where every line of a patient is a row, the lines. */
export interface ArmIndex {
  /** Every patient of the datasets, ascending; of lines every line that fits, and each patient without one. */
  readonly everyone: readonly string[];
  /** Dataset of each of `patientId`. */
  readonly datasetId: readonly string[];
  /** Those with an index date, ascending; the next three are aligned to it. */
  readonly patientId: readonly string[];
  /** ISO date; null where the dataset counts days from index. */
  readonly indexOn: readonly (string | null)[];
  /** The dataset's own day of the index; 0 for calendar datasets. */
  readonly indexDay: Int32Array;
  /** The index on the count that the dataset's dates are read as: days since 1970-01-01, or its own days. */
  readonly epochDay: Int32Array;
  readonly query: DerivedQuery;
  /** Rows of dated tables without a date, per table: they are not baseline data. Filled by whoever builds the baseline. */
  readonly undated: readonly { readonly table: string; readonly rows: number }[];
  /** Where rows are lines: whose they are. */
  readonly lines?: LineIndex;
}

export interface LineIndex {
  /** The patient of each of `everyone`. */
  readonly everyonesPatient: readonly string[];
  /** The patient and the number of the line of each of `patientId`. */
  readonly sourceId: readonly string[];
  readonly lineNumber: Int32Array;
}

/** The index dates of one arm, from the full data by the typed index rule alone. Throws DataError for a dataset that does not exist or a rule that does not fit its time basis. */
export async function deriveIndex(full: Store, arm: Arm, place: "trial" | "control"): Promise<ArmIndex> {
  await checkDatasets(full, arm, place);
  const query = indexDateQuery(arm.index, datasetsOf(arm));
  const found = await full.query(query.sql, query.values);
  const patients = found.text("patient_id").map((id) => id ?? "");
  const numbers = takesAllLines(arm) ? found.int32("line_number") : null;
  const ids = numbers === null ? patients : nameLines(patients, numbers, place);
  const datasets = found.text("dataset_id");
  const on = found.text("index_on");
  const day = found.int32("index_day");
  const kept = ids.map((_, i) => i).filter((i) => on[i] !== null || day.missing[i] === 0);
  return {
    everyone: ids,
    datasetId: kept.map((i) => datasets[i] ?? ""),
    patientId: kept.map((i) => ids[i]!),
    indexOn: kept.map((i) => on[i] ?? null),
    indexDay: Int32Array.from(kept, (i) => (on[i] === null ? day.values[i]! : 0)),
    epochDay: Int32Array.from(kept, (i) => (on[i] === null ? day.values[i]! : epochDay(on[i]!))),
    query,
    undated: [],
    ...(numbers === null
      ? {}
      : {
          lines: {
            everyonesPatient: patients,
            sourceId: kept.map((i) => patients[i]!),
            lineNumber: Int32Array.from(kept, (i) => numbers.values[i]!),
          },
        }),
  };
}

/** The id of each row: the patient's and the line's number, or the patient's alone where he has no line that fits. */
function nameLines(
  patients: readonly string[],
  { values, missing }: ReturnType<Columns["int32"]>,
  place: "trial" | "control",
): string[] {
  const ids = patients.map((id, i) => (missing[i] === 1 ? id : `${id} line ${values[i]}`));
  const known = new Set(patients);
  const taken = ids.filter((id, i) => missing[i] === 0 && known.has(id)).length;
  if (taken > 0)
    throw new DataError(
      `with every line as a row, lines are named “patient line number”; ${taken} of these names are ids of other patients: rename those patients → cohort.${place}.index.which`,
    );
  return ids;
}

async function checkDatasets(full: Store, arm: Arm, place: "trial" | "control"): Promise<void> {
  const known = await full.query("select dataset_id, time_basis from rwid.dataset order by dataset_id");
  const names = known.text("dataset_id");
  for (const dataset of datasetsOf(arm)) {
    const at = names.indexOf(dataset);
    if (at < 0)
      throw new DataError(`unknown dataset "${dataset}"; the data hold: ${names.join(", ")} → cohort.${place}.dataset`);
    const basis = known.text("time_basis")[at];
    if (arm.index.rule === "day-zero" && basis !== "days_from_index") {
      throw new DataError(
        `index rule day-zero needs a dataset that counts days from index; dataset "${dataset}" has time_basis ${basis}: use entry, therapy-line or diagnosis → cohort.${place}.index.rule`,
      );
    }
  }
}

/** Days since 1970-01-01 of an ISO date. */
function epochDay(date: string): number {
  return Math.round(Date.parse(`${date}T00:00:00Z`) / 86_400_000);
}

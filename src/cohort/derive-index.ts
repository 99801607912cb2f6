import { DataError } from "../errors.js";
import { type Arm, datasetsOf } from "../spec/cohort.js";
import type { Store } from "../store/store.js";
import type { DerivedQuery } from "./criterion.sql.js";
import { indexDateQuery } from "./index-date.sql.js";

/** The patients of one arm's datasets and their index dates. */
export interface ArmIndex {
  /** Every patient of the datasets, ascending. */
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
}

/** The index dates of one arm, from the full data by the typed index rule alone. Throws DataError for a dataset that does not exist or a rule that does not fit its time basis. */
export async function deriveIndex(full: Store, arm: Arm, place: "trial" | "control"): Promise<ArmIndex> {
  await checkDatasets(full, arm, place);
  const query = indexDateQuery(arm.index, datasetsOf(arm));
  const found = await full.query(query.sql, query.values);
  const ids = found.text("patient_id").map((id) => id ?? "");
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
  };
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

import type { PatientFrame } from "../frame/patient-frame.js";
import { fillPlace, makeStatistic, makeWarning, type Place } from "../results/make-records.js";
import type { ResultRecord } from "../results/records.js";
import type { ScanBatches } from "./read-batches.js";

/** Batches smaller than this give unsteady shifts (proposal of the fitness indicators, R3.7). */
const smallBatch = 20;

/** How many batches there are, and what weakens them: numbers of batches, never of patients in one. */
export function describeBatches(
  place: Place,
  { batchOf, batchNames }: ScanBatches,
  { trial }: PatientFrame,
): ResultRecord[] {
  const counts = batchNames.map(() => [0, 0]);
  for (let i = 0; i < batchOf.length; i += 1) if (batchOf[i]! >= 0) counts[batchOf[i]!]![trial[i]!]! += 1;
  const oneArm = counts.filter(([control, treated]) => control === 0 || treated === 0).length;
  const small = counts.filter(([control = 0, treated = 0]) => control + treated < smallBatch).length;
  const records: ResultRecord[] = [
    makeStatistic(place, "n_batches", batchNames.length, { unit: "batches" }),
    {
      kind: "listing",
      ...fillPlace(place),
      listing: "batches",
      columns: [{ name: "batch", label: "Batch" }],
      rows: batchNames.map((name) => [name]),
    },
  ];
  if (oneArm > 0)
    records.push(
      makeWarning(
        place,
        "batches_in_one_arm",
        `${oneArm} of ${batchNames.length} batches hold patients of one arm only; what is theirs and what is the arm's is told apart by the other batches alone, if the arms differ by the same in all`,
      ),
    );
  if (small > 0)
    records.push(
      makeWarning(
        place,
        "small_batches",
        `${small} of ${batchNames.length} batches hold fewer than ${smallBatch} patients; their shifts are unsteady`,
      ),
    );
  return records;
}

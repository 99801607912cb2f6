import type { PatientFrame } from "../frame/patient-frame.js";

/**
 * Names of the patients at `rows` for a canonical rank: their ids, or, where two datasets share one, `dataset/id`. Ids alone stay as they are, so
 * that a dataset's name decides no tie it does not have to.
 */
export function tieIdsOf({ patientId, datasetId }: PatientFrame, rows: ArrayLike<number>): string[] {
  const ids = Array.from(rows, (row) => patientId[row]!);
  if (new Set(ids).size === ids.length) return ids;
  return Array.from(rows, (row) => `${datasetId[row]!}/${patientId[row]!}`);
}

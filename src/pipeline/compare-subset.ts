import type { CovariateMatrix } from "../frame/covariate-matrix.js";
import type { PatientFrame } from "../frame/patient-frame.js";

/** The patients at `rows` (ascending, each once) with their covariates, as frames of their own. */
export function subsetOf(
  patients: PatientFrame,
  covariates: CovariateMatrix,
  rows: Int32Array,
): { readonly patients: PatientFrame; readonly covariates: CovariateMatrix } {
  const texts = (values: readonly string[]) => Array.from(rows, (row) => values[row]!);
  const bytes = (values: Uint8Array) => Uint8Array.from(rows, (row) => values[row]!);
  return {
    patients: {
      n: rows.length,
      patientId: texts(patients.patientId),
      datasetId: texts(patients.datasetId),
      indexEpochDay: rows.map((row) => patients.indexEpochDay[row]!),
      trial: bytes(patients.trial),
    },
    covariates: {
      n: rows.length,
      columns: covariates.columns.map((column) => ({
        ...column,
        value: Float64Array.from(rows, (row) => column.value[row]!),
        missing: bytes(column.missing),
      })),
    },
  };
}

/**
 * The patients of one comparison, one row a patient, in code-unit order of (dataset, patient id). Every other frame of
 * the comparison is aligned to these rows.
 */
export interface PatientFrame {
  readonly n: number;
  /** Unique, ascending in code-unit order within a dataset. */
  readonly patientId: readonly string[];
  readonly datasetId: readonly string[];
  /** Index as days since 1970-01-01; in a dataset that counts days, on its own count (0 where its day 0 is the index). */
  readonly indexEpochDay: Int32Array;
  /** 1 = trial arm, 0 = control arm. */
  readonly trial: Uint8Array;
}

/**
 * The patients of one comparison, one row a patient, in code-unit order of (dataset, patient id). Every other frame of
 * the comparison is aligned to these rows.
 */
export interface PatientFrame {
  readonly n: number;
  /** Unique, ascending in code-unit order within a dataset. */
  readonly patientId: readonly string[];
  readonly datasetId: readonly string[];
  /** Index date as days since 1970-01-01; 0 in a dataset that counts its days from index. */
  readonly indexEpochDay: Int32Array;
  /** 1 = trial arm, 0 = control arm. */
  readonly trial: Uint8Array;
}

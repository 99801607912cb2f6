/**
 * The patients of one comparison, one row a patient, in code-unit order of (dataset, patient id); where the plan takes every line of therapy of a
 * patient, one row a line, in the order of (dataset, patient id, line). Every other frame of the comparison is aligned to these rows.
 */
export interface PatientFrame {
  readonly n: number;
  /** Unique: the patient's id, or the line's, which `lines` tells the patient of. */
  readonly patientId: readonly string[];
  readonly datasetId: readonly string[];
  /** Index as days since 1970-01-01; in a dataset that counts days, on its own count (0 where its day 0 is the index). */
  readonly indexEpochDay: Int32Array;
  /** 1 = trial arm, 0 = control arm. */
  readonly trial: Uint8Array;
  /** Whose line each row is. Absent where each row is a patient by the plan. */
  readonly lines?: PatientLines;
}

/** The patients behind rows that are lines of therapy, aligned to them. */
export interface PatientLines {
  /** The patient's id as the source has it; of a row that is a patient, his own. */
  readonly sourceId: readonly string[];
  /** A number for each patient: equal = the same patient. */
  readonly cluster: Int32Array;
}

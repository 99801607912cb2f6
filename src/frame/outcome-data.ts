/** Time to event of n patients, aligned to a PatientFrame. */
export interface SurvivalData {
  readonly kind: "survival";
  readonly endpoint: string;
  /** Days from index as the estimators take it, > 0 where available. */
  readonly timeDays: Int32Array;
  /** 1 = event, 0 = censored. */
  readonly status: Uint8Array;
  /** 1 = the patient has this endpoint. */
  readonly available: Uint8Array;
}

/** A yes/no outcome of n patients, aligned to a PatientFrame. */
export interface BinaryData {
  readonly kind: "binary";
  readonly endpoint: string;
  readonly value: Uint8Array;
  readonly available: Uint8Array;
}

export type OutcomeData = SurvivalData | BinaryData;

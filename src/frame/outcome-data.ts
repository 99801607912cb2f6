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
  /** Days as `timeDays`: at risk on (entry, time]; absent where everyone is from index. 0 where not available. */
  readonly entryDays?: Int32Array;
  /** Of progression by scan: between which scans it came. */
  readonly interval?: IntervalColumns;
  /** 1 = censored by a new therapy (status 0). Absent where the outcome does not tell why a time was censored. */
  readonly newTherapy?: Uint8Array;
  /** 1 = the time ended with an event that rules this one out (status 0). Absent where nothing is known of such events. */
  readonly competing?: Uint8Array;
  /** The composite that should tell competing events is not the first of this event and another. */
  readonly contradicted?: boolean;
  /** Of progression or death: day of the first response, as `timeDays`; 0 of who did not respond. Absent where nothing is known of responses. */
  readonly responseDays?: Int32Array;
}

/** The same outcome as an interval (left, right] in days as the estimators take them. */
export interface IntervalColumns {
  /** Last day known free of the event; equal to `right`: exactly on that day, as a death is. */
  readonly left: Int32Array;
  /** First day known to have had it; 0 where it is still to come. */
  readonly right: Int32Array;
  /** 1 = still to come after `left`. */
  readonly rightCensored: Uint8Array;
  /** `left` where a death is no exact day but ends the interval from the last clear scan, since progression may have gone unseen. */
  readonly clearLeft: Int32Array;
}

/** A yes/no outcome of n patients, aligned to a PatientFrame. */
export interface BinaryData {
  readonly kind: "binary";
  readonly endpoint: string;
  readonly value: Uint8Array;
  readonly available: Uint8Array;
}

export type OutcomeData = SurvivalData | BinaryData;

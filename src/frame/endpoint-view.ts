/** Categories of a best response as two sources are held against each other; codes are places in this list. */
export const RESPONSE_CATEGORIES = ["CR", "PR", "SD", "PD", "NE", "missing"] as const;

/** How many of them are ordered responses: the rest says why there is none. */
export const EVALUABLE_CATEGORIES = 4;

/** No day: progression was not called, or no assessment is there. */
export const NO_DAY = 2 ** 31 - 1;

/** Best response of n patients as one source has it, aligned to a PatientFrame. */
export interface ResponseView {
  readonly kind: "response";
  /** 1 = the source exists where the patient comes from; what it says of him may still be `missing`. */
  readonly available: Uint8Array;
  /** 1 = in the denominator of the rate by this source. */
  readonly counted: Uint8Array;
  readonly category: Uint8Array;
  readonly isResponder: Uint8Array;
  /** 1 = no responder here, though a CR or PR was seen that nothing later confirmed. */
  readonly unconfirmed: Uint8Array;
}

/** Progression of n patients as one source has it. Days from index. */
export interface ProgressionView {
  readonly kind: "progression";
  readonly available: Uint8Array;
  /** 1 = assessed at all after baseline. */
  readonly assessed: Uint8Array;
  /** Time to progression or death (or to progression) as the estimators take it; > 0. */
  readonly timeDays: Int32Array;
  readonly status: Uint8Array;
  /** Day of progression, NO_DAY where the source called none. */
  readonly progressionDay: Int32Array;
  /** Last day known free of the event, and the day by which it was seen; `right` NO_DAY where still to come. */
  readonly left: Int32Array;
  readonly right: Int32Array;
}

export type EndpointView = ResponseView | ProgressionView;

/** Ends of n lists of days that stand one after another: those of patient i are day[start[i]] … day[start[i + 1] − 1], ascending. */
export interface DayLists {
  /** Length n + 1. */
  readonly start: Int32Array;
  readonly day: Int32Array;
}

/** What a chart's progression rests on; codes are places in this list. */
export const CHART_EVIDENCE = ["none", "physician_note", "radiology_report", "treatment_change", "claims"] as const;

/** Parts of a scan that show progression, as bits. */
export const PROGRESSION_PART = { target: 1, nonTarget: 2, newLesion: 4 } as const;

/** What is known beside the two views, to say why they differ. Aligned to the frame. */
export interface DiscordanceFacts {
  /** Days of the assessments by scans. */
  readonly scans: DayLists;
  /** Place in CHART_EVIDENCE of the chart's progression. */
  readonly chartEvidence: Uint8Array;
  /** PROGRESSION_PART bits of the scan that shows progression. */
  readonly progressionParts: Uint8Array;
  /** 1 = a later scan responds again, by the sum it started from. */
  readonly responseAfterProgression: Uint8Array;
}

/** The same endpoint of the same patients by charts and by scans. */
export interface EndpointPair {
  readonly name: string;
  readonly ehr: EndpointView;
  readonly imaging: EndpointView;
  readonly facts: DiscordanceFacts;
}

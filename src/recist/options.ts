/**
 * Everything RECIST 1.1 leaves to the protocol, and how breaches of the rules are met. Days and counts are integers.
 */
export interface RecistOptions {
  /** B5: the earliest day before start a baseline scan may have. */
  readonly baselineEarliestDays: number;
  /** B5: where no scan precedes the start, scans up to this many days after it are the baseline. 0 = none. */
  readonly baselineLatestDays: number;
  /** B5: a baseline scan before the window is used and its days outside recorded, or left out. */
  readonly baselineOutsideWindow: "use" | "exclude";
  /** B1–B4: a declared target that may not be one becomes non-target, or stays target with a flag. */
  readonly targetBreach: "demote" | "flag";
  /**
   * A declared target without a baseline measurement leaves the sum with a flag, or makes target response NE
   * throughout.
   */
  readonly lesionWithoutBaseline: "flag" | "notEvaluable";
  /** Two different diameters of one lesion on one day: not evaluable, or the larger one with a flag. */
  readonly conflictingDiameters: "notEvaluable" | "flag";
  /** Modality, slice thickness or contrast other than at baseline: the value is flagged, or not evaluable. */
  readonly incomparableScan: "flag" | "notEvaluable";
  /** A target after local therapy on it: not evaluable, or used. */
  readonly localTherapyOnTarget: "notEvaluable" | "ignore";
  /** N6: scans up to this many days after the one that opened a timepoint belong to it. */
  readonly timepointWindowDays: number;
  /** T9. */
  readonly holdPartialResponse: boolean;
  /**
   * T10: a node regrown to 10 mm and under 15 mm after CR, the only sign of disease: PD, or PD only if the next scan
   * shows it too.
   */
  readonly nodeRegrowth: "progression" | "awaitNextScan";
  /** N2: a new lesion in a region never imaged before counts, or is marked and does not. */
  readonly newLesionInUnimagedRegion: "progression" | "ignore";
  /** C1: days between the two assessments of a confirmed response. */
  readonly confirmationDays: number;
  /** C2: days from start before which a response is not SD. */
  readonly minimumStableDays: number;
  /** C3. */
  readonly maxNotEvaluableBetween: number;
  /** C3: SD allowed between two PRs, 0 = none. */
  readonly maxStableBetween: number;
  /** Table 3, footnote: disease after a CR is PD; or, the CR having been wrong, a CR before a PR was a PR. */
  readonly partialAfterComplete: "progression" | "recodeToPartial";
  /** C5: without any assessment the best response is NE in place of MISSING. */
  readonly missingAsNotEvaluable: boolean;
  /** C6: first and last day of the scan that early shrinkage is read from (8 weeks, 2 either way). */
  readonly earlyShrinkageFromDays: number;
  readonly earlyShrinkageToDays: number;
}

/** The defaults: RECIST 1.1 with the choices of an external-control study, which is not randomised. */
export const RECIST_DEFAULTS: RecistOptions = Object.freeze({
  baselineEarliestDays: 28,
  baselineLatestDays: 0,
  baselineOutsideWindow: "use",
  targetBreach: "demote",
  lesionWithoutBaseline: "flag",
  conflictingDiameters: "notEvaluable",
  incomparableScan: "flag",
  localTherapyOnTarget: "notEvaluable",
  timepointWindowDays: 14,
  holdPartialResponse: false,
  nodeRegrowth: "progression",
  newLesionInUnimagedRegion: "progression",
  confirmationDays: 28,
  minimumStableDays: 42,
  maxNotEvaluableBetween: 1,
  maxStableBetween: 0,
  partialAfterComplete: "progression",
  missingAsNotEvaluable: false,
  earlyShrinkageFromDays: 42,
  earlyShrinkageToDays: 70,
});

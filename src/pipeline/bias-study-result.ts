import type { BiasScenarioId } from "./bias-study-settings.js";

/** One replicate of a scenario (from 1), or its truth (0). */
export interface BiasStudyJob {
  readonly scenario: BiasScenarioId;
  readonly replicate: number;
}

/** One line of the study's log. Estimates by `<line>: <scale>`; differences of risks, logarithms of hazard ratios; null: not estimable. */
export interface BiasStudyResult extends BiasStudyJob {
  readonly found: Readonly<Record<string, number | null>>;
}

/** What an estimate is measured on. */
export const scales = { difference: "risk difference", ratio: "log hazard ratio" } as const;

/** The logarithm of a ratio that could be estimated. */
export const logOf = (ratio: number | null): number | null => (ratio === null ? null : Math.log(ratio));

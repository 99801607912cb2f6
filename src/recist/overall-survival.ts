import { NEVER } from "./lesion-rows.js";
import type { RuleId } from "./rules.js";

/** Overall survival of one patient: death, else the last day known alive. */
export interface SurvivalOutcome {
  readonly day: number;
  /** 0 = death, 1 = alive. */
  readonly cnsr: number;
  readonly description: string;
  readonly rule: RuleId;
}

/**
 * deathDay and lastAliveDay: days from index, NEVER where not known. Without either the patient is censored at index.
 */
export function deriveOverallSurvival(deathDay: number, lastAliveDay: number): SurvivalOutcome {
  if (deathDay !== NEVER) return { day: deathDay, cnsr: 0, description: "Death", rule: "P5" };
  const isKnown = lastAliveDay !== NEVER;
  return { day: isKnown ? lastAliveDay : 0, cnsr: 1, description: isKnown ? "Alive" : "Index", rule: "P5" };
}

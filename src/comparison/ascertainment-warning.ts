import { makeWarning, type Place } from "../results/make-records.js";
import type { Warning } from "../results/records.js";

/** How the outcome of each arm was ascertained, in words: “central read of scans”, “charts”, an evaluator's name. */
export interface Ascertainment {
  readonly trial: string;
  readonly control: string;
}

/**
 * Output 8, the banner: where the arms of a contrast were ascertained in different ways, a warning that stands above it. Null where they
 * were not. label: what the contrast is of.
 */
export function warnOfAscertainment(place: Place, label: string, { trial, control }: Ascertainment): Warning | null {
  if (trial === control) return null;
  return makeWarning(
    place,
    "asymmetric_ascertainment",
    `asymmetric ascertainment: ${label} is by ${trial} in the trial arm and by ${control} in the control arm; the difference between the arms holds the difference between the sources`,
  );
}

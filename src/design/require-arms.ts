import { EstimationError } from "../errors.js";
import { covariatesOf, type Term } from "../spec/term.js";

/** Throws EstimationError where no patient of an arm has every covariate of the terms. treated: of those who do. */
export function requireArms(treated: Uint8Array, terms: readonly Term[]): void {
  for (const [arm, side] of [
    ["trial", 1],
    ["control", 0],
  ] as const) {
    if (treated.includes(side)) continue;
    const names = [...new Set(terms.flatMap(covariatesOf))].join(", ");
    throw new EstimationError(
      `no patient of the ${arm} arm has all of ${names}; drop the covariate that the arm lacks, or impute where it has some values`,
    );
  }
}

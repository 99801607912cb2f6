import type { ReportInput } from "./read-results.js";

/** Why a harmonisation of the main analysis could not be made; null where it was. */
export const harmonisationFailure = (input: ReportInput, name: string): string | null =>
  input.records.warnings.find(
    ({ code, variant, variable }) => code === "harmonisation_failed" && variant === "main" && variable === name,
  )?.message ?? null;

import { SpecError } from "../errors.js";
import { takesAllLines } from "../spec/cohort.js";
import type { Study } from "./open-study.js";

/** Throws SpecError where the main analysis takes every line of a patient as a row: `what` shows one row a patient. */
export function refuseLines({ plan, loaded }: Study, what: string): void {
  if (!takesAllLines(plan.variants[0]!.cohort.control)) return;
  throw new SpecError(
    `${what} takes each row for a patient and does not go with which: "all"; set another which, such as first, for it → cohort.control.index.which (${loaded.place})`,
  );
}

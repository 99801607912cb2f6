/** How numbers were held against a reference: by relative difference (the plain one where the reference is 0), by absolute difference, or digit for digit. */
export type AgreementMeasure = "relative" | "absolute" | "exact";

/** Numbers of one quantity held against a reference. */
export interface Agreement {
  readonly what: string;
  readonly measure: AgreementMeasure;
  /** The largest difference must stay below it; 0: there must be none. */
  readonly tolerance: number;
  /** Why the tolerance is no tighter, where it is looser than 1e-8 or than the method itself would allow; null where nothing is to be said. */
  readonly cause: string | null;
  /** How many numbers were compared; where the reference has none, nothing is. */
  readonly compared: number;
  /** The largest difference; null where a number is missing, not a number, or one too many. */
  readonly largest: number | null;
  readonly passes: boolean;
  /** What was computed, for a digest. */
  readonly actual: readonly (number | null)[];
}

type Numbers = ArrayLike<number | null>;

export const agreeRelative = (what: string, actual: Numbers, expected: Numbers, tolerance: number): Agreement =>
  compare({ what, measure: "relative", tolerance }, actual, expected);

export const agreeAbsolute = (what: string, actual: Numbers, expected: Numbers, tolerance: number): Agreement =>
  compare({ what, measure: "absolute", tolerance }, actual, expected);

/** Digit for digit; a value that must be absent (null) must be absent. */
export const agreeExactly = (what: string, actual: Numbers, expected: Numbers): Agreement =>
  compare({ what, measure: "exact", tolerance: 0 }, actual, expected);

/** The same agreement with what keeps its tolerance from being tighter: commonly the accuracy of the reference. */
export const because = (cause: string, agreement: Agreement): Agreement => ({ ...agreement, cause });

function compare(
  about: Pick<Agreement, "what" | "measure" | "tolerance">,
  actual: Numbers,
  expected: Numbers,
): Agreement {
  let largest = actual.length === expected.length ? 0 : Number.POSITIVE_INFINITY;
  let compared = 0;
  for (let i = 0; i < expected.length; i += 1) {
    const difference = differenceOf(about.measure, actual[i] ?? null, expected[i] ?? null);
    if (difference === null) continue;
    compared += 1;
    // A difference that is not a number is none that can be passed.
    largest = Math.max(largest, Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference);
  }
  const isComparable = Number.isFinite(largest) && compared > 0;
  return {
    ...about,
    cause: null,
    compared,
    largest: isComparable ? largest : null,
    passes: isComparable && (about.tolerance === 0 ? largest === 0 : largest < about.tolerance),
    actual: Array.from(actual),
  };
}

/** Null where there is nothing to compare. */
function differenceOf(measure: AgreementMeasure, actual: number | null, expected: number | null): number | null {
  if (expected === null) {
    if (measure !== "exact") return null;
    return actual === null ? 0 : Number.POSITIVE_INFINITY;
  }
  if (actual === null) return Number.POSITIVE_INFINITY;
  const difference = Math.abs(actual - expected);
  return measure !== "relative" || expected === 0 ? difference : difference / Math.abs(expected);
}

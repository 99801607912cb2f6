import { EstimationError } from "../errors.js";
import { makeNotEstimable, makeStatisticOrNot, type Place, type StatisticDetail } from "../results/make-records.js";
import type { ResultRecord } from "../results/records.js";

/** A number by the name of its statistic; null: not estimable, for `reason`. */
export type NamedValues = Readonly<Record<string, number | null>>;

/**
 * The records of several statistics that are estimated together. Where `estimate` throws EstimationError every one of `names` is not
 * estimable for that reason.
 */
export function estimateRecords(
  place: Place,
  names: readonly string[],
  detail: StatisticDetail,
  estimate: () => { readonly values: NamedValues; readonly reason?: string },
): ResultRecord[] {
  try {
    const { values, reason } = estimate();
    return names.map((name) =>
      makeStatisticOrNot(place, name, values[name] ?? null, reason ?? "no value follows from these patients", detail),
    );
  } catch (error) {
    if (!(error instanceof EstimationError)) throw error;
    return names.map((name) => makeNotEstimable(place, name, error.message, detail));
  }
}

/** The names of a statistic and of its limits. */
export const withLimits = (name: string): readonly string[] => [name, `${name}_lower`, `${name}_upper`];

/** An estimate with limits as values by those names. */
export function limitValues(
  name: string,
  {
    estimate,
    lower,
    upper,
  }: { readonly estimate: number | null; readonly lower: number | null; readonly upper: number | null },
): NamedValues {
  return { [name]: estimate, [`${name}_lower`]: lower, [`${name}_upper`]: upper };
}

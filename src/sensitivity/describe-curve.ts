import { quantileOfSorted } from "../math/quantile.js";
import { makeStatistic, makeStatisticOrNot } from "../results/make-records.js";
import type { ResultRecord, Statistic } from "../results/records.js";
import { measures } from "../spec/measures.js";
import type { CurveVariant } from "../spec/plan.js";

/**
 * What the combinations of one curve come to: how many there are and how many could be estimated, the smallest, median (type 7) and largest effect, and
 * how many effects and intervals lie on either side of no effect. records: of the results as they are shown, so that nothing hidden enters.
 * variants: the curve's combinations, at least one. The combinations rest on the same patients: these are no tests, and their number is no evidence.
 */
export function describeCurve(variants: readonly CurveVariant[], records: readonly ResultRecord[]): Statistic[] {
  const { curve, estimates } = variants[0]!;
  const { effect, kind } = measures[Object.values(estimates)[0]!.measure];
  const reference = kind === "ratio" ? 1 : 0;
  const ids = new Set(variants.map(({ id }) => id));
  const valuesOf = (statistic: string): Map<string, number> =>
    new Map(
      records.flatMap((record) =>
        record.kind === "statistic" &&
        record.statistic === statistic &&
        record.group === null &&
        record.value !== null &&
        ids.has(record.variant)
          ? [[record.variant, record.value] as const]
          : [],
      ),
    );
  const [point, lower, upper] = [valuesOf(effect), valuesOf(`${effect}_lower`), valuesOf(`${effect}_upper`)];
  const sorted = Float64Array.from(point.values()).sort();
  const place = { variant: "main", stage: "sensitivity", population: "curves", variable: curve } as const;
  const detail = { role: "descriptive", params: { effect, reference } } as const;
  const count = (name: string, values: Iterable<number>, counts: (value: number) => boolean) =>
    makeStatistic(place, name, [...values].filter(counts).length, { ...detail, unit: "combinations" });
  const ordered = (name: string, share: number) =>
    makeStatisticOrNot(
      place,
      name,
      sorted.length === 0 ? null : quantileOfSorted(sorted, share),
      "no combination could be estimated",
      detail,
    );
  return [
    makeStatistic(place, "combinations", variants.length, { ...detail, unit: "combinations" }),
    makeStatistic(place, "combinations_estimated", sorted.length, { ...detail, unit: "combinations" }),
    ordered("smallest_effect", 0),
    ordered("median_effect", 0.5),
    ordered("largest_effect", 1),
    count("effects_below_reference", sorted, (value) => value < reference),
    count("intervals_below_reference", upper.values(), (value) => value < reference),
    count("intervals_above_reference", lower.values(), (value) => value > reference),
  ];
}

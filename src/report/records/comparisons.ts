import { dataDrivenCauses } from "../../results/data-driven.js";
import type { Statistic } from "../../results/records.js";
import type { Comparison } from "../../spec/comparison.js";
import { markLabel } from "../data-driven-text.js";
import type { ReportInput } from "./read-results.js";
import { type Group, groups, type RecordPlace } from "./record-index.js";

/** One comparison of charts with scans whose records the results hold. */
export interface ComparisonResult {
  readonly name: string;
  readonly comparison: Comparison;
  /** Its label, with the mark of what is DATA DRIVEN. */
  readonly label: string;
  readonly kind: "response" | "progression";
  /** The arms with patients of whom both sources speak. */
  readonly covered: readonly Group[];
}

/** The comparisons of the plan in its order; none where the stage did not run. */
export function selectComparisons(input: ReportInput): readonly ComparisonResult[] {
  const { comparison, endpoints } = input.plan.analysis;
  return Object.entries(comparison ?? {}).flatMap(([name, each]): ComparisonResult[] => {
    const kind = endpoints[each.imaging]?.kind === "response" ? "response" : "progression";
    const total = (group: Group) => input.records.findStatistic(placeOf(name, null, group), "n");
    if (groups.every((group) => total(group) === null)) return [];
    const main = kind === "response" ? "matrix" : "survival.charts";
    const covered = groups.filter((group) => levelsAt(input, placeOf(name, main, group), "n").length > 0);
    const parts = [`sensitivity.comparison.${name}`, `endpoints.${each.ehr}`, `endpoints.${each.imaging}`];
    const label = markLabel(each.label, dataDrivenCauses(input.results.lock, parts));
    return [{ name, comparison: each, label, kind, covered }];
  });
}

/** Where a record of a comparison stands: `name.what`; null: of the arm as a whole. */
export function placeOf(name: string, what: string | null, group?: Group, level?: string): RecordPlace {
  return {
    variant: "main",
    population: `comparison.${name}`,
    ...(group === undefined ? {} : { group }),
    ...(what === null ? {} : { variable: `${name}.${what}` }),
    ...(level === undefined ? {} : { level }),
  };
}

/** Statistics of one name at a place, whatever their level, in the order of the records. */
export function levelsAt(input: ReportInput, place: RecordPlace, statistic: string): readonly Statistic[] {
  return input.records
    .statisticsOf(place.variant, place.population, place.group ?? null)
    .filter((each) => each.variable === (place.variable ?? null) && each.statistic === statistic);
}

/** Variables of a comparison that begin with `prefix`, without the comparison's name, in the order of the records. */
export function variablesAt(input: ReportInput, name: string, prefix: string): readonly string[] {
  const start = `${name}.${prefix}`;
  const found = [...groups, null].flatMap((group) =>
    input.records
      .statisticsOf("main", `comparison.${name}`, group)
      .flatMap(({ variable }) => (variable?.startsWith(start) === true ? [variable.slice(name.length + 1)] : [])),
  );
  return [...new Set(found)];
}

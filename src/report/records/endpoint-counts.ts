import type { Statistic } from "../../results/records.js";
import type { ReportInput } from "./read-results.js";
import { type Group, groups } from "./record-index.js";

/** Patients of both arms at one level of something that was derived: a best response, an ending, a state of the baseline. */
export interface LevelCounts {
  readonly level: string;
  readonly counts: Readonly<Record<Group, Statistic | null>>;
}

/** The levels of a derived variable in the order of the records, of everyone eligible; none where the results hold no such variable. */
export function selectLevels(input: ReportInput, variable: string): readonly LevelCounts[] {
  const place = { variant: "main", population: "eligible", variable };
  const levels = new Set(
    groups.flatMap((group) =>
      input.records
        .statisticsOf("main", "eligible", group)
        .flatMap((each) =>
          each.stage === "endpoints" && each.variable === variable && each.statistic === "n" && each.level !== null
            ? [each.level]
            : [],
        ),
    ),
  );
  return [...levels].map((level) => {
    const at = (group: Group): Statistic | null => input.records.findStatistic({ ...place, group, level }, "n");
    return { level, counts: { trial: at("trial"), control: at("control") } };
  });
}

/** Level of those for whom a time was not derived. */
export const notDerived = "none";

/** Whether an arm's data can tell of an endpoint: where nobody counts or nobody has a time, its dataset holds no source of it. */
export function hasSource(input: ReportInput, endpoint: string, group: Group): boolean {
  const place = { variant: "main", population: "eligible", group };
  const counted = input.records.findStatistic({ ...place, variable: `${endpoint}.denominator`, level: "counted" }, "n");
  if (counted !== null) return counted.status !== "ok" || counted.value !== 0;
  const without = input.records.findStatistic({ ...place, variable: `${endpoint}.situation`, level: notDerived }, "n");
  const all = input.records.findStatistic(place, "n");
  return without === null || without.value === null || without.value !== all?.value;
}

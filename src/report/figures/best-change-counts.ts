import { readCrossLevel } from "../../results/cross-level.js";
import type { Statistic } from "../../results/records.js";
import { formatCount, formatCountOf } from "../format.js";
import { printStatistic } from "../print-statistic.js";
import { selectLevels } from "../records/endpoint-counts.js";
import type { ReportInput } from "../records/read-results.js";
import type { Group } from "../records/record-index.js";
import { armLabel } from "../tables/columns.js";

/** Band of those without a complete sum, who are not plotted. */
const notPlotted = "no complete sum";
const place = { variant: "main", population: "eligible" } as const;

export interface BestChangeCounts {
  /** Bands of change from growth to disappearance, of either arm. */
  readonly bands: readonly string[];
  readonly cells: readonly { readonly band: string; readonly response: string; readonly n: number }[];
  /** Patients with a complete sum; 0 where their number is not known. */
  readonly plotted: number;
  /** Whether the number of any cell is suppressed. */
  readonly isCut: boolean;
}

/** The cells of one arm whose number may be shown. */
export function readBestChange(input: ReportInput, endpoint: string, group: Group): BestChangeCounts {
  const found = selectLevels(input, `${endpoint}.best_change`).flatMap(({ level, counts }) => {
    const [band, response] = readCrossLevel(level) ?? [notPlotted, ""];
    return band === notPlotted ? [] : [{ band, response, count: counts[group] }];
  });
  const shrinkage = shrinkageOf(input, endpoint, group);
  const [reached, less] = [shrinkage("at most −30%"), shrinkage("above −30%")];
  return {
    bands: [...new Set(found.map(({ band }) => band))],
    cells: found.flatMap(({ band, response, count }) =>
      count?.value == null || count.value === 0 ? [] : [{ band, response, n: count.value }],
    ),
    plotted: (reached?.value ?? 0) + (less?.value ?? 0),
    isCut: found.some(({ count }) => count?.status === "suppressed"),
  };
}

/** “Trial: 54 of 180 (30.0%) at or below −30%; confirmed response 42 of 180 (23.3%).” */
export function describeBestChange(input: ReportInput, endpoint: string, group: Group): string {
  const all = input.records.findStatistic({ ...place, group }, "n");
  const reached = shrinkageOf(input, endpoint, group)("at most −30%");
  const best = selectLevels(input, `${endpoint}.best_response`).slice(0, 2);
  const responders = best.map(({ counts }) => counts[group]);
  const isKnown = responders.every((count) => count?.value != null);
  const total = responders.reduce((sum, count) => sum + (count?.value ?? 0), 0);
  const of = (count: number): string => (all?.value == null ? formatCount(count) : formatCountOf(count, all.value));
  return `${armLabel(input, "main", group)}: at or below −30% ${printStatistic(reached, of)} of all eligible, best response ${best.map(({ level }) => level).join(" or ")} ${isKnown ? of(total) : "[s]"}.`;
}

const shrinkageOf =
  (input: ReportInput, endpoint: string, group: Group) =>
  (level: string): Statistic | null =>
    input.records.findStatistic({ ...place, group, variable: `${endpoint}.shrinkage`, level }, "n");

import { DataError } from "../../errors.js";
import type { Statistic } from "../../results/records.js";
import { formatCount } from "../format.js";
import { printStatistic } from "../print-statistic.js";
import type { ReportInput } from "./read-results.js";
import type { Group } from "./record-index.js";

/** One step of an arm's attrition. The first step, which removes nobody, holds the dataset's patients. */
export interface AttritionStep {
  readonly label: string;
  readonly remaining: Statistic;
  readonly removed: Statistic | null;
  readonly undocumented: Statistic | null;
  /** Where rows are lines of therapy: the patients who still have one. */
  readonly patients: Statistic | null;
  readonly postIndex: boolean;
}

/** The steps of one arm in order of application. Throws a DataError where the results hold none. */
export function selectAttrition(input: ReportInput, variant: string, group: Group): readonly AttritionStep[] {
  const statistics = input.records.statisticsOf(variant, "attrition", group);
  const remaining = statistics.filter(({ statistic }) => statistic === "n_remaining");
  if (remaining.length === 0)
    throw new DataError(
      `results.json lacks statistic n_remaining (variant ${variant}, group ${group}): run analyze again`,
    );
  return [...remaining]
    .sort((a, b) => orderOf(a) - orderOf(b))
    .map((record) => {
      const beside = (name: string): Statistic | null =>
        statistics.find(({ statistic, variable }) => statistic === name && variable === record.variable) ?? null;
      return {
        label: record.level ?? record.variable ?? "",
        remaining: record,
        removed: beside("n_removed"),
        undocumented: beside("n_undocumented"),
        patients: beside("n_patients_remaining"),
        postIndex: record.params.post_index === true,
      };
    });
}

/** `126`, or `126 lines of 57 patients`. */
export const printRemaining = ({ remaining, patients }: AttritionStep): string =>
  patients === null
    ? printStatistic(remaining, formatCount)
    : `${printStatistic(remaining, formatCount)} lines of ${printStatistic(patients, formatCount)} patients`;

function orderOf(record: Statistic): number {
  const { order } = record.params;
  return typeof order === "number" ? order : Number((record.variable ?? "").replace(/^step-/, ""));
}

import type { Statistic } from "../../results/records.js";
import { measures } from "../../spec/measures.js";
import type { Subgroup } from "../../spec/subgroup.js";
import { type ArmCounts, type EstimateResult, isWeightedArm } from "./estimate-results.js";
import type { ReportInput } from "./read-results.js";
import { type Group, groups } from "./record-index.js";

/** The effect within one level of a subgroup. */
export interface LevelResult {
  readonly label: string;
  readonly effect: EstimateResult["effect"];
  readonly arms: Readonly<Record<Group, ArmCounts>>;
}

/** One subgroup of one estimate of the main analysis with its records. */
export interface SubgroupResult {
  readonly label: string;
  readonly subgroup: Subgroup;
  readonly levels: readonly LevelResult[];
  readonly interaction: Statistic;
  /** Patients of each arm whose value is missing; null where nobody's is. */
  readonly missing: readonly (Statistic | null)[];
}

/** The subgroups of an estimate in the plan's order. */
export function selectSubgroups(input: ReportInput, result: EstimateResult): readonly SubgroupResult[] {
  return Object.entries(result.estimate.subgroups ?? {}).map(([name, subgroup]) => {
    const { variant, estimate } = result;
    const place = { variant: variant.id, population: estimate.design, variable: `${result.name}.${name}` };
    const levels = input.records.statistics.flatMap((record) => {
      const isOurs = record.variant === place.variant && record.population === place.population;
      return isOurs && record.variable === place.variable && record.level !== null ? [record.level] : [];
    });
    return {
      label: subgroup.label ?? variant.covariates[subgroup.by]?.label ?? subgroup.by,
      subgroup,
      levels: [...new Set(levels)].map((level) => selectLevel(input, result, place, level)),
      interaction: input.records.getStatistic(place, "interaction_p"),
      missing: groups.map((group) => input.records.findStatistic({ ...place, group }, "n_missing")),
    };
  });
}

function selectLevel(
  input: ReportInput,
  { variant, estimate }: EstimateResult,
  place: { readonly variant: string; readonly population: string; readonly variable: string },
  level: string,
): LevelResult {
  const { effect, sums } = measures[estimate.measure];
  const point = input.records.getStatistic({ ...place, level }, effect);
  const limit = (side: string): Statistic | null =>
    input.records.findStatistic({ ...place, level }, `${effect}_${side}`);
  const arm = (group: Group): ArmCounts => {
    const find = (name: string): Statistic | null => input.records.findStatistic({ ...place, group, level }, name);
    const weighted = isWeightedArm(input, variant.id, estimate.design, group);
    return {
      n: find("n"),
      events: find(sums === "time-to-event" ? "events" : "responders"),
      effectiveSampleSize: weighted ? find("effective_sample_size") : null,
    };
  };
  return {
    label: level,
    effect: { point, lower: limit("lower"), upper: limit("upper") },
    arms: { trial: arm("trial"), control: arm("control") },
  };
}

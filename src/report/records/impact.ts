import type { Statistic } from "../../results/records.js";
import { measures } from "../../spec/measures.js";
import type { ComparisonResult } from "./comparisons.js";
import { findInterval, type Interval } from "./interval.js";
import type { ReportInput } from "./read-results.js";
import type { RecordPlace } from "./record-index.js";

/** An estimate under one way to ascertain its outcome, or corrected. */
export interface ImpactLine {
  /** `scans`, `charts`, the mixed scenario, or a correction. */
  readonly level: string;
  readonly effect: Interval;
  /** Less the effect by scans of the same patients, on the linear scale; null for scans themselves and for corrections. */
  readonly difference: Interval;
  readonly ratio: Interval;
  readonly control: Interval;
}

/** One estimate carried through both sources in one population. */
export interface ImpactResult {
  readonly estimate: string;
  readonly label: string;
  readonly population: string;
  /** Of the design as it was locked; else made again among patients evaluable by every source of their arm. */
  readonly isLocked: boolean;
  readonly measure: (typeof measures)[keyof typeof measures];
  readonly level: number;
  readonly lines: readonly ImpactLine[];
  readonly tipping: readonly Statistic[];
}

const scenarios = ["scans", "charts", "trial on scans, controls from charts"];

/** The estimates of a comparison with everything that was made of them, the locked design first. */
export function selectImpact(input: ReportInput, { name, comparison }: ComparisonResult): readonly ImpactResult[] {
  return comparison.estimates.flatMap((estimate) => {
    const spec = input.plan.analysis.estimates[estimate];
    if (spec === undefined) throw new Error(`plan has no estimate ${estimate}`);
    const measure = measures[spec.measure];
    const variable = `${name}.impact.${estimate}`;
    return [spec.design, `${spec.design}.evaluable`].flatMap((population, i): ImpactResult[] => {
      const own = input.records
        .statisticsOf("main", population, null)
        .filter((each) => each.stage === "comparison" && each.variable === variable);
      if (own.length === 0) return [];
      const levels = [
        ...new Set(own.filter(({ statistic }) => statistic === measure.effect).map(({ level }) => level)),
      ];
      const ordered = [
        ...scenarios.filter((scenario) => levels.includes(scenario)),
        ...levels.filter((level) => !scenarios.includes(level ?? "")).map((level) => level ?? ""),
      ];
      return [
        {
          estimate,
          label: spec.label,
          population,
          isLocked: i === 0,
          measure,
          level: comparison.level,
          lines: ordered.map((level) =>
            readLine(input, { variant: "main", population, variable }, level, measure.effect),
          ),
          tipping: own.filter(({ statistic }) => /^(observed|tipping)_/.test(statistic)),
        },
      ];
    });
  });
}

function readLine(input: ReportInput, place: RecordPlace, level: string, effect: string): ImpactLine {
  const at = { ...place, ...(level === "" ? {} : { level }) };
  return {
    level,
    effect: findInterval(input, at, effect),
    difference: findInterval(input, at, "effect_difference"),
    ratio: findInterval(input, at, "ratio_of_effects"),
    control: findInterval(input, { ...at, group: "control" }, "control_difference"),
  };
}

export const isScenario = ({ level }: ImpactLine): boolean => scenarios.includes(level);

const shown: Readonly<Record<string, string>> = {
  scans: "By scans in both arms",
  charts: "By charts in both arms",
  "trial on scans, controls from charts": "Trial by scans, controls by charts",
};

/** A line's level as it is printed. */
export const describeLine = ({ level }: ImpactLine): string =>
  shown[level] ?? (level === "" ? "Effect" : `${level.slice(0, 1).toUpperCase()}${level.slice(1)}`);

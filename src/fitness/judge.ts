import { fillPlace, type Place } from "../results/make-records.js";
import type { Indicator, IndicatorCounts } from "../results/records.js";
import type { Fitness } from "../spec/fitness.js";
import type { FitnessId } from "../spec/fitness-ids.js";
import type { Threshold } from "./indicator.js";
import { indicators } from "./indicators.js";

/** What was found of one indicator, or of one part of it, in one place. */
export interface Finding {
  readonly id: FitnessId;
  /** Part of the indicator, such as a covariate or a field; null: the whole. */
  readonly variable: string | null;
  readonly label?: string;
  readonly population: string;
  readonly group: "trial" | "control" | null;
  /** Null: it cannot be assessed, `note` says why. */
  readonly value: number | null;
  /** share, days, count, … */
  readonly unit: string;
  readonly counts?: IndicatorCounts;
  readonly note?: string;
  /** In place of the indicator's own, where parts of it differ. */
  readonly threshold?: Threshold;
  /** It is met whatever share it is: the number is enough. */
  readonly isEnough?: boolean;
}

/** The finding as a record, judged by the thresholds of the analysis, else by the engine's. No finding is more than met, caution, not met or not assessable. */
export function judge(finding: Finding, fitness: Fitness): Indicator {
  const { id, variable, population, group, value, unit, counts, note } = finding;
  const own = indicators[id];
  const threshold = thresholdOf(id, variable, finding.threshold ?? own, fitness);
  const status = finding.isEnough === true ? "met" : statusOf(value, threshold);
  const why = status === "not assessable" && value !== null ? "no threshold is set: the figure is reported" : undefined;
  const told = [note, why].filter((part) => part !== undefined).join("; ");
  const place: Place = { variant: "main", stage: "fitness", population, group, variable };
  return {
    kind: "indicator",
    ...fillPlace(place),
    indicator: id,
    label: finding.label === undefined ? own.label : `${own.label}: ${finding.label}`,
    value: value === 0 ? 0 : value,
    threshold: threshold.met,
    direction: threshold.direction,
    status,
    basis: threshold.basis,
    reason: status === "met" ? null : reasonOf(id, variable, fitness),
    critical: fitness.critical.includes(id),
    unit,
    ...(counts === undefined ? {} : { counts }),
    ...(told === "" ? {} : { note: told }),
  };
}

/** The reason written for a part, else for the whole indicator. */
function reasonOf(id: FitnessId, variable: string | null, { reasons }: Fitness): string | null {
  return (variable === null ? undefined : reasons[`${id}.${variable}`]) ?? reasons[id] ?? null;
}

function thresholdOf(id: FitnessId, variable: string | null, own: Threshold, { thresholds }: Fitness): Threshold {
  const given = (variable === null ? undefined : thresholds[`${id}.${variable}`]) ?? thresholds[id];
  if (given === undefined) return own;
  return { direction: own.direction, met: given.met, caution: given.caution ?? null, basis: given.basis };
}

function statusOf(value: number | null, { met, caution, direction }: Threshold): Indicator["status"] {
  if (value === null || met === null) return "not assessable";
  const reaches = (limit: number): boolean => (direction === "at-least" ? value >= limit : value <= limit);
  if (reaches(met)) return "met";
  return caution !== null && reaches(caution) ? "caution" : "not met";
}

import type { ResultRecord, Statistic } from "../results/records.js";
import type { Threshold } from "./indicator.js";
import type { Finding } from "./judge.js";

const kappaAtLeast: Threshold = {
  direction: "at-least",
  met: 0.6,
  caution: 0.4,
  basis:
    "κ of 0.60 good: proposal; local against central CT 0.53 in a renal trial, weighted κ 0.88 at best (published)",
};

interface Part {
  readonly id: Finding["id"];
  /** The part of a comparison a statistic belongs to, after the comparison's own name. */
  readonly ends: RegExp;
  readonly statistic: "kappa" | "proportion";
  readonly variable: string;
  readonly label: string;
  /** The figure is what the statistic leaves to 1. */
  readonly isComplement: boolean;
  readonly threshold?: Threshold;
}

const accuracy = (name: string, label: string): Part => ({
  id: "R1.4",
  ends: new RegExp(`^${name}$`),
  statistic: "proportion",
  variable: name,
  label,
  isComplement: false,
});

const parts: readonly Part[] = [
  {
    id: "R1.2",
    ends: /^readers\..+\.kappa$/,
    statistic: "kappa",
    variable: "kappa",
    label: "κ of best response",
    isComplement: false,
    threshold: kappaAtLeast,
  },
  {
    id: "R1.3",
    ends: /^readers\..+\.agreement$/,
    statistic: "proportion",
    variable: "best_response",
    label: "best response, of those evaluable by both",
    isComplement: true,
  },
  accuracy("sensitivity", "sensitivity"),
  accuracy("specificity", "specificity"),
  accuracy("positive_predictive_value", "positive predictive value"),
];

/** R1.2 (κ), R1.3 and R1.4, from the records of the comparisons of charts with scans; not assessable where the analysis compares none. */
export function findInReadings(comparison: readonly ResultRecord[]): Finding[] {
  const statistics = comparison.filter((record): record is Statistic => record.kind === "statistic");
  return parts.flatMap((part) => {
    const found = statistics.filter((each) => isOf(part, each));
    if (found.length === 0) return [notCompared(part)];
    return found.map((each) => findingOf(part, each, statistics));
  });
}

const isOf = ({ ends, statistic }: Part, each: Statistic): boolean =>
  each.statistic === statistic &&
  (each.level === null || each.level === "unweighted") &&
  each.variable !== null &&
  ends.test(each.variable.slice(each.variable.indexOf(".") + 1));

const notCompared = ({ id, variable, label }: Part): Finding => ({
  id,
  variable,
  label,
  population: "analysis",
  group: null,
  value: null,
  unit: "share",
  note: "the analysis compares no response by charts with the same by scans of two readers (section comparison)",
});

function findingOf(part: Part, each: Statistic, statistics: readonly Statistic[]): Finding {
  const at = (name: string): number | null =>
    statistics.find(
      ({ statistic, variable, group, level }) =>
        statistic === name && variable === each.variable && group === each.group && level === each.level,
    )?.value ?? null;
  const comparison = each.variable!.slice(0, each.variable!.indexOf("."));
  const readers = /\.readers\.(.+)\.\w+$/.exec(each.variable!)?.[1];
  const base = {
    id: part.id,
    variable: [part.variable, comparison, ...(readers === undefined ? [] : [readers])].join("."),
    label: [part.label, ...(readers === undefined ? [] : [`readers ${readers.replace(".", " and ")}`])].join(", "),
    population: "eligible",
    group: each.group as "trial" | "control" | null,
    unit: part.statistic === "kappa" ? "kappa" : "share",
    ...(part.threshold === undefined ? {} : { threshold: part.threshold }),
  };
  if (each.value === null) return { ...base, value: null, note: each.note ?? "not estimable" };
  const turn = (value: number | null): number | null => (value === null || !part.isComplement ? value : 1 - value);
  const [low, high] = [turn(at(`${part.statistic}_lower`)), turn(at(`${part.statistic}_upper`))];
  const n = at("n");
  const held = at("responders") ?? at("agreeing");
  return {
    ...base,
    value: turn(each.value),
    counts: {
      numerator: held === null || n === null ? null : part.isComplement ? n - held : held,
      denominator: n,
      unit: "patients",
      patients: n,
      lower: part.isComplement ? high : low,
      upper: part.isComplement ? low : high,
      interval: each.method,
    },
  };
}

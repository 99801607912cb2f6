import type { ResultRecord, Statistic } from "../results/records.js";
import type { Analysis } from "../spec/analysis.js";
import type { Fitness } from "../spec/fitness.js";
import type { Threshold } from "./indicator.js";
import type { Finding } from "./judge.js";

/** R2.2 of the cohort: control patients against the number planned. */
export function findSize(controls: number, { plannedControls }: Fitness): Finding {
  const base = { id: "R2.2", variable: null, population: "eligible", group: "control", unit: "share" } as const;
  return plannedControls === undefined
    ? { ...base, value: null, note: notPlanned }
    : { ...base, value: controls / plannedControls, counts: sizeOf(controls, plannedControls) };
}

const notPlanned = "the analysis file plans no number (fitness.plannedControls)";

/** R2.2 and R2.9 of designs carried out, from their own records. */
export function findInDesigns(
  records: readonly ResultRecord[],
  { designs }: Analysis,
  fitness: Fitness,
  names: readonly string[],
): Finding[] {
  return names.flatMap((name) => {
    const own = records.filter(
      (record): record is Statistic =>
        record.kind === "statistic" && record.stage === "design" && record.population === name,
    );
    const at = (statistic: string, group: "control" | null) =>
      own.find((each) => each.statistic === statistic && each.group === group && each.variable === null)?.value ?? null;
    const size = at("effective_sample_size", "control");
    return [sizeFinding(name, size, fitness), ...(designs[name]?.method === "unadjusted" ? [] : overlap(name, at))];
  });
}

function sizeFinding(population: string, size: number | null, { plannedControls }: Fitness): Finding {
  const base = {
    id: "R2.2",
    variable: "ess",
    label: "effective sample size",
    population,
    group: "control",
    unit: "share",
  } as const;
  if (size === null) return { ...base, value: null, note: "the design could not be carried out" };
  if (plannedControls === undefined) return { ...base, value: null, note: notPlanned };
  return { ...base, value: size / plannedControls, counts: sizeOf(size, plannedControls) };
}

function overlap(
  population: string,
  at: (statistic: string, group: "control" | null) => number | null,
): readonly Finding[] {
  const unmatched = at("unmatched_trial_share", null);
  const parts: readonly (readonly [string, string, "control" | null, number | null, Threshold, string])[] = [
    ["matched", "trial patients in the comparison", null, unmatched === null ? null : 1 - unmatched, matched, "share"],
    [
      "weight",
      "largest share of one control",
      "control",
      at("largest_weight_share", "control"),
      weight,
      "share of weight",
    ],
    ["auc", "c-statistic of the propensity", null, at("c_statistic", null), auc, "auc"],
  ];
  return parts.map(([variable, label, group, value, threshold, unit]) => ({
    id: "R2.9",
    variable,
    label,
    population,
    group,
    unit,
    value,
    threshold,
    ...(value === null ? { note: "the design has no such figure" } : {}),
  }));
}

const matched: Threshold = { direction: "at-least", met: 0.9, caution: null, basis: "90 %; proposal" };
const weight: Threshold = { direction: "at-most", met: 0.05, caution: null, basis: "5 % of the weight; proposal" };
const auc: Threshold = {
  direction: "at-most",
  met: 0.9,
  caution: Number.POSITIVE_INFINITY,
  basis: "above 0.9 the arms hardly overlap; proposal",
};

const sizeOf = (numerator: number, denominator: number) => ({
  numerator,
  denominator,
  unit: "control patients, of the number planned",
  // What the share is of: the number planned, which is no secret.
  patients: Math.floor(denominator),
  lower: null,
  upper: null,
  interval: null,
});

import { readCrossLevel } from "./cross-level.js";
import type { ResultRecord, Statistic } from "./records.js";

/** The counts among the records and the sums that tie them together. */
export interface CountRelations {
  readonly counts: readonly Statistic[];
  /** Each list holds counts of which any one follows from the others. */
  readonly relations: readonly (readonly Statistic[])[];
  /** Counts whose complement is not printed but follows from it: those without the property. */
  readonly complements: readonly { readonly count: Statistic; readonly complement: number }[];
}

const countNames = new Set([
  "n",
  "n_remaining",
  "n_removed",
  "n_undocumented",
  "n_missing",
  "events",
  "interval_events",
  "exact_events",
  "censored",
  "responders",
  "agreeing",
  "unmatched_trial",
  "pairs",
  "n_incomplete",
  "n_outside_support",
  "n_trimmed",
  "n_unmatched",
  "n_without_endpoint",
  "n_partner_without_endpoint",
  "trimmed",
  "outside_support",
  "truncated",
]);

/** The steps at which a design loses patients, in order; the first is there wherever any is. */
const designSteps = ["n_incomplete", "n_outside_support", "n_trimmed", "n_unmatched"] as const;

/** The counts of patients and how they add up: attrition steps, levels of a covariate, events and censorings, matched and unmatched. */
export function countRelations(records: readonly ResultRecord[]): CountRelations {
  const counts = records.filter(
    (record): record is Statistic =>
      record.kind === "statistic" && countNames.has(record.statistic) && record.value !== null,
  );
  const at = indexCounts(counts);
  const relations: Statistic[][] = [];
  const complements: { count: Statistic; complement: number }[] = [];
  const add = (...members: (Statistic | undefined)[]) => {
    const known = members.filter((member): member is Statistic => member !== undefined);
    if (known.length === members.length) relations.push(known);
  };
  for (const count of counts) {
    const { variant, population, group, variable, statistic } = count;
    const find = (name: string, other: Partial<Statistic> = {}) =>
      at.get(keyOf({ ...count, level: null, ...other, statistic: name }));
    if (statistic === "n_removed" && population === "attrition") {
      const step = Number(variable?.replace("step-", ""));
      const before = counts.find(
        (c) =>
          c.statistic === "n_remaining" &&
          c.variant === variant &&
          c.group === group &&
          c.variable === `step-${step - 1}`,
      );
      const here = counts.find(
        (c) => c.statistic === "n_remaining" && c.variant === variant && c.group === group && c.variable === variable,
      );
      add(before, here, count);
      const later = counts.some(
        (c) =>
          c.variant === variant &&
          c.group === group &&
          c.variable === `step-${step + 1}` &&
          c.population === "attrition",
      );
      if (!later) add(here, find("n", { population: "eligible", variable: null }));
    }
    if (statistic === "n_incomplete") {
      const steps = designSteps.map((name) => find(name)).filter((step) => step !== undefined);
      add(find("n", { population: "eligible" }), find("n"), ...steps);
    }
    // Totals of both arms.
    if (statistic === "trimmed" || statistic === "outside_support")
      add(count, find(`n_${statistic}`, { group: "trial" }), find(`n_${statistic}`, { group: "control" }));
    if (statistic === "n_without_endpoint" && population !== "eligible") {
      const partner = find("n_partner_without_endpoint");
      add(find("n", { variable: null }), find("n"), count, ...(partner === undefined ? [] : [partner]));
    }
    if (statistic === "events") {
      add(find("n"), count, find("censored"));
      add(count, find("interval_events"), find("exact_events"));
    }
    // A subgroup's level prints no censored, which follow from its events.
    if (statistic === "events" && count.level !== null)
      complements.push({ count, complement: (find("n", { level: count.level })?.value ?? 0) - (count.value ?? 0) });
    if (statistic === "responders" || statistic === "agreeing")
      complements.push({ count, complement: (find("n", { level: count.level })?.value ?? 0) - (count.value ?? 0) });
    if (statistic === "unmatched_trial")
      add(find("n", { population: "eligible", group: "trial" }), find("n", { group: "trial" }), count);
    if (statistic === "n" && variable !== null && count.level === null) {
      const all = at.get(keyOf({ ...count, variable: null, statistic: "n" }))?.value;
      const missing = population === "eligible" ? (find("n_missing")?.value ?? 0) : 0;
      // An endpoint's number of patients is the arm's; only a covariate's count has a complement.
      if (all != null && count.stage === "design")
        complements.push({ count, complement: all - missing - (count.value ?? 0) });
    }
  }
  for (const line of crossLines(counts)) add(...line);
  for (const family of levelFamilies(counts)) {
    const total = at.get(keyOf({ ...family[0]!, level: null, variable: null, statistic: "n" }));
    add(...family, ...(total === undefined ? [] : [total]));
  }
  for (const family of subgroupFamilies(counts)) {
    const [first] = family;
    const whole = { ...first!, level: null };
    const missing = at.get(keyOf({ ...whole, statistic: "n_missing" }));
    const total = at.get(keyOf({ ...whole, variable: first!.variable!.split(".")[0]! }));
    add(...family, ...(missing === undefined || first!.statistic !== "n" ? [] : [missing]), total);
  }
  return { counts, relations, complements };
}

function indexCounts(counts: readonly Statistic[]): Map<string, Statistic> {
  return new Map(counts.map((count) => [keyOf(count), count]));
}

function keyOf({ variant, population, group, variable, level, statistic }: Statistic): string {
  return JSON.stringify([variant, population, group, variable, level, statistic]);
}

/** The levels of each categorical covariate in each population and arm. */
function levelFamilies(counts: readonly Statistic[]): Statistic[][] {
  const families = new Map<string, Statistic[]>();
  for (const count of counts) {
    if (count.statistic !== "n" || count.level === null) continue;
    const key = keyOf({ ...count, level: null });
    families.set(key, [...(families.get(key) ?? []), count]);
  }
  return [...families.values()];
}

/** What is counted level by level of a subgroup (`estimate.subgroup`): patients, events or responders, each with its total at the estimate. */
function subgroupFamilies(counts: readonly Statistic[]): Statistic[][] {
  const families = new Map<string, Statistic[]>();
  for (const count of counts) {
    const isOfSubgroup = count.stage === "outcomes" && count.level !== null && count.variable?.split(".").length === 2;
    if (!isOfSubgroup || !["n", "events", "responders"].includes(count.statistic)) continue;
    const key = keyOf({ ...count, level: null });
    families.set(key, [...(families.get(key) ?? []), count]);
  }
  return [...families.values()];
}

/** The rows and the columns of each cross table: their totals stand elsewhere, so that each line must hide no cell or two. */
function crossLines(counts: readonly Statistic[]): Statistic[][] {
  const lines = new Map<string, Statistic[]>();
  for (const count of counts) {
    const cell = readCrossLevel(count.level);
    if (count.statistic !== "n" || cell === null) continue;
    for (const [side, category] of cell.entries()) {
      const key = keyOf({ ...count, level: `${side} ${category}` });
      lines.set(key, [...(lines.get(key) ?? []), count]);
    }
  }
  return [...lines.values()];
}

import type { ResultRecord, Statistic } from "../records.js";
import { type CountPlace, countRank, type OpenCountSystem, openCountSystem } from "./count-system.js";

/** Whether an arm of a variant comes under the small-cell rule; null: what speaks of both arms. */
export type IsGuarded = (variant: string, group: string | null) => boolean;

/** What finds a count: the fields of a statistic, left out where null. */
export interface CountQuery {
  readonly variant: string;
  readonly population: string;
  readonly group?: string | null;
  readonly variable?: string | null;
  readonly level?: string | null;
  readonly statistic: string;
}

/** The counts among the records, each once however often it is printed, and the system their sums are written into. */
export interface CountBook {
  readonly system: OpenCountSystem;
  readonly statistics: readonly CountedStatistic[];
  readonly find: (query: CountQuery) => number | undefined;
  readonly numberOf: (count: number) => number;
  readonly isGuarded: IsGuarded;
  readonly limit: number;
}

/** A statistic that is a number of patients, and its count. */
export interface CountedStatistic {
  readonly record: Statistic;
  readonly count: number;
}

const countNames = new Set([
  "n",
  "n_remaining",
  "n_removed",
  "n_undocumented",
  "n_patients",
  "n_patients_remaining",
  "n_patients_removed",
  "n_missing",
  "events",
  "interval_events",
  "n_late_entry",
  "n_without_entry",
  "n_left_before_entry",
  "n_follow_up_cut",
  "exact_events",
  "censored",
  "competing_events",
  "responders",
  "agreeing",
  "unmatched_trial",
  "pairs",
  "trimmed",
  "outside_support",
  "truncated",
  "n_incomplete",
  "n_outside_support",
  "n_trimmed",
  "n_unmatched",
  "n_without_endpoint",
  "n_partner_without_endpoint",
  "intervals",
]);

export function openCountBook(records: readonly ResultRecord[], isGuarded: IsGuarded, limit: number): CountBook {
  const system = openCountSystem();
  const byPlace = new Map<string, number>();
  const byNumber = new Map<string, number>();
  const statistics: CountedStatistic[] = [];
  for (const [index, record] of records.entries()) {
    if (record.kind !== "statistic" || record.value === null || !countNames.has(record.statistic)) continue;
    const place: CountPlace = { record: index, kind: "statistic" };
    // The same place with the same number in two variants, or in two estimates of one endpoint, is one count: what is hidden in one is hidden in the other.
    const guarded = guards(record, isGuarded);
    const key = JSON.stringify([...identityOf(record), guarded, record.value]);
    const count = system.add(record.value, guarded, rankOf(record, isGuarded), place);
    const known = byNumber.get(key);
    if (known === undefined) byNumber.set(key, count);
    else system.same(known, count);
    byPlace.set(keyOf(record), count);
    statistics.push({ record, count });
  }
  return {
    system,
    statistics,
    find: (query) => byPlace.get(keyOf(query)),
    numberOf: (count) => system.counts[count]!.value,
    isGuarded,
    limit,
  };
}

/** Numbers of trial patients that stand in no arm of their own. */
const ofTrial = new Set(["unmatched_trial", "unmatched_trial_share"]);

/** Whether a record tells of patients whom the rule protects. */
export function guards(
  record: Pick<ResultRecord, "variant" | "group"> & { readonly statistic?: string },
  isGuarded: IsGuarded,
): boolean {
  const group = ofTrial.has(record.statistic ?? "") ? "trial" : record.group;
  return isGuarded(record.variant, group);
}

function identityOf({ stage, population, group, variable, level, statistic, params }: Statistic) {
  const of = stage === "outcomes" && typeof params.endpoint === "string" ? params.endpoint : variable;
  return [stage, population, group, of, level, statistic];
}

function keyOf({ variant, population, group, variable, level, statistic }: CountQuery): string {
  return JSON.stringify([variant, population, group ?? null, variable ?? null, level ?? null, statistic]);
}

function rankOf(record: Statistic, isGuarded: IsGuarded): number {
  const { stage, population, variable, level, statistic } = record;
  if (!guards(record, isGuarded)) return countRank.trial;
  if (statistic === "n_remaining" || statistic === "n_patients_remaining") return countRank.step;
  if (statistic === "n" && variable === null && stage !== "comparison")
    return population === "eligible" ? countRank.eligibleTotal : countRank.designTotal;
  if (statistic === "n" && level === null && stage !== "design") return countRank.outcomeTotal;
  return population === "eligible" || statistic === "n_missing" ? countRank.eligibleCell : countRank.cell;
}

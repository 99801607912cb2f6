import type { IndicatorCounts } from "../results/records.js";
import { estimateClusteredWilson } from "../stats/clustered-wilson.js";
import { estimateNewcombeDifference } from "../stats/newcombe.js";
import type { Columns } from "../store/columns.js";
import type { Store } from "../store/store.js";
import type { Threshold } from "./indicator.js";
import type { Finding } from "./judge.js";
import type { ArmScopes, Scope } from "./scope.js";
import type { ShareQuery } from "./share-query.js";

/** What one query counted in one set of patients. */
interface Tally {
  readonly scope: Scope;
  readonly numerator: number;
  readonly denominator: number;
  readonly carried: number;
  /** Patients of whom something counts. */
  readonly patients: number;
  readonly held: readonly number[];
  readonly units: readonly number[];
}

/** The findings of a query in every set of both arms, and how far the arms' cohorts are apart where they are compared. */
export async function tallyShares(query: ShareQuery, arms: readonly ArmScopes[]): Promise<Finding[]> {
  const tallies: Tally[] = [];
  const asked = new Map<Store, Columns>();
  for (const { store, scopes } of arms) {
    const columns = asked.get(store) ?? (await store.query(query.sql, query.values));
    asked.set(store, columns);
    tallies.push(...scopes.map((scope) => tally(columns, scope)));
  }
  const apart = query.compared ? compareArms(query, tallies) : [];
  return [...tallies.map((each) => findingOf(query, each)), ...apart];
}

function tally(columns: Columns, scope: Scope): Tally {
  const ids = columns.text("patient_id");
  const rows = ids.flatMap((id, i) => (scope.patients.has(id ?? "") ? [i] : []));
  const of = (name: string): number[] => {
    const { values } = columns.int32(name);
    return rows.map((i) => values[i]!);
  };
  const [held, units, carried] = [of("numerator"), of("denominator"), of("carried")];
  const total = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);
  return {
    scope,
    numerator: total(held),
    denominator: total(units),
    carried: total(carried),
    patients: units.filter((count) => count > 0).length,
    held,
    units,
  };
}

/** Why a figure cannot be assessed; null where it can. */
function lackOf(query: ShareQuery, { denominator, carried }: Tally): string | null {
  if (denominator === 0) return query.empty;
  return carried === 0 ? query.notCarried : null;
}

function findingOf(query: ShareQuery, found: Tally): Finding {
  const { id, variable, label, unit, threshold } = query;
  const { population, group } = found.scope;
  // Where there are no rows of a kind, none of them is faulty.
  const lack = query.tally === "errors" ? null : lackOf(query, found);
  const named = { ...(label === undefined ? {} : { label }), ...(threshold === undefined ? {} : { threshold }) };
  const base = { id, variable, ...named, population, group };
  if (lack !== null) return { ...base, value: null, unit: "share", note: lack };
  if (query.tally === "errors") {
    const note = found.denominator === 0 ? { note: query.empty } : {};
    return { ...base, value: found.numerator, unit, ...note, counts: countsOf(found, unit, null) };
  }
  const interval = estimateClusteredWilson(found.held, found.units);
  const isEnough = query.enough !== undefined && found.numerator >= query.enough;
  return { ...base, value: interval.estimate, unit: "share", isEnough, counts: countsOf(found, unit, interval) };
}

function countsOf(
  { numerator, denominator, patients, units }: Tally,
  unit: string,
  interval: { readonly lower: number; readonly upper: number } | null,
): IndicatorCounts {
  const isClustered = units.some((count) => count > 1);
  return {
    numerator,
    denominator,
    unit,
    patients,
    lower: interval?.lower ?? null,
    upper: interval?.upper ?? null,
    interval: interval === null ? null : `95 % Wilson${isClustered ? ", clustered by patient" : ""}`,
  };
}

const apartAtMost: Threshold = {
  direction: "at-most",
  met: 0.1,
  caution: Number.POSITIVE_INFINITY,
  basis: "arms at most 10 percentage points apart; proposal",
};

/** The difference of the arms' shares among the eligible: differential quality biases where poor quality alone may not. */
function compareArms(query: ShareQuery, tallies: readonly Tally[]): Finding[] {
  const of = (group: "trial" | "control") =>
    tallies.find(({ scope }) => scope.population === "eligible" && scope.group === group);
  const [trial, control] = [of("trial"), of("control")];
  if (trial === undefined || control === undefined) return [];
  const { id, variable, label } = query;
  const base = {
    id,
    variable: [variable, "difference"].filter((part) => part !== null).join("."),
    label: `${label === undefined ? "" : `${label}, `}difference between the arms`,
    population: "eligible",
    group: null,
    unit: "share",
    threshold: apartAtMost,
  } as const;
  const lack = lackOf(query, trial) ?? lackOf(query, control);
  if (lack !== null) return [{ ...base, value: null, note: lack }];
  const difference = Math.abs(trial.numerator / trial.denominator - control.numerator / control.denominator);
  return [{ ...base, value: difference, counts: differenceCounts(trial, control, query.unit) }];
}

/** Newcombe's interval of the larger share less the smaller, where patients are counted; clusters have none. */
function differenceCounts(trial: Tally, control: Tally, unit: string): IndicatorCounts {
  const isClustered = [trial, control].some(({ units }) => units.some((count) => count > 1));
  const share = ({ numerator, denominator }: Tally): number => numerator / denominator;
  const [more, less] = share(trial) >= share(control) ? [trial, control] : [control, trial];
  const interval = isClustered
    ? null
    : estimateNewcombeDifference({
        events1: more.numerator,
        n1: more.denominator,
        events0: less.numerator,
        n0: less.denominator,
        level: 0.95,
      });
  return {
    numerator: null,
    denominator: null,
    unit,
    patients: Math.min(trial.patients, control.patients),
    lower: interval?.lower ?? null,
    upper: interval?.upper ?? null,
    interval: interval === null ? null : "95 % Newcombe, larger less smaller",
  };
}

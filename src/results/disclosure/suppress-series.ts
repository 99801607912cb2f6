import type { Series } from "../records.js";
import { guards, type IsGuarded } from "./count-book.js";
import type { CountPlace } from "./count-system.js";
import { openLadder } from "./ladder.js";
import { roundDescribed } from "./round-described.js";

/** Columns of a curve or risk table that would tell of single patients. */
const perPatient: Readonly<Record<string, readonly string[]>> = {
  kaplan_meier: ["at_risk", "events", "censored"],
  cumulative_incidence: ["at_risk", "competing_incidence"],
  risk_table: ["events", "censored"],
};
const probabilities = ["survival", "incidence", "lower", "upper"];

/** A curve or risk table of which the rows marked 1 are shown: a curve loses the others; a risk table keeps its ticks, without numbers, up to the last shown. */
export function suppressCurve(record: Series, shown: Uint8Array, limit: number): Series {
  const isTable = record.series === "risk_table";
  const end = isTable ? shown.lastIndexOf(1) + 1 : shown.length;
  const rows = Array.from({ length: end }, (_, i) => i).filter((i) => isTable || shown[i] === 1);
  const columns = Object.fromEntries(
    Object.entries(record.columns).map(([name, column]) => {
      const isHidden = (perPatient[record.series] ?? []).includes(name);
      const values = rows.map((i) => {
        const value = column.values[i] ?? null;
        if (isHidden || value === null || (name === "at_risk" && shown[i] === 0)) return null;
        return probabilities.includes(name) ? roundDescribed(value) : value;
      });
      return [name, { ...column, values }];
    }),
  );
  return { ...record, columns, params: { ...record.params, small_cell_limit: limit } };
}

/**
 * Turnbull's curve of a guarded arm: survival at intervals between any two of which the mass is of the limit of patients at least, while as many are known free of the
 * event; without the masses and the numbers themselves.
 */
export function suppressTurnbull(record: Series, limit: number, isGuarded: IsGuarded): Series {
  if (!guards(record, isGuarded)) return record;
  const column = (name: string): readonly number[] => (record.columns[name]?.values ?? []).map((value) => value ?? 0);
  const atRisk = column("at_risk");
  const gone = column("survival").map((survival) => Math.round((1 - survival) * (atRisk[0] ?? 0)));
  const ladder = openLadder(gone.at(-1) ?? 0, limit);
  const kept = gone.flatMap((total, k) => (atRisk[k]! >= limit && ladder.admit(total) ? [k] : []));
  const columns = Object.fromEntries(
    Object.entries(record.columns).map(([name, { unit, values }]) => {
      const shown = kept.map((k) => {
        const value = values[k] ?? null;
        if (name === "mass" || name === "at_risk" || value === null) return null;
        return name === "survival" ? roundDescribed(value) : value;
      });
      return [name, { unit, values: shown }];
    }),
  );
  return { ...record, columns, params: { ...record.params, small_cell_limit: limit } };
}

/** The states of `response_states` that patients only go towards: these, and these with each of those before them, only grow. */
const lastStates = ["dead", "ended", "progressed", "not_assessed"] as const;

/**
 * Where the patients of a guarded arm stand, at days on which every state holds nobody or the limit of patients at least, and between any two of which nobody or as
 * many went on to a later state. No day where the arm's number of patients is hidden, which the states of a day add up to.
 */
export function suppressStates(
  record: Series,
  limit: number,
  { isGuarded, isArmHidden }: { readonly isGuarded: IsGuarded; readonly isArmHidden: boolean },
): Series {
  if (!guards(record, isGuarded)) return record;
  const column = (name: string): readonly number[] => (record.columns[name]?.values ?? []).map((value) => value ?? 0);
  const states = Object.keys(record.columns).filter((name) => name !== "time_days");
  const totals = lastStates.map((_, k) =>
    column("time_days").map((_, row) => lastStates.slice(0, k + 1).reduce((sum, name) => sum + column(name)[row]!, 0)),
  );
  const ladders = totals.map((total) => openLadder(total.at(-1) ?? 0, limit));
  const kept = column("time_days").flatMap((_, row) => {
    const isFew = isArmHidden || states.some((name) => column(name)[row]! > 0 && column(name)[row]! < limit);
    if (isFew || !ladders.every((ladder, k) => ladder.fits(totals[k]![row]!))) return [];
    for (const [k, ladder] of ladders.entries()) ladder.admit(totals[k]![row]!);
    return [row];
  });
  const columns = Object.fromEntries(
    Object.entries(record.columns).map(([name, { unit, values }]) => [
      name,
      { unit, values: kept.map((row) => values[row] ?? null) },
    ]),
  );
  return { ...record, columns, params: { ...record.params, small_cell_limit: limit } };
}

/** A histogram without its hidden bins, nor the weights of those. */
export function suppressHistogram(record: Series, hidden: readonly CountPlace[], isGuarded: IsGuarded): Series {
  const gaps = new Set<string>();
  for (const place of hidden) if (place.kind === "series") gaps.add(`${place.column} ${place.row}`);
  const isGap = (name: string, row: number): boolean => {
    const arm = name.replace("_weighted", "");
    return gaps.has(`${name} ${row}`) || (isGuarded(record.variant, arm) && gaps.has(`${arm} ${row}`));
  };
  const columns = Object.fromEntries(
    Object.entries(record.columns).map(([name, column]) => [
      name,
      { ...column, values: column.values.map((value, row) => (isGap(name, row) ? null : value)) },
    ]),
  );
  return { ...record, columns };
}

import type { ResultRecord, Series, Statistic } from "../records.js";
import { guards, type IsGuarded } from "./count-book.js";
import { openLadder } from "./ladder.js";
import type { PublishedCurves } from "./publish-curves.js";

/**
 * What may be shown of the cumulative incidences of guarded arms: incidence at days between any two of which nobody or at least `limit` had the event
 * (in patients of the arm, were they weighted alike), while at least `limit` are at risk. The estimate's own days come first, then the curve's steps.
 */
export function publishIncidence(
  records: readonly ResultRecord[],
  isGuarded: IsGuarded,
  limit: number,
): PublishedCurves {
  const rows = new Map<Series, Uint8Array>();
  const hidden = new Set<Statistic>();
  const byPlace = new Map<string, Statistic[]>();
  for (const record of records)
    if (record.kind === "statistic" && record.stage === "outcomes")
      byPlace.set(placeOf(record), [...(byPlace.get(placeOf(record)) ?? []), record]);
  for (const curve of records) {
    if (curve.kind !== "series" || curve.series !== "cumulative_incidence" || !guards(curve, isGuarded)) continue;
    const beside = byPlace.get(placeOf(curve)) ?? [];
    const n = beside.find(({ statistic, level }) => statistic === "n" && level === null)?.value ?? 0;
    const column = (name: string): readonly number[] => (curve.columns[name]?.values ?? []).map((value) => value ?? 0);
    const [atRisk, incidence] = [column("at_risk"), column("incidence")];
    const ladder = openLadder(Math.round((incidence.at(-1) ?? 0) * n), limit);
    const days = beside
      .filter(({ statistic }) => statistic === "incidence")
      .sort((a, b) => Number(a.level) - Number(b.level));
    for (const { level, value } of days) {
      if (value === null || ladder.admit(Math.round(value * n))) continue;
      for (const record of beside)
        if (record.level === level && record.statistic.startsWith("incidence")) hidden.add(record);
    }
    const shown = incidence.map((value, k) => {
      const isStep = k === 0 || value > incidence[k - 1]!;
      return isStep && (atRisk[k]! >= limit || k === 0) && ladder.admit(Math.round(value * n)) ? 1 : 0;
    });
    rows.set(curve, Uint8Array.from(shown));
  }
  return { rows, hidden };
}

const placeOf = ({ variant, population, group, variable }: Statistic | Series): string =>
  JSON.stringify([variant, population, group, variable]);

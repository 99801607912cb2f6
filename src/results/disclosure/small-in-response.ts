import type { ResultRecord, Statistic } from "../records.js";
import { guards, type IsGuarded } from "./count-book.js";

/** The probabilities of being in response of guarded arms, with their limits, that would stand for fewer than `limit` patients in response, or all but as few. */
export function smallInResponse(records: readonly ResultRecord[], isGuarded: IsGuarded, limit: number): Set<Statistic> {
  const sizes = new Map<string, number>();
  const days = new Map<string, Statistic[]>();
  for (const record of records) {
    if (record.kind !== "statistic" || record.variable?.endsWith(".in_response") !== true) continue;
    if (!guards(record, isGuarded) || record.value === null) continue;
    const place = JSON.stringify([record.variant, record.population, record.group, record.variable]);
    if (record.statistic === "n") sizes.set(place, record.value);
    else days.set(`${place} ${record.level}`, [...(days.get(`${place} ${record.level}`) ?? []), record]);
  }
  const isFew = (count: number): boolean => count > 0 && count < limit;
  return new Set(
    [...days].flatMap(([key, found]) => {
      const n = sizes.get(key.slice(0, key.lastIndexOf(" "))) ?? 0;
      const point = found.find(({ statistic }) => statistic === "in_response")?.value ?? 0;
      const count = Math.round(point * n);
      return isFew(count) || isFew(n - count) || (count === 0 && point > 0) ? found : [];
    }),
  );
}

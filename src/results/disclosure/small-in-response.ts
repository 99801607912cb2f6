import type { ResultRecord, Statistic } from "../records.js";
import { guards, type IsGuarded } from "./count-book.js";

const shares = new Set(["in_response", "in_response_lower", "in_response_upper"]);

/**
 * The probabilities of being in response of guarded arms, with their limits, that would stand for fewer than `limit` patients in response, or all but as few: those of
 * everyone eligible, and those of an estimate, of its subgroups too. A weighted arm is held to the same.
 */
export function smallInResponse(records: readonly ResultRecord[], isGuarded: IsGuarded, limit: number): Set<Statistic> {
  const sizes = new Map<string, number>();
  const days = new Map<string, { readonly sizeKeys: readonly string[]; readonly found: Statistic[] }>();
  for (const record of records) {
    if (record.kind !== "statistic" || record.stage !== "outcomes" || record.value === null) continue;
    if (!guards(record, isGuarded)) continue;
    const arm = [record.variant, record.population, record.group, record.variable];
    const cell = JSON.stringify([...arm, record.level]);
    if (record.statistic === "n") sizes.set(cell, record.value);
    if (!shares.has(record.statistic)) continue;
    // The level is the day; in a subgroup it is the subgroup's, which has a number of its own.
    const own = days.get(cell) ?? { sizeKeys: [cell, JSON.stringify([...arm, null])], found: [] };
    own.found.push(record);
    days.set(cell, own);
  }
  const isFew = (count: number): boolean => count > 0 && count < limit;
  return new Set(
    [...days.values()].flatMap(({ sizeKeys, found }) => {
      const n = sizeKeys.flatMap((key) => sizes.get(key) ?? [])[0] ?? 0;
      const point = found.find(({ statistic }) => statistic === "in_response")?.value ?? 0;
      const count = Math.round(point * n);
      return isFew(count) || isFew(n - count) || (count === 0 && point > 0) ? found : [];
    }),
  );
}

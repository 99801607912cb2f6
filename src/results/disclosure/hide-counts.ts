import { boundCounts, equationsOf } from "./bound-counts.js";
import type { CountSystem } from "./count-system.js";
import { solveCounts } from "./solve-counts.js";

/**
 * Which counts to hide: 1 for every guarded count from 1 to `limit` − 1 that is printed, and for as many printed partners as it takes that no such count, printed or
 * not, follows from what is shown, neither by bounds nor by elimination. Counts that are printed nowhere are hidden by themselves.
 */
export function hideCounts(system: CountSystem, limit: number): Uint8Array {
  const { counts } = system;
  const isSmall = (i: number): boolean => counts[i]!.guarded && counts[i]!.value > 0 && counts[i]!.value < limit;
  const hidden = Uint8Array.from(counts, ({ places }, i) => (places.length === 0 || isSmall(i) ? 1 : 0));
  const isKnownSmall = (i: number): boolean => counts[i]!.places.length > 0 && isSmall(i);
  const secrets = counts.flatMap((_, i) => (isSmall(i) ? [i] : []));
  if (secrets.length === 0) return hidden;
  const using = equationsOf(counts.length, system.equations);
  // Each round hides at least one more count, so the rounds end.
  for (;;) {
    const { least, greatest } = boundCounts(system, hidden, isKnownSmall, limit);
    const isGiven = (i: number): boolean => least[i] === greatest[i];
    let open = secrets.filter(isGiven);
    let given: (i: number) => boolean = isGiven;
    if (open.length === 0) {
      const solved = new Set(solveCounts(system, hidden));
      open = secrets.filter((i) => solved.has(i));
      given = (i) => isGiven(i) || solved.has(i);
    }
    if (!hidePartners(system, using, hidden, open, given)) return hidden;
  }
}

/** Hides one partner for each count that is given away, unless one of its sums was mended in this round; says whether any was found. */
function hidePartners(
  system: CountSystem,
  using: readonly (readonly number[])[],
  hidden: Uint8Array,
  open: readonly number[],
  isGiven: (count: number) => boolean,
): boolean {
  const mended = new Set<number>();
  let found = false;
  for (const secret of open) {
    const reach = reachOf(system, using, hidden, secret, isGiven);
    if (reach.some((e) => mended.has(e))) continue;
    const partner = bestPartner(system, hidden, reach);
    if (partner === null) continue;
    hidden[partner] = 1;
    found = true;
    for (const e of using[partner]!) mended.add(e);
  }
  return found;
}

/** The equations that give a count away: those of its own that hide nothing else; else its own and those of the hidden counts in them that are given away themselves. */
function reachOf(
  { equations }: CountSystem,
  using: readonly (readonly number[])[],
  hidden: Uint8Array,
  secret: number,
  isGiven: (count: number) => boolean,
): number[] {
  const bare = using[secret]!.filter((e) => equations[e]!.members.every((i) => i === secret || hidden[i] === 0));
  if (bare.length > 0) return bare;
  const seen = new Set(using[secret]!);
  const queue = [...seen];
  for (let e = queue.pop(); e !== undefined; e = queue.pop())
    for (const member of equations[e]!.members) {
      if (hidden[member] === 0 || !isGiven(member)) continue;
      for (const other of using[member]!)
        if (!seen.has(other)) {
          seen.add(other);
          queue.push(other);
        }
    }
  return [...seen];
}

/**
 * The shown count of the lowest rank in these equations. Of one rank, zeros last since a zero hides little; then the one that stands in most of them, which mends
 * a row and a column at once; then the smallest.
 */
function bestPartner({ counts, equations }: CountSystem, hidden: Uint8Array, reach: readonly number[]): number | null {
  const uses = new Map<number, number>();
  for (const e of reach)
    for (const member of equations[e]!.members) if (hidden[member] === 0) uses.set(member, (uses.get(member) ?? 0) + 1);
  const order = (i: number): readonly number[] => {
    const { rank, value } = counts[i]!;
    return [rank, value === 0 ? 1 : 0, -(uses.get(i) ?? 0), value, i];
  };
  let best: number | null = null;
  for (const i of uses.keys()) if (best === null || isBefore(order(i), order(best))) best = i;
  return best;
}

function isBefore(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((value, k) => value !== b[k]);
  return at >= 0 && a[at]! < b[at]!;
}

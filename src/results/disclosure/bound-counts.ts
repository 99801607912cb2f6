import type { CountSystem } from "./count-system.js";

/** What can be said of each count: the least and the greatest whole number it may be. */
export interface CountBounds {
  readonly least: Float64Array;
  readonly greatest: Float64Array;
}

/** An equation is looked at this often at most: bounds that creep by one a time are then as good as open. */
const MAX_LOOKS = 60;

/**
 * The bounds of every hidden count that follow from the counts that are shown, from no count being below 0, from `limit` for those known to be small, and
 * from the equations, each used until it tells nothing new. A count whose bounds meet is given away.
 */
export function boundCounts(
  { counts, equations }: CountSystem,
  hidden: Uint8Array,
  isKnownSmall: (count: number) => boolean,
  limit: number,
): CountBounds {
  const least = Float64Array.from(counts, ({ value }, i) => (hidden[i] === 0 ? value : isKnownSmall(i) ? 1 : 0));
  const greatest = Float64Array.from(counts, ({ value }, i) =>
    hidden[i] === 0 ? value : isKnownSmall(i) ? limit - 1 : Number.POSITIVE_INFINITY,
  );
  const using = equationsOf(counts.length, equations);
  const looks = new Int32Array(equations.length);
  let queue = Array.from(equations.keys());
  let waiting = new Uint8Array(equations.length).fill(1);
  while (queue.length > 0) {
    const now = queue;
    queue = [];
    const next = new Uint8Array(equations.length);
    for (const e of now) {
      waiting[e] = 0;
      if (looks[e]! >= MAX_LOOKS) continue;
      looks[e]! += 1;
      for (const changed of tighten(equations[e]!, least, greatest))
        for (const other of using[changed]!)
          if (next[other] === 0 && waiting[other] === 0) {
            next[other] = 1;
            queue.push(other);
          }
    }
    waiting = next;
  }
  return { least, greatest };
}

/** The equations each count stands in. */
export function equationsOf(n: number, equations: CountSystem["equations"]): number[][] {
  const using: number[][] = Array.from({ length: n }, () => []);
  for (const [e, { members }] of equations.entries()) for (const member of members) using[member]!.push(e);
  return using;
}

/** Narrows the bounds of the members of one equation, all by the bounds they came with; returns those that changed. */
function tighten(
  { members, signs, known }: CountSystem["equations"][number],
  least: Float64Array,
  greatest: Float64Array,
): number[] {
  // Bounds of the whole sum, with the infinite terms counted apart.
  let low = known;
  let high = known;
  let openLow = 0;
  let openHigh = 0;
  const sides = members.map((i, k) => {
    const [a, b] = [signs[k]! * least[i]!, signs[k]! * greatest[i]!];
    return a < b ? ([a, b] as const) : ([b, a] as const);
  });
  for (const [a, b] of sides) {
    if (Number.isFinite(a)) low += a;
    else openLow += 1;
    if (Number.isFinite(b)) high += b;
    else openHigh += 1;
  }
  const changed: number[] = [];
  for (let k = 0; k < members.length; k += 1) {
    const i = members[k]!;
    if (least[i] === greatest[i]) continue;
    const [a, b] = sides[k]!;
    const restLow =
      openLow - (Number.isFinite(a) ? 0 : 1) > 0 ? Number.NEGATIVE_INFINITY : low - (Number.isFinite(a) ? a : 0);
    const restHigh =
      openHigh - (Number.isFinite(b) ? 0 : 1) > 0 ? Number.POSITIVE_INFINITY : high - (Number.isFinite(b) ? b : 0);
    // sign·x = −rest, so it lies between −restHigh and −restLow.
    const [p, q] = [-restHigh / signs[k]!, -restLow / signs[k]!];
    const from = Math.ceil(Math.min(p, q) - 1e-6);
    const to = Math.floor(Math.max(p, q) + 1e-6);
    if (from > least[i]! || to < greatest[i]!) {
      least[i] = Math.max(from, least[i]!);
      greatest[i] = Math.min(to, greatest[i]!);
      changed.push(i);
    }
  }
  return changed;
}

/** Where a count is printed: a statistic, a value of a series' column, a cell of a listing, or the number a warning begins with. */
export type CountPlace =
  | { readonly record: number; readonly kind: "statistic" | "warning" }
  | { readonly record: number; readonly kind: "series"; readonly column: string; readonly row: number }
  | { readonly record: number; readonly kind: "listing"; readonly column: number; readonly row: number };

/** A number of patients: printed in one place or several that must agree, or known to nobody but as the rest of a sum. */
export interface Count {
  readonly value: number;
  readonly places: CountPlace[];
  /** Whether the small-cell rule protects it: not a count of trial patients alone. */
  readonly guarded: boolean;
  /** Lower is hidden first where a partner is needed. */
  readonly rank: number;
}

/** Σ sign·count = 0. Members are places in `counts`; `known` is what is added by numbers taken as published though they stand in no record. */
export interface CountEquation {
  readonly members: readonly number[];
  readonly signs: readonly number[];
  readonly known: number;
}

/** Counts and the sums that tie them together. */
export interface CountSystem {
  readonly counts: readonly Count[];
  readonly equations: readonly CountEquation[];
}

/** Ranks of `Count`: a partner is looked for among cells before totals, and among an analysis set's numbers before those everything rests on. */
export const countRank = {
  bin: 0,
  cell: 1,
  eligibleCell: 2,
  outcomeTotal: 3,
  designTotal: 4,
  step: 5,
  eligibleTotal: 6,
  dataset: 7,
  trial: 9,
} as const;

/** Builds a system: one count for numbers that are the same one printed twice, the rest of a sum as a count of its own. */
export function openCountSystem() {
  const counts: Count[] = [];
  const equations: CountEquation[] = [];
  const parent: number[] = [];
  const find = (i: number): number => {
    let root = i;
    while (parent[root] !== root) root = parent[root]!;
    parent[i] = root;
    return root;
  };
  const add = (value: number, guarded: boolean, rank: number, place?: CountPlace): number => {
    counts.push({ value, guarded, rank, places: place === undefined ? [] : [place] });
    parent.push(parent.length);
    return parent.length - 1;
  };
  /** Σ plus − Σ minus = rest ≥ 0; a rest of 0 makes two lone counts one. A sum that the numbers do not bear out is none. */
  const nest = (plus: readonly number[], minus: readonly number[]): void => {
    const total = (list: readonly number[]) => list.reduce((sum, i) => sum + counts[i]!.value, 0);
    const rest = total(plus) - total(minus);
    if (!Number.isInteger(rest) || rest < 0) return;
    if (rest === 0 && plus.length === 1 && minus.length === 1) {
      same(plus[0]!, minus[0]!);
      return;
    }
    const guarded = [...plus, ...minus].some((i) => counts[i]!.guarded);
    const left = rest === 0 ? [] : [add(rest, guarded, countRank.cell)];
    tie(plus, [...minus, ...left]);
  };
  /** Σ plus = Σ minus (+ known). Nothing where the numbers do not bear it out. */
  const tie = (plus: readonly number[], minus: readonly number[], known = 0): void => {
    const members = [...plus, ...minus];
    const signs = [...plus.map(() => 1), ...minus.map(() => -1)];
    const sum = members.reduce((all, member, k) => all + signs[k]! * counts[member]!.value, -known);
    // A mean over imputations is no count of one set of patients, and adds up to none.
    const isWhole = members.every((member) => Number.isInteger(counts[member]!.value));
    if (members.length > 0 && isWhole && sum === 0) equations.push({ members, signs, known: -known });
  };
  /** Two counts that are the same number of the same patients. */
  const same = (a: number, b: number): void => {
    if (counts[a]!.value === counts[b]!.value) parent[find(b)] = find(a);
  };
  const close = (): CountSystem & { readonly indexOf: (count: number) => number } => {
    const index = new Map<number, number>();
    const merged: Count[] = [];
    for (const [i, count] of counts.entries()) {
      const root = find(i);
      const at = index.get(root);
      if (at === undefined) {
        index.set(root, merged.length);
        merged.push(count);
        continue;
      }
      const other = merged[at]!;
      merged[at] = {
        value: count.value,
        places: [...other.places, ...count.places],
        guarded: other.guarded || count.guarded,
        rank: Math.max(other.rank, count.rank),
      };
    }
    const indexOf = (i: number): number => index.get(find(i))!;
    const joined = equations.flatMap((equation) => joinTerms(equation, indexOf));
    return { counts: merged, equations: joined, indexOf };
  };
  return { counts, add, nest, tie, same, close };
}

/** The equation over merged counts; a count on both sides drops out, and an equation of nothing is none. */
function joinTerms({ members, signs, known }: CountEquation, indexOf: (i: number) => number): CountEquation[] {
  const terms = new Map<number, number>();
  for (const [k, member] of members.entries()) {
    const at = indexOf(member);
    terms.set(at, (terms.get(at) ?? 0) + signs[k]!);
  }
  const kept = [...terms].filter(([, sign]) => sign !== 0);
  return kept.length === 0
    ? []
    : [{ members: kept.map(([member]) => member), signs: kept.map(([, sign]) => sign), known }];
}

export type OpenCountSystem = ReturnType<typeof openCountSystem>;

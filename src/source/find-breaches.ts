import type { Store } from "../store/store.js";
import type { Breach } from "./breach.js";

/** A rule on single rows: `broken` is an SQL condition that holds where the rule does not. */
export interface RowRule {
  readonly column: string | null;
  readonly rule: string;
  readonly broken: string;
}

export interface RowsToCheck {
  readonly table: string;
  /** What stands in FROM: the table under the alias t, with joins that keep one row per row of t. */
  readonly from: string;
  readonly rules: readonly RowRule[];
}

/** First rows named per breach. */
const rowsNamed = 3;

/**
 * The rules that rows break, with their counts in one scan; only where there are some, a second scan names the first
 * rows. Rows count from 1 in the order in which they were loaded.
 */
export async function findBreaches(store: Store, { table, from, rules }: RowsToCheck): Promise<Breach[]> {
  if (rules.length === 0) return [];
  const counted = await store.query(select(rules, from, ({ broken }) => `count(*) filter (where ${broken})`));
  const count = (i: number) => counted.float64(`rule_${i}`).values[0] ?? 0;
  const breaches = rules.map((rule, i) => ({ ...rule, count: count(i) })).filter((breach) => breach.count > 0);
  if (breaches.length === 0) return [];
  const firstRows = ({ broken }: RowRule) => `cast(min(t.rowid + 1, ${rowsNamed}) filter (where ${broken}) as varchar)`;
  const named = await store.query(select(breaches, from, firstRows));
  return breaches.map(({ column, rule, count }, i) => {
    const rows: number[] = JSON.parse(named.text(`rule_${i}`)[0] ?? "[]");
    return { table, column, rule, count, rows };
  });
}

function select(rules: readonly RowRule[], from: string, aggregate: (rule: RowRule) => string): string {
  return `select\n  ${rules.map((rule, i) => `${aggregate(rule)} as rule_${i}`).join(",\n  ")}\nfrom ${from}`;
}

import type { CountSystem } from "./count-system.js";

type Row = Map<number, number>;

/**
 * The hidden counts that the equations determine, by elimination: a count is determined where the reduced row of which it is the pivot holds nothing else.
 * Equations are worked off from the leaves inwards (those with a count of their own first), so that rows stay as short as the sums they come from.
 */
export function solveCounts({ counts, equations }: CountSystem, hidden: Uint8Array): number[] {
  const rows: Row[] = equations.map(({ members, signs }) => {
    const row: Row = new Map();
    for (const [k, member] of members.entries()) if (hidden[member] === 1) row.set(member, signs[k]!);
    return row;
  });
  const { order, pivots } = peel(rows, counts.length);
  const reduced = new Map<number, Row>();
  // The core first, the leaves last: each row then meets only pivots that are reduced already.
  for (let at = order.length - 1; at >= 0; at -= 1) {
    const row = reduceRow(rows[order[at]!]!, reduced);
    const isLeaf = pivots[at]! >= 0;
    const pivot = isLeaf ? pivots[at]! : (row.keys().next().value ?? -1);
    const lead = row.get(pivot);
    if (lead === undefined) continue;
    for (const [column, value] of row) row.set(column, value / lead);
    // A leaf stands in no row that was reduced before it.
    if (!isLeaf) substitute(reduced, pivot, row);
    reduced.set(pivot, row);
  }
  return [...reduced].flatMap(([pivot, row]) => (row.size === 1 ? [pivot] : [])).sort((a, b) => a - b);
}

/** The order in which rows have a count of their own, with that count; rows of the core come last with −1. */
function peel(rows: readonly Row[], n: number): { readonly order: number[]; readonly pivots: number[] } {
  const using: number[][] = Array.from({ length: n }, () => []);
  for (const [r, row] of rows.entries()) for (const column of row.keys()) using[column]!.push(r);
  const degree = Int32Array.from(using, (list) => list.length);
  const done = new Uint8Array(rows.length);
  const order: number[] = [];
  const pivots: number[] = [];
  const stack = Array.from(degree.keys()).filter((column) => degree[column] === 1);
  while (stack.length > 0) {
    const column = stack.pop()!;
    const r = using[column]!.find((row) => done[row] === 0);
    if (r === undefined || degree[column] !== 1) continue;
    done[r] = 1;
    order.push(r);
    pivots.push(column);
    for (const other of rows[r]!.keys()) {
      degree[other]! -= 1;
      if (degree[other] === 1) stack.push(other);
    }
  }
  for (const [r, row] of rows.entries())
    if (done[r] === 0 && row.size > 0) {
      order.push(r);
      pivots.push(-1);
    }
  return { order, pivots };
}

/** The row with every pivot replaced by what its own row says of it. */
function reduceRow(row: Row, reduced: ReadonlyMap<number, Row>): Row {
  const result: Row = new Map();
  const put = (column: number, value: number): void => {
    const sum = (result.get(column) ?? 0) + value;
    if (Math.abs(sum) < 1e-9) result.delete(column);
    else result.set(column, sum);
  };
  for (const [column, value] of row) {
    const known = reduced.get(column);
    if (known === undefined) put(column, value);
    else for (const [other, factor] of known) if (other !== column) put(other, -value * factor);
  }
  return result;
}

/** Takes a new pivot out of the rows that hold it. */
function substitute(reduced: Map<number, Row>, pivot: number, row: Row): void {
  for (const other of reduced.values()) {
    const factor = other.get(pivot);
    if (factor === undefined) continue;
    other.delete(pivot);
    for (const [column, value] of row) {
      if (column === pivot) continue;
      const sum = (other.get(column) ?? 0) - factor * value;
      if (Math.abs(sum) < 1e-9) other.delete(column);
      else other.set(column, sum);
    }
  }
}

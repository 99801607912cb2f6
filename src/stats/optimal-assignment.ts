import { createHeap, type Heap } from "./heap.js";

/** A sparse table of costs: the columns open to row i are column[start[i]] … column[start[i + 1] − 1]. */
export interface SparseCosts {
  readonly rows: number;
  readonly columns: number;
  /** Length rows + 1, ascending. */
  readonly start: Int32Array;
  readonly column: Int32Array;
  /** Finite, ≥ 0. */
  readonly cost: Float64Array;
}

/** The assignment of rows to distinct columns that assigns as many rows as possible and, among those, has the least total cost: exact, no
 *  tolerance. Rows are added one by one along shortest augmenting paths; a row may also give up its column, at a price above any cost
 *  (costs are pairs: rows left out, then distance). Among equal optima the numbering of rows and columns decides, so number them canonically.
 *  Returns Int32Array(rows): the column, −1 where none. O(rows × edges × log) at worst, far less when a free column is near.
 *  Source: Jonker & Volgenant 1987, Computing 38:325; Ahuja, Magnanti & Orlin 1993, Network Flows, §12.4. */
export function assignOptimally(costs: SparseCosts): Int32Array {
  const { rows, columns } = costs;
  const state: Assignment = {
    columnOf: new Int32Array(rows).fill(-1),
    rowOf: new Int32Array(columns).fill(-1),
    rowPrice: createPrices(rows),
    columnPrice: createPrices(columns),
    label: createPrices(columns),
    from: new Int32Array(columns),
    status: new Uint8Array(columns),
  };
  for (let row = 0; row < rows; row += 1) addRow(costs, state, row);
  return state.columnOf;
}

/** Pairs of numbers compared by the first, then the second: rows left out, then distance. */
interface Prices {
  readonly left: Int32Array;
  readonly distance: Float64Array;
}

function createPrices(n: number): Prices {
  return { left: new Int32Array(n), distance: new Float64Array(n) };
}

interface Assignment {
  readonly columnOf: Int32Array;
  readonly rowOf: Int32Array;
  readonly rowPrice: Prices;
  readonly columnPrice: Prices;
  /** Length of the shortest path to a column in the present search, and the row it comes from. */
  readonly label: Prices;
  readonly from: Int32Array;
  /** 0 = not reached in the present search, 1 = reached, 2 = settled. */
  readonly status: Uint8Array;
}

/** Finds the shortest path from a new row to a free column, or to a row that then stays without; shifts prices and assignments along it. */
function addRow(costs: SparseCosts, state: Assignment, newRow: number): void {
  const { rowOf, rowPrice, label, status } = state;
  const heap = createHeap(precedes);
  const reached: number[] = [];
  const settled: number[] = [];
  let end = { column: -1, row: newRow, left: 1 - rowPrice.left[newRow]!, distance: -rowPrice.distance[newRow]! };
  scan(costs, state, { row: newRow, left: 0, distance: 0 }, reached, heap);
  for (let next = heap.pop(); next !== undefined; next = heap.pop()) {
    const { column, left, distance } = next;
    if (status[column] === 2) continue;
    if (!isLess(left, distance, end.left, end.distance)) break;
    const row = rowOf[column]!;
    if (row < 0) {
      end = { column, row: -1, left, distance };
      break;
    }
    status[column] = 2;
    settled.push(column);
    const giveUp = { left: left + 1 - rowPrice.left[row]!, distance: distance - rowPrice.distance[row]! };
    if (isLess(giveUp.left, giveUp.distance, end.left, end.distance)) end = { column: -1, row, ...giveUp };
    scan(costs, state, { row, left, distance }, reached, heap);
  }
  for (const column of settled) {
    const left = end.left - label.left[column]!;
    const distance = end.distance - label.distance[column]!;
    shift(rowPrice, rowOf[column]!, left, distance);
    shift(state.columnPrice, column, -left, -distance);
  }
  shift(rowPrice, newRow, end.left, end.distance);
  augment(state, newRow, end);
  for (const column of reached) status[column] = 0;
}

/** Labels the columns open to a row that the search has reached. */
function scan(
  { start, column: open, cost }: SparseCosts,
  { rowPrice, columnPrice, label, from, status }: Assignment,
  at: { row: number; left: number; distance: number },
  reached: number[],
  heap: Heap<Label>,
): void {
  const left = at.left - rowPrice.left[at.row]!;
  const distance = at.distance - rowPrice.distance[at.row]!;
  for (let edge = start[at.row]!; edge < start[at.row + 1]!; edge += 1) {
    const column = open[edge]!;
    if (status[column] === 2) continue;
    const toLeft = left - columnPrice.left[column]!;
    const toDistance = distance + cost[edge]! - columnPrice.distance[column]!;
    if (status[column] === 1 && !isLess(toLeft, toDistance, label.left[column]!, label.distance[column]!)) continue;
    if (status[column] === 0) reached.push(column);
    status[column] = 1;
    label.left[column] = toLeft;
    label.distance[column] = toDistance;
    from[column] = at.row;
    heap.push({ column, left: toLeft, distance: toDistance });
  }
}

/** Walks the path back from its end; each row on it takes the column through which it was reached. */
function augment({ columnOf, rowOf, from }: Assignment, newRow: number, end: { column: number; row: number }): void {
  let column = end.column;
  if (column < 0) {
    column = columnOf[end.row]!;
    columnOf[end.row] = -1;
    if (end.row === newRow) return;
  }
  for (;;) {
    const row = from[column]!;
    const before = columnOf[row]!;
    columnOf[row] = column;
    rowOf[column] = row;
    if (row === newRow) return;
    column = before;
  }
}

function shift(prices: Prices, at: number, left: number, distance: number): void {
  prices.left[at]! += left;
  prices.distance[at]! += distance;
}

/** A column with the length of a path to it. */
interface Label {
  readonly column: number;
  readonly left: number;
  readonly distance: number;
}

function precedes(a: Label, b: Label): boolean {
  if (a.left !== b.left) return a.left < b.left;
  return a.distance < b.distance || (a.distance === b.distance && a.column < b.column);
}

function isLess(left: number, distance: number, otherLeft: number, otherDistance: number): boolean {
  return left < otherLeft || (left === otherLeft && distance < otherDistance);
}

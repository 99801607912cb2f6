import { EstimationError } from "../errors.js";
import { orderByValue } from "./order-by-value.js";

/** Largest difference between the weighted distribution functions of two arms (Kolmogorov–Smirnov distance), in [0, 1].
 *  x: Float64Array(n), finite; treated: 0/1; weight ≥ 0, each arm normalised to 1. Rows of equal x step together.
 *  Exact without a sort of all rows: they are counted into cells of equal width; what the difference can reach inside a cell is bounded by
 *  the weight the cell holds, and only cells that may exceed the largest difference between cells are looked into.
 *  Throws EstimationError if an arm has no row of positive weight. O(n). */
export function estimateKolmogorovSmirnov(x: Float64Array, treated: Uint8Array, weight: Float64Array): number {
  const { mass, cellOf } = countIntoCells(x, treated, weight);
  const cells = mass.length / 2;
  const totals = [0, 0];
  for (let k = 0; k < mass.length; k += 1) totals[k % 2]! += mass[k]!;
  if (!totals.every((total) => total > 0)) {
    throw new EstimationError("a Kolmogorov–Smirnov distance needs rows of positive weight in both arms");
  }
  const share = (cell: number, arm: 0 | 1) => mass[2 * cell + arm]! / totals[arm]!;
  const before = new Float64Array(cells);
  let largest = 0;
  let reached = 0;
  for (let cell = 0; cell < cells; cell += 1) {
    before[cell] = reached;
    reached += share(cell, 1) - share(cell, 0);
    largest = Math.max(largest, Math.abs(reached));
  }
  const isOpen = Uint8Array.from(before, (start, cell) =>
    Math.max(start + share(cell, 1), share(cell, 0) - start) > largest ? 1 : 0,
  );
  const rows = rowsInside(x, cellOf, isOpen);
  const inside = Float64Array.from(rows, (row) => x[row]!);
  let latest = -1;
  orderByValue(inside, {}).forEach((at, k, order) => {
    const row = rows[at]!;
    const cell = cellOf[row]!;
    if (cell !== latest) reached = before[cell]!;
    latest = cell;
    reached += treated[row] === 1 ? weight[row]! / totals[1]! : -weight[row]! / totals[0]!;
    const isLastOfValue = k + 1 === order.length || inside[order[k + 1]!] !== inside[at];
    if (isLastOfValue) largest = Math.max(largest, Math.abs(reached));
  });
  return Math.min(1, largest);
}

const MOST_CELLS = 8192;

/** The weight of either arm in cells of equal width over the range of x (mass[2 × cell + arm]), and the cell of each row. */
function countIntoCells(x: Float64Array, treated: Uint8Array, weight: Float64Array) {
  const cells = Math.max(16, Math.min(MOST_CELLS, x.length >> 3));
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < x.length; i += 1) {
    if (x[i]! < low) low = x[i]!;
    if (x[i]! > high) high = x[i]!;
  }
  const width = (high - low) / (cells - 1);
  const scale = width > 0 && Number.isFinite(1 / width) ? 1 / width : 0;
  const cellOf = new Uint16Array(x.length);
  const mass = new Float64Array(2 * cells);
  for (let i = 0; i < x.length; i += 1) {
    // Does not fall as x rises, whatever the rounding.
    const cell = Math.min(cells - 1, Math.floor((x[i]! - low) * scale));
    cellOf[i] = cell;
    mass[2 * cell + treated[i]!]! += weight[i]!;
  }
  return { mass, cellOf };
}

/** The rows in open cells, but for cells in which all rows share one value: there the difference takes one step, already seen at its end. */
function rowsInside(x: Float64Array, cellOf: Uint16Array, isOpen: Uint8Array): Int32Array {
  const value = new Float64Array(isOpen.length).fill(Number.NaN);
  const isMixed = new Uint8Array(isOpen.length);
  for (let i = 0; i < x.length; i += 1) {
    const cell = cellOf[i]!;
    if (isOpen[cell] === 0) continue;
    if (value[cell]! < x[i]! || value[cell]! > x[i]!) isMixed[cell] = 1;
    else value[cell] = x[i]!;
  }
  const rows: number[] = [];
  for (let i = 0; i < x.length; i += 1) if (isMixed[cellOf[i]!] === 1) rows.push(i);
  return Int32Array.from(rows);
}

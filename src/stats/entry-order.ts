import { orderRows } from "../math/row-order.js";
import { take } from "../math/take.js";
import type { SurvivalRows } from "./survival-rows.js";

/** The rows of `order` by entry, ascending, ties as in `order`; `order` itself where nobody enters late. */
export function orderByEntry({ entry }: SurvivalRows, order: Uint32Array): Uint32Array {
  if (entry === undefined) return order;
  return orderRows(order.length, [take(entry, order, new Int32Array(order.length))]).map((i) => order[i]!);
}

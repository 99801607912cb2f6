import { orderRows } from "../math/row-order.js";
import { hash32 } from "../math/stream.js";
import { sortableWords } from "./order-by-value.js";

/** Rank 0 … n − 1 of each row in an order that depends on what the rows hold and never on how they are arranged: by covariate values
 *  (the first column foremost), then by a hash of the id that `seed` moves, then by the id in code-unit order.
 *  The hash, not the id, decides between patients who look alike, so that no numbering habit of a source prefers one of them.
 *  columns: each Float64Array(n), no NaN. ids: n, distinct. Returns a permutation. Throws RangeError for unequal lengths or two equal ids
 *  on equal covariates. O(n) per column. */
export function deriveCanonicalRank(
  columns: readonly Float64Array[],
  ids: readonly string[],
  seed: number,
): Int32Array {
  const n = ids.length;
  if (columns.some((column) => column.length !== n)) {
    throw new RangeError(`columns of a canonical rank must be as long as the ids, ${n}`);
  }
  const start = hash32(String(seed));
  const hash = new Int32Array(n);
  for (let i = 0; i < n; i += 1) hash[i] = hash32(ids[i]!, start) | 0;
  const keys = [...columns.flatMap(sortableWords), hash];
  const order = orderRows(n, keys);
  settleById(order, keys, ids);
  const rank = new Int32Array(n);
  for (let k = 0; k < n; k += 1) rank[order[k]!] = k;
  return rank;
}

/** Sorts by id what shares every key: two ids of one hash. */
function settleById(order: Uint32Array, keys: readonly Int32Array[], ids: readonly string[]): void {
  const isTied = (a: number, b: number) => keys.every((key) => key[a] === key[b]);
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && isTied(order[from]!, order[to]!)) to += 1;
    if (to - from > 1) {
      const tied = order.subarray(from, to).sort((a, b) => (ids[a]! < ids[b]! ? -1 : 1));
      if (tied.some((row, k) => k > 0 && ids[row] === ids[tied[k - 1]!])) {
        throw new RangeError("ids of a canonical rank must be distinct; two rows share id and covariates");
      }
    }
    from = to;
  }
}

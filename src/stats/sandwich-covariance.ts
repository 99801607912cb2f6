import { orderRows } from "../math/row-order.js";

/**
 * Sandwich covariance V (Σ_c g_c g_cᵀ) V, with g_c the weighted scores summed over cluster c; each row its own cluster where there is none.
 * scores: n × q, row-major, weights multiplied in. covariance: V, q × q. cluster: a number per row of `scores`, or null.
 * Sums run by cluster number, then in the order of rows. Returns q × q. Source: Huber 1967; White 1982; Liang & Zeger 1986.
 */
export function estimateSandwichCovariance(
  scores: Float64Array,
  covariance: Float64Array,
  q: number,
  cluster: Int32Array | null,
): Float64Array {
  const n = scores.length / q;
  const order = cluster === null ? null : orderRows(n, [cluster]);
  const meat = new Float64Array(q * q);
  const g = new Float64Array(q);
  for (let k = 0; k < n; k += 1) {
    const row = order === null ? k : order[k]!;
    for (let j = 0; j < q; j += 1) g[j]! += scores[row * q + j]!;
    const last = cluster === null || order === null || k + 1 === n || cluster[order[k + 1]!] !== cluster[row];
    if (!last) continue;
    for (let a = 0; a < q; a += 1) for (let b = 0; b < q; b += 1) meat[a * q + b]! += g[a]! * g[b]!;
    g.fill(0);
  }
  return multiply(multiply(covariance, meat, q), covariance, q);
}

function multiply(a: Float64Array, b: Float64Array, q: number): Float64Array {
  const product = new Float64Array(q * q);
  for (let i = 0; i < q; i += 1) {
    for (let j = 0; j < q; j += 1) {
      let value = 0;
      for (let k = 0; k < q; k += 1) value += a[i * q + k]! * b[k * q + j]!;
      product[i * q + j] = value;
    }
  }
  return product;
}

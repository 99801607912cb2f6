import { sum } from "../math/sum.js";

/** The sum of the values of each cluster, in order of first appearance; the values themselves where `cluster` is null. cluster: any integers, one a value. */
export function clusterTotals(values: Float64Array, cluster: Int32Array | null): Float64Array {
  if (cluster === null) return values;
  const members = new Map<number, number[]>();
  for (const [i, id] of cluster.entries()) {
    const known = members.get(id);
    if (known === undefined) members.set(id, [values[i]!]);
    else known.push(values[i]!);
  }
  return Float64Array.from(members.values(), sum);
}

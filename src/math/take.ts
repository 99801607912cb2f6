/** Fills `into` with column[order[i]], i = 0 … order.length − 1, and returns it. A plain loop: `from` with a function is ten times slower. */
export function take<Column extends Int32Array | Uint8Array | Float64Array>(
  column: ArrayLike<number>,
  order: Uint32Array | Int32Array,
  into: Column,
): Column {
  for (let i = 0; i < order.length; i += 1) into[i] = column[order[i]!]!;
  return into;
}

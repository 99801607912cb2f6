type Column = Float64Array | Int32Array | Uint8Array;

/** A copy of plain data whose typed arrays stand in shared memory, so that worker threads read them without a copy of their own. */
export function shareArrays<T>(value: T): T {
  return copy(value) as T;
}

function copy(value: unknown): unknown {
  if (value instanceof Float64Array || value instanceof Int32Array || value instanceof Uint8Array) return share(value);
  if (Array.isArray(value)) return typeof value[0] === "string" ? value : value.map(copy);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, copy(member)]));
}

function share(column: Column): Column {
  const Kind = column.constructor as new (buffer: SharedArrayBuffer) => Column;
  const shared = new Kind(new SharedArrayBuffer(column.byteLength));
  shared.set(column);
  return shared;
}

/** A numeric column: `missing[i]` = 1 where row i holds NULL, and `values[i]` is then 0. */
export interface NumericColumn<Values> {
  readonly values: Values;
  readonly missing: Uint8Array;
}

/**
 * The result of a query by column, copied out of engine memory. A name that the query does not return, or a column of
 * another type than asked for, is a bug of the caller and throws Error.
 */
export interface Columns {
  readonly rowCount: number;
  readonly names: readonly string[];
  /** VARCHAR and ENUM; DATE as YYYY-MM-DD. NULL is null. */
  readonly text: (name: string) => readonly (string | null)[];
  /** Any integer type (counts too); a value beyond 32 bits throws. */
  readonly int32: (name: string) => NumericColumn<Int32Array>;
  /** Any number type; an integer beyond 2^53 throws. */
  readonly float64: (name: string) => NumericColumn<Float64Array>;
  /** BOOLEAN: 1 = true. */
  readonly boolean: (name: string) => NumericColumn<Uint8Array>;
}

/** What `copyColumns` makes of one engine column. */
export type CopiedColumn =
  | { readonly kind: "text"; readonly values: (string | null)[] }
  | ({ readonly kind: "int32" } & NumericColumn<Int32Array>)
  | ({ readonly kind: "float64"; readonly whole: boolean } & NumericColumn<Float64Array>)
  | ({ readonly kind: "boolean" } & NumericColumn<Uint8Array>);

/** The typed view on copied columns. */
export function makeColumns(rowCount: number, columns: ReadonlyMap<string, CopiedColumn>): Columns {
  const column = (name: string): CopiedColumn => {
    const found = columns.get(name);
    if (found === undefined) throw new Error(`the query returns no column ${name}; it returns ${[...columns.keys()]}`);
    return found;
  };
  const wrongKind = (name: string, wanted: string): Error =>
    new Error(`column ${name} is ${column(name).kind}, not ${wanted}; cast it in the query`);
  return {
    rowCount,
    names: [...columns.keys()],
    text: (name) => {
      const found = column(name);
      if (found.kind !== "text") throw wrongKind(name, "text");
      return found.values;
    },
    int32: (name) => {
      const found = column(name);
      if (found.kind === "int32") return found;
      if (found.kind !== "float64" || !found.whole) throw wrongKind(name, "an integer");
      return { values: narrow(name, found.values), missing: found.missing };
    },
    float64: (name) => {
      const found = column(name);
      if (found.kind === "float64") return found;
      if (found.kind !== "int32") throw wrongKind(name, "a number");
      return { values: Float64Array.from(found.values), missing: found.missing };
    },
    boolean: (name) => {
      const found = column(name);
      if (found.kind !== "boolean") throw wrongKind(name, "a boolean");
      return found;
    },
  };
}

function narrow(name: string, values: Float64Array): Int32Array {
  const narrowed = Int32Array.from(values);
  for (let i = 0; i < values.length; i += 1) {
    if (narrowed[i] !== values[i]) throw new Error(`column ${name} holds an integer beyond 32 bits`);
  }
  return narrowed;
}

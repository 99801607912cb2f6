/** One column of a batch; as `store` takes it. Dates are days since 1970-01-01; `missing` 1 = missing. */
export type BatchColumn =
  | { readonly name: string; readonly type: "text"; readonly values: readonly (string | null)[] }
  | {
      readonly name: string;
      readonly type: "integer" | "date";
      readonly values: Int32Array;
      readonly missing?: Uint8Array;
    }
  | { readonly name: string; readonly type: "number"; readonly values: Float64Array; readonly missing?: Uint8Array }
  | { readonly name: string; readonly type: "boolean"; readonly values: Uint8Array; readonly missing?: Uint8Array };

/** Rows of one table of the data contract, in columns of one length. */
export interface TableBatch {
  readonly table: string;
  readonly rowCount: number;
  readonly columns: readonly BatchColumn[];
}

export type Cell = string | number | boolean | null;

/** Rows of one table on their way into a batch. */
export interface TableRows {
  /** One row: a cell per column, in their order. */
  readonly add: (...cells: readonly Cell[]) => void;
  /** The rows added since the last call, as columns. */
  readonly take: () => TableBatch;
}

/** Collects rows of a table with the given columns, by name and type. */
export function collectRows(table: string, columns: Readonly<Record<string, BatchColumn["type"]>>): TableRows {
  const names = Object.keys(columns);
  let cells: Cell[][] = names.map(() => []);
  return {
    add: (...row) => {
      for (let i = 0; i < names.length; i += 1) cells[i]!.push(row[i]!);
    },
    take: () => {
      const taken = cells;
      cells = names.map(() => []);
      return {
        table,
        rowCount: taken[0]!.length,
        columns: names.map((name, i) => packColumn(name, columns[name]!, taken[i]!)),
      };
    },
  };
}

function packColumn(name: string, type: BatchColumn["type"], cells: readonly Cell[]): BatchColumn {
  if (type === "text") return { name, type, values: cells as readonly (string | null)[] };
  const missing = new Uint8Array(cells.length);
  const values =
    type === "number"
      ? new Float64Array(cells.length)
      : type === "boolean"
        ? new Uint8Array(cells.length)
        : new Int32Array(cells.length);
  for (let i = 0; i < cells.length; i += 1) {
    if (cells[i] === null) missing[i] = 1;
    else values[i] = Number(cells[i]);
  }
  return { name, type, values, missing } as BatchColumn;
}

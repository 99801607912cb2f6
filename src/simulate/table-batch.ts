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

/** Rows a column has room for at first. */
const FIRST_ROOM = 1024;

/** Collects rows of a table with the given columns, by name and type. Numbers go straight into typed arrays, so that a cell costs no memory of its own. */
export function collectRows(table: string, columns: Readonly<Record<string, BatchColumn["type"]>>): TableRows {
  const collectors = Object.entries(columns).map(([name, type]) => collectColumn(name, type));
  let rowCount = 0;
  return {
    add: (...row) => {
      if (row.length !== collectors.length)
        throw new Error(`a row of ${table} has ${collectors.length} cells; got ${row.length}`);
      for (let i = 0; i < collectors.length; i += 1) collectors[i]!.set(rowCount, row[i]!);
      rowCount += 1;
    },
    take: () => {
      const taken = rowCount;
      rowCount = 0;
      return { table, rowCount: taken, columns: collectors.map((each) => each.take(taken)) };
    },
  };
}

interface ColumnCollector {
  readonly set: (row: number, cell: Cell) => void;
  readonly take: (rowCount: number) => BatchColumn;
}

function collectColumn(name: string, type: BatchColumn["type"]): ColumnCollector {
  if (type === "text") return collectText(name);
  const Values = type === "number" ? Float64Array : type === "boolean" ? Uint8Array : Int32Array;
  let values: Float64Array | Uint8Array | Int32Array = new Values(FIRST_ROOM);
  let missing = new Uint8Array(FIRST_ROOM);
  const enlarge = () => {
    const larger = new Values(values.length * 2);
    larger.set(values);
    values = larger;
    const largerMissing = new Uint8Array(values.length);
    largerMissing.set(missing);
    missing = largerMissing;
  };
  return {
    set: (row, cell) => {
      if (row === values.length) enlarge();
      values[row] = cell === null ? 0 : Number(cell);
      missing[row] = cell === null ? 1 : 0;
    },
    take: (rowCount) =>
      ({ name, type, values: values.slice(0, rowCount), missing: missing.slice(0, rowCount) }) as BatchColumn,
  };
}

function collectText(name: string): ColumnCollector {
  let values: (string | null)[] = [];
  return {
    set: (_, cell) => {
      values.push(cell as string | null);
    },
    take: () => {
      const taken = values;
      values = [];
      return { name, type: "text", values: taken };
    },
  };
}

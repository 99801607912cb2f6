/** One typed column on its way into a table. `missing` (1 = missing) may be left out where nothing is. */
export type TableColumn =
  | { readonly name: string; readonly type: "text"; readonly values: readonly (string | null)[] }
  | ({ readonly name: string; readonly type: "integer"; readonly values: Int32Array } & WithMissing)
  | ({ readonly name: string; readonly type: "number"; readonly values: Float64Array } & WithMissing)
  /** 1 = true, 0 = false. */
  | ({ readonly name: string; readonly type: "boolean"; readonly values: Uint8Array } & WithMissing)
  /** Days since 1970-01-01. */
  | ({ readonly name: string; readonly type: "date"; readonly values: Int32Array } & WithMissing);

interface WithMissing {
  readonly missing?: Uint8Array;
}

/** Columns of equal length. */
export type TableColumns = readonly TableColumn[];

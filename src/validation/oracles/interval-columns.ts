/** Rows of an interval-censored fixture as R wrote them; a column that is absent was not given to R. */
export interface IntervalColumns {
  readonly left: number[];
  readonly right: number[];
  readonly rightCensored: number[];
  readonly weight?: number[];
  readonly stratum?: number[];
  readonly cluster?: number[];
}

/** The columns as kernels take them. */
export function toIntervalColumns(data: IntervalColumns) {
  return {
    left: Int32Array.from(data.left),
    right: Int32Array.from(data.right),
    rightCensored: Uint8Array.from(data.rightCensored),
    ...(data.weight === undefined ? {} : { weight: Float64Array.from(data.weight) }),
    ...(data.stratum === undefined ? {} : { stratum: Int32Array.from(data.stratum) }),
    ...(data.cluster === undefined ? {} : { cluster: Int32Array.from(data.cluster) }),
  };
}

/** One model of such rows: its columns are named by `X`. */
export interface IntervalModel {
  readonly data: IntervalColumns & Readonly<Record<string, number[]>>;
  readonly X: string[];
}

export function toIntervalModel({ data, X }: IntervalModel) {
  const columns = Float64Array.from(X.flatMap((name) => data[name]!));
  return { ...toIntervalColumns(data), X: columns, p: X.length, names: X };
}

/** Rows of a survival fixture as R wrote them; a column that is absent was not given to R. */
export interface SurvivalColumns {
  readonly time: number[];
  readonly status: number[];
  readonly weight?: number[];
  readonly entry?: number[];
  readonly stratum?: number[];
  readonly cluster?: number[];
}

/** The columns as kernels take them. */
export function toSurvivalColumns(data: SurvivalColumns) {
  return {
    time: Int32Array.from(data.time),
    status: Uint8Array.from(data.status),
    ...(data.weight === undefined ? {} : { weight: Float64Array.from(data.weight) }),
    ...(data.entry === undefined ? {} : { entry: Int32Array.from(data.entry) }),
    ...(data.stratum === undefined ? {} : { stratum: Int32Array.from(data.stratum) }),
    ...(data.cluster === undefined ? {} : { cluster: Int32Array.from(data.cluster) }),
  };
}

import { sum } from "../math/sum.js";

/** Columns brought to one size for a fit, and what is needed to bring its coefficients back. */
export interface StandardisedColumns {
  /** n × p, column-major: (x − centre) / scale, so within ±2; the intercept is 1. */
  readonly Z: Float64Array;
  readonly centre: Float64Array;
  readonly scale: Float64Array;
  /** The first column that is constant and not 0; −1 when there is none, and then no column is centred. */
  readonly intercept: number;
}

/** Columns of X (n × p, column-major, finite) centred on their mean and divided by their largest deviation.
 *  Centring makes information matrices well conditioned for columns far from 0 (a calendar year, a laboratory value to 2,000);
 *  it changes no fitted value because the intercept absorbs it. A column that is constant and not the intercept becomes 0. */
export function standardiseColumns(X: Float64Array, n: number, p: number): StandardisedColumns {
  const Z = new Float64Array(n * p);
  const centre = new Float64Array(p);
  const scale = new Float64Array(p).fill(1);
  const columns = Array.from({ length: p }, (_, j) => X.subarray(j * n, (j + 1) * n));
  const intercept = columns.findIndex((column) => column[0] !== 0 && isConstant(column));
  columns.forEach((column, j) => {
    if (j === intercept) scale[j] = column[0]!;
    else {
      if (intercept >= 0) centre[j] = isConstant(column) ? column[0]! : sum(column) / n;
      scale[j] = largestDeviation(column, centre[j]!) || 1;
    }
    const [middle, size] = [centre[j]!, scale[j]!];
    for (let i = 0; i < n; i += 1) Z[j * n + i] = (column[i]! - middle) / size;
  });
  return { Z, centre, scale, intercept };
}

/** Coefficients of the columns of X from those of Z. */
export function restoreCoefficients(columns: StandardisedColumns, b: Float64Array): Float64Array {
  const { centre, scale, intercept } = columns;
  const beta = b.map((value, j) => value / scale[j]!);
  if (intercept >= 0) {
    const shift = beta.map((value, j) => (j === intercept ? -b[j]! : value * centre[j]!));
    beta[intercept] = -sum(shift) / scale[intercept]!;
  }
  return beta;
}

/** Coefficients of the columns of Z from those of X: the way back of `restoreCoefficients`. */
export function standardiseCoefficients(columns: StandardisedColumns, beta: Float64Array): Float64Array {
  const { centre, scale, intercept } = columns;
  const b = beta.map((value, j) => value * scale[j]!);
  if (intercept >= 0) b[intercept]! += sum(beta.map((value, j) => (j === intercept ? 0 : value * centre[j]!)));
  return b;
}

/** Covariance (p × p, row-major) of the coefficients of X from that of the coefficients of Z: T V Tᵀ with the linear map T of `restoreCoefficients`. */
export function restoreCovariance(columns: StandardisedColumns, V: Float64Array): Float64Array {
  const p = columns.scale.length;
  const half = new Float64Array(p * p);
  const covariance = new Float64Array(p * p);
  for (let j = 0; j < p; j += 1) half.set(restoreCoefficients(columns, V.subarray(j * p, j * p + p)), j * p);
  for (let j = 0; j < p; j += 1) {
    const row = restoreCoefficients(
      columns,
      Float64Array.from({ length: p }, (_, k) => half[k * p + j]!),
    );
    covariance.set(row, j * p);
  }
  return covariance;
}

function largestDeviation(column: Float64Array, centre: number): number {
  let largest = 0;
  for (let i = 0; i < column.length; i += 1) {
    const deviation = Math.abs(column[i]! - centre);
    if (deviation > largest) largest = deviation;
  }
  return largest;
}

function isConstant(column: Float64Array): boolean {
  for (let i = 1; i < column.length; i += 1) if (column[i] !== column[0]) return false;
  return true;
}

import { EstimationError } from "../errors.js";
import { factorCholesky } from "../math/linear-algebra.js";
import { sum, sumOfProducts } from "../math/sum.js";

export interface WhitenInput {
  /** n × p, column-major, finite. */
  readonly X: Float64Array;
  readonly n: number;
  readonly p: number;
  /** p column names, for messages. */
  readonly names: readonly string[];
  readonly treated: Uint8Array;
}

/** Points whose Euclidean distance is the Mahalanobis distance of the rows of X, with the covariance pooled within arms: each arm around its
 *  own means, divisor n − 2 (a scale factor changes no match). A difference between the arms thus never counts as spread.
 *  Returns n × p, row-major: L⁻¹(x − mean), L Lᵀ the covariance. Computed in the order of the rows: bring them into a canonical one before.
 *  Throws EstimationError: an arm empty or n < 3, a value not finite, columns that do not vary within the arms or depend linearly on columns
 *  before them (named). O(n p²). Source: Rubin 1980, Biometrics 36:293; R MatchIt `mahalanobis_dist` has the same covariance. */
export function whitenColumns({ X, n, p, names, treated }: WhitenInput): Float64Array {
  if (X.length !== n * p || names.length !== p || treated.length !== n) {
    throw new RangeError(`columns to match on must have n = ${n} rows and p = ${p} columns and names`);
  }
  const count = treated.reduce((total, arm) => total + arm, 0);
  if (p === 0 || count === 0 || count === n || n < 3) {
    throw new EstimationError(
      `a Mahalanobis distance needs columns and both arms; got p = ${p}, ${count} treated of ${n}`,
    );
  }
  const columns = names.map((_, j) => X.subarray(j * n, (j + 1) * n));
  const broken = names.filter((_, j) => !columns[j]!.every(Number.isFinite));
  if (broken.length > 0) {
    throw new EstimationError(
      `columns to match on must be finite; ${broken.join(", ")} holds a value that is not; impute or drop such rows before`,
    );
  }
  const centred = columns.map((column) => centreWithinArms(column, treated));
  const covariance = new Float64Array(p * p);
  for (let j = 0; j < p; j += 1) {
    for (let k = 0; k <= j; k += 1) {
      covariance[j * p + k] = covariance[k * p + j] = sumOfProducts(centred[j]!, centred[k]!) / (n - 2);
    }
  }
  const { lower, dependent } = factorCholesky(covariance, p);
  if (dependent.length > 0) {
    throw new EstimationError(
      `columns to match on must vary within the arms and be linearly independent; ${dependent.map((j) => names[j]).join(", ")} ${dependent.length === 1 ? "does not or is a combination" : "do not or are combinations"} of the columns before; drop or merge`,
    );
  }
  const Z = new Float64Array(n * p);
  const origin = columns.map((column) => sum(column) / n);
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j < p; j += 1) {
      let value = columns[j]![i]! - origin[j]!;
      for (let k = 0; k < j; k += 1) value -= lower[j * p + k]! * Z[i * p + k]!;
      Z[i * p + j] = value / lower[j * p + j]!;
    }
  }
  return Z;
}

/** A column less its mean in the row's arm; exactly 0 where the arm does not vary. */
function centreWithinArms(column: Float64Array, treated: Uint8Array): Float64Array {
  const means = [0, 1].map((side) => {
    const values = column.filter((_, i) => treated[i] === side);
    return values.every((value) => value === values[0]) ? values[0]! : sum(values) / values.length;
  });
  return column.map((value, i) => value - means[treated[i]!]!);
}

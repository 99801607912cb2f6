import { factorCholesky, solveCholesky } from "../math/linear-algebra.js";
import { createLogisticPass, type LogisticPassInput } from "./logistic-pass.js";

/** Rows of the sample; fits of fewer than twice as many start without one. */
const SAMPLE = 100_000;
const MAX_STEPS = 6;

/** Coefficients near those of a logistic fit of very many rows, for Newton's method to start at: its steps on every k-th row, a tenth of the
 *  price of each. Null where the rows are few, or the sample is separated, collinear or does not settle. They decide nothing: the
 *  fit goes on until it has converged on all rows. Input as for `createLogisticPass`. */
export function startingCoefficients({ Z, n, p, y, weight }: LogisticPassInput): Float64Array | null {
  const stride = Math.floor(n / SAMPLE);
  if (stride < 2) return null;
  const m = Math.ceil(n / stride);
  const every = (column: ArrayLike<number>, into: Float64Array | Uint8Array) => {
    for (let k = 0; k < m; k += 1) into[k] = column[k * stride]!;
  };
  const sample = { Z: new Float64Array(m * p), n: m, p, y: new Uint8Array(m), weight: new Float64Array(m).fill(1) };
  for (let j = 0; j < p; j += 1) every(Z.subarray(j * n, (j + 1) * n), sample.Z.subarray(j * m, (j + 1) * m));
  every(y, sample.y);
  if (weight !== undefined) every(weight, sample.weight);
  const pass = createLogisticPass(sample);
  let b: Float64Array = new Float64Array(p);
  let state = pass.evaluate(b);
  for (let step = 0; step < MAX_STEPS; step += 1) {
    const { lower, dependent } = factorCholesky(state.information, p);
    if (dependent.length > 0) return null;
    const direction = solveCholesky(lower, p, state.gradient);
    const next = b.map((value, j) => value + direction[j]!);
    const after = pass.evaluate(next);
    if (!(after.deviance <= state.deviance) || after.margin > 0) return null;
    [b, state] = [next, after];
    // Nearer than the sampling error of the sample itself.
    if (after.change < 1e-3) return b;
  }
  return null;
}

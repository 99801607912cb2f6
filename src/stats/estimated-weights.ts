/**
 * Parameters γ that weights were estimated with, by the equation Σ residual_i x_i = 0 over its rows (p equations). γ̂ moves by
 * inverse · residual_i x_i with row i, and the weight of row i by slope_i x_iᵀ dγ.
 */
export interface WeightEquation {
  /** Positions of the equation's rows in the columns of the estimate. The arrays below are aligned to them, m long. */
  readonly rows: Int32Array;
  readonly p: number;
  /** m × p, column-major. */
  readonly X: Float64Array;
  readonly residual: Float64Array;
  readonly slope: Float64Array;
  /** p × p: the inverse of −d/dγ Σ residual x. */
  readonly inverse: Float64Array;
}

/**
 * The influence of each row on an estimate whose weights were estimated: w d, plus what the row did to the weights,
 *    φ_i = w_i d_i + Σ_equations residual_i x_iᵀ · inverse · Σ_j d_j slope_j x_j,
 * which is the stacked estimating equations' sandwich in closed form. With weights taken as known the second term is missing.
 * influence: Float64Array(n), w_i d_i; derivative: Float64Array(n), d_i = d estimate/d w_i, 0 for rows outside the estimate.
 * Returns Float64Array(n). For weights that are a smooth function of γ; not for truncation, trimming or matching. O(n p).
 * Source: Lunceford & Davidian 2004; Stefanski & Boos 2002; Li, Morgan & Zaslavsky 2018.
 */
export function addWeightEstimation(
  influence: Float64Array,
  derivative: Float64Array,
  equations: readonly WeightEquation[],
): Float64Array {
  const corrected = influence.slice();
  for (const equation of equations) {
    const v = solve(equation, derivative);
    const { rows, p, X, residual } = equation;
    const m = rows.length;
    for (let k = 0; k < m; k += 1) {
      let along = 0;
      for (let j = 0; j < p; j += 1) along += X[j * m + k]! * v[j]!;
      corrected[rows[k]!]! += residual[k]! * along;
    }
  }
  return corrected;
}

/** inverse · Σ_j d_j slope_j x_j: how the estimate moves with the equation's left side. */
function solve({ rows, p, X, slope, inverse }: WeightEquation, derivative: Float64Array): Float64Array {
  const m = rows.length;
  const moved = new Float64Array(p);
  for (let j = 0; j < p; j += 1) {
    let total = 0;
    for (let k = 0; k < m; k += 1) total += derivative[rows[k]!]! * slope[k]! * X[j * m + k]!;
    moved[j] = total;
  }
  return Float64Array.from({ length: p }, (_, a) => {
    let total = 0;
    for (let b = 0; b < p; b += 1) total += inverse[a * p + b]! * moved[b]!;
    return total;
  });
}

/** A quadratic model of a loss around the present coefficients: ½ bᵀ H b − cᵀ b, p × p row-major, with an L1 penalty on all but the first. */
export interface PenalisedQuadratic {
  readonly H: Float64Array;
  readonly c: Float64Array;
  readonly p: number;
  readonly lambda: number;
}

/** Largest step of a coordinate, in units of its penalty-free minimum's scale, at which descent ends. */
const TOLERANCE = 1e-14;
const MAX_SWEEPS = 20_000;

/** Minimises the quadratic plus λ Σ_{j ≥ 1} |bⱼ| by cyclic coordinate descent from `b`, in place. Coordinates at 0 stay out of a sweep until
 *  a full one shows that they would move. O(p²) a sweep. Source: Friedman, Hastie & Tibshirani 2010, J Stat Softw 33(1), §2. */
export function minimiseQuadratic({ H, c, p, lambda }: PenalisedQuadratic, b: Float64Array): void {
  // Slope c − H b, kept up to date.
  const slope = c.slice();
  for (let j = 0; j < p; j += 1) {
    for (let k = 0; k < p; k += 1) slope[j]! -= H[j * p + k]! * b[k]!;
  }
  const sweep = (onlyActive: boolean) => {
    let largest = 0;
    for (let j = 0; j < p; j += 1) {
      const curvature = H[j * p + j]!;
      if (!(curvature > 0) || (onlyActive && j > 0 && b[j] === 0)) continue;
      const target = slope[j]! + curvature * b[j]!;
      const next = j === 0 ? target / curvature : shrink(target, lambda) / curvature;
      const step = next - b[j]!;
      if (step === 0) continue;
      b[j] = next;
      for (let k = 0; k < p; k += 1) slope[k]! -= H[j * p + k]! * step;
      largest = Math.max(largest, (curvature * Math.abs(step)) / (lambda + Math.abs(target)));
    }
    return largest;
  };
  for (let sweeps = 0; sweeps < MAX_SWEEPS; sweeps += 1) {
    if (sweep(false) <= TOLERANCE) return;
    while (sweeps < MAX_SWEEPS && sweep(true) > TOLERANCE) sweeps += 1;
  }
}

function shrink(value: number, by: number): number {
  return value > by ? value - by : value < -by ? value + by : 0;
}

import { EstimationError } from "../errors.js";
import { cubicKnots, evaluateCubicSplines, type LocalSplines } from "./cubic-b-spline.js";

export interface NaturalSpline {
  /** Interior knots, ascending, strictly between the boundaries; may be empty. */
  readonly knots: readonly number[];
  /** Beyond these two the curve is a straight line. */
  readonly boundary: readonly [number, number];
}

/** Basis of natural cubic splines without intercept: knots.length + 1 columns, each cubic between knots, twice continuously
 *  differentiable, straight beyond the boundary. Together with an intercept they span all such curves.
 *  The columns are R's `splines::ns(x, knots =, Boundary.knots =)`: B-splines without the first, projected on the null space of their
 *  second derivatives at the boundary by Householder reflections, so coefficients compare as well as curves.
 *  x: Float64Array(n), finite. Returns n × (knots.length + 1), column-major. Throws EstimationError for an x that is not finite or knots that
 *  are not ascending inside the boundary. O(n knots). Source: de Boor 1978; Hastie 1992 in Chambers & Hastie, Statistical Models in S, §7. */
export function deriveNaturalSpline(x: Float64Array, spline: NaturalSpline): Float64Array {
  checkSpline(x, spline);
  const { knots, boundary } = spline;
  const sequence = cubicKnots(knots, boundary);
  const columns = knots.length + 1;
  const projection = projectToNatural(sequence, boundary, knots.length + 3);
  const basis = new Float64Array(x.length * columns);
  for (let i = 0; i < x.length; i += 1) {
    const { first, values } = evaluateLinearBeyond(sequence, boundary, x[i]!);
    for (let r = 0; r < 4; r += 1) {
      const row = first + r - 1;
      if (row < 0) continue;
      for (let j = 0; j < columns; j += 1) basis[j * x.length + i]! += values[r]! * projection[row]![j]!;
    }
  }
  return basis;
}

function checkSpline(x: Float64Array, { knots, boundary }: NaturalSpline): void {
  const ascending = [boundary[0], ...knots, boundary[1]];
  if (!ascending.every((knot, k) => Number.isFinite(knot) && (k === 0 || knot > ascending[k - 1]!))) {
    throw new EstimationError(
      `knots of a natural spline must ascend strictly from boundary to boundary; got ${ascending.join(", ")}; use fewer degrees of freedom or other knots`,
    );
  }
  if (!x.every(Number.isFinite)) throw new EstimationError("a natural spline needs finite values; at least one is not");
}

/** The B-splines at x; beyond the boundary their tangent there. */
function evaluateLinearBeyond(sequence: Float64Array, [low, high]: readonly [number, number], x: number): LocalSplines {
  if (x >= low && x <= high) return evaluateCubicSplines(sequence, x, 0);
  const edge = x < low ? low : high;
  const at = evaluateCubicSplines(sequence, edge, 0);
  const slope = evaluateCubicSplines(sequence, edge, 1);
  return { first: at.first, values: at.values.map((value, r) => value + slope.values[r]! * (x - edge)) };
}

/** The last columns of Q in the QR decomposition of the second derivatives at both boundaries: count × (count − 2), by rows. */
function projectToNatural(sequence: Float64Array, boundary: readonly [number, number], count: number): number[][] {
  const constraints = boundary.map((edge) => {
    const { first, values } = evaluateCubicSplines(sequence, edge, 2);
    const column = new Array<number>(count).fill(0);
    values.forEach((value, r) => {
      if (first + r >= 1) column[first + r - 1] = value;
    });
    return column;
  });
  const [one, other] = constraints as [number[], number[]];
  const reflectors = [reflectorOf(one, 0)];
  reflectors.push(reflectorOf(reflect(other, reflectors[0]!, 0), 1));
  return transpose(
    Array.from({ length: count - 2 }, (_, j) => {
      const unit = new Array<number>(count).fill(0);
      unit[j + 2] = 1;
      return reflect(reflect(unit, reflectors[1]!, 1), reflectors[0]!, 0);
    }),
  );
}

/** Householder vector u with (I − u uᵀ / u_at) x zero below `at`: x / (sign(x_at) |x|) plus the unit vector, LINPACK's signs. */
function reflectorOf(x: readonly number[], at: number): number[] {
  const size = Math.sqrt(x.reduce((total, value, i) => (i < at ? total : total + value * value), 0));
  const signed = x[at]! < 0 ? -size : size;
  return x.map((value, i) => (i < at ? 0 : value / signed + (i === at ? 1 : 0)));
}

function reflect(x: readonly number[], u: readonly number[], at: number): number[] {
  const share = x.reduce((total, value, i) => total + value * u[i]!, 0) / u[at]!;
  return x.map((value, i) => value - share * u[i]!);
}

function transpose(columns: readonly number[][]): number[][] {
  return columns[0]!.map((_, i) => columns.map((column) => column[i]!));
}

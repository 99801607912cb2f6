/** Cubic B-splines on knots: four times the lower boundary, the interior knots ascending, four times the upper boundary. */
export interface LocalSplines {
  /** Index of the first of the four B-splines that are not 0 at x. */
  readonly first: number;
  /** Their values (or derivatives) at x. */
  readonly values: readonly number[];
}

const ORDER = 4;

/** Full knot sequence for cubic B-splines; there are interior.length + 4 of them. */
export function cubicKnots(interior: ArrayLike<number>, [low, high]: readonly [number, number]): Float64Array {
  return Float64Array.of(low, low, low, low, ...Array.from(interior), high, high, high, high);
}

/** The `derivative`-th derivative (0, 1 or 2) of the four B-splines that live at x, boundary ≤ x ≤ boundary; at the upper boundary from
 *  the left. Source: de Boor 1978, A Practical Guide to Splines, X (8) and X (12)–(16). */
export function evaluateCubicSplines(knots: Float64Array, x: number, derivative: 0 | 1 | 2): LocalSplines {
  const last = knots.length - ORDER - 1;
  let interval = ORDER - 1;
  while (interval < last && x >= knots[interval + 1]!) interval += 1;
  let values = [1];
  for (let order = 2; order <= ORDER - derivative; order += 1) values = raise(knots, interval, x, values, order);
  for (let order = ORDER - derivative + 1; order <= ORDER; order += 1)
    values = differentiate(knots, interval, values, order);
  return { first: interval - ORDER + 1, values };
}

/** Values of the B-splines of `order` from those one order below. */
function raise(knots: Float64Array, interval: number, x: number, below: readonly number[], order: number): number[] {
  const values = new Array<number>(order).fill(0);
  below.forEach((value, r) => {
    const left = interval - order + 2 + r;
    const share = value / (knots[left + order - 1]! - knots[left]!);
    values[r]! += (knots[left + order - 1]! - x) * share;
    values[r + 1]! += (x - knots[left]!) * share;
  });
  return values;
}

/** Derivatives of the B-splines of `order` from values (or derivatives) one order below. */
function differentiate(knots: Float64Array, interval: number, below: readonly number[], order: number): number[] {
  const values = new Array<number>(order).fill(0);
  below.forEach((value, r) => {
    const left = interval - order + 2 + r;
    const slope = ((order - 1) * value) / (knots[left + order - 1]! - knots[left]!);
    values[r]! -= slope;
    values[r + 1]! += slope;
  });
  return values;
}

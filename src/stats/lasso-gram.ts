/** Largest move of a linear predictor for which a curvature is still used. A stale curvature costs steps, never accuracy. */
const STALE = 0.1;

/** Curvatures Σᵢ vᵢ xᵢⱼ xᵢₖ / n of the logistic loss, v = μ(1 − μ), for the columns asked for (0: the intercept; j: column j − 1 of Z). */
export interface LassoGram {
  /** Of `members`, a × a, at linear predictors no farther than 0.1 from `eta`. */
  readonly at: (eta: Float64Array, members: readonly number[]) => Float64Array;
}

/** Computes curvatures once and keeps them while the linear predictors hardly move, along a path of penalties for several steps; a column that is
 *  new costs O(n × columns so far). Z: n × p, column-major. */
export function createLassoGram(Z: Float64Array, n: number): LassoGram {
  const ones = new Float64Array(n).fill(1);
  const columnOf = (j: number) => (j === 0 ? ones : Z.subarray((j - 1) * n, j * n));
  let origin = new Float64Array(0);
  let variance = new Float64Array(n);
  let known = new Map<number, number>();
  let columns: Float64Array[] = [];
  let rows: Float64Array[] = [];

  const isStale = (eta: Float64Array) => {
    if (origin.length === 0) return true;
    for (let i = 0; i < n; i += 1) if (!(Math.abs(eta[i]! - origin[i]!) <= STALE)) return true;
    return false;
  };
  const at = (eta: Float64Array, members: readonly number[]) => {
    if (isStale(eta)) {
      origin = Float64Array.from(eta);
      variance = Float64Array.from(
        eta,
        (value) => Math.exp(-Math.abs(value)) / (1 + Math.exp(-Math.abs(value))) ** 2 / n,
      );
      [known, columns, rows] = [new Map(), [], []];
    }
    for (const j of members) {
      if (known.has(j)) continue;
      known.set(j, columns.length);
      columns.push(columnOf(j));
      rows.push(crossProducts(columns, variance));
    }
    const a = members.length;
    const H = new Float64Array(a * a);
    members.forEach((j, r) => {
      members.forEach((k, s) => {
        const [one, other] = [known.get(j)!, known.get(k)!];
        H[r * a + s] = rows[Math.max(one, other)]![Math.min(one, other)]!;
      });
    });
    return H;
  };
  return { at };
}

/** Weighted products of the last column with all up to it. Four sums at a time: additions to one sum wait for each other, those to four overlap. */
function crossProducts(columns: readonly Float64Array[], weight: Float64Array): Float64Array {
  const last = columns.length - 1;
  const product = weight.map((value, i) => value * columns[last]![i]!);
  const totals = new Float64Array(last + 1);
  for (let s = 0; s <= last; s += 4) {
    const [one, two, three, four] = [0, 1, 2, 3].map((k) => columns[Math.min(s + k, last)]!) as FourColumns;
    let [sum1, sum2, sum3, sum4] = [0, 0, 0, 0];
    for (let i = 0; i < product.length; i += 1) {
      const value = product[i]!;
      sum1 += value * one[i]!;
      sum2 += value * two[i]!;
      sum3 += value * three[i]!;
      sum4 += value * four[i]!;
    }
    totals.set([sum1, sum2, sum3, sum4].slice(0, last + 1 - s), s);
  }
  return totals;
}

type FourColumns = [Float64Array, Float64Array, Float64Array, Float64Array];

import { sum } from "../math/sum.js";

/** What one pass over the rows at coefficients b yields. */
export interface LogisticState {
  /** −2 log likelihood. */
  readonly deviance: number;
  /** Zᵀ w (y − μ), length p. */
  readonly gradient: Float64Array;
  /** Zᵀ w μ(1 − μ) Z, p × p, row-major. */
  readonly information: Float64Array;
  /** Largest |change of η| / (1 + |η|) since the pass before. */
  readonly change: number;
  /** Smallest (2y − 1) η over rows of positive weight: above 0 the two outcomes lie on two sides of a plane. */
  readonly margin: number;
}

export interface LogisticPass {
  /** Linear predictor and probability of each row at the latest b. */
  readonly eta: Float64Array;
  readonly fitted: Float64Array;
  readonly evaluate: (b: Float64Array) => LogisticState;
}

export interface LogisticPassInput {
  /** n × p, column-major. */
  readonly Z: Float64Array;
  readonly n: number;
  readonly p: number;
  readonly y: Uint8Array;
  readonly weight?: Float64Array;
}

/** Rows are taken in blocks that stay in the processor's cache; block sums are added in block order. */
const BLOCK = 512;
/** Factors of at most 2 in one product, far from overflow, a row of a whole weight giving at most COPIES of them; and the tail below which
 *  1 + tail would lose digits that count. */
const FACTORS = 64;
const COPIES = 16;
const SMALL_TAIL = 1e-4;

/** One block of rows: its first row, its size, and per row η, w (y − μ), w μ(1 − μ) and room for a product. */
interface Block {
  start: number;
  size: number;
  readonly eta: Float64Array;
  readonly residual: Float64Array;
  readonly variance: Float64Array;
  readonly product: Float64Array;
}

/** The pass over n rows that Newton's method repeats. Probabilities, residuals and variances keep their relative accuracy in both
 *  tails. O(n p²). */
export function createLogisticPass(input: LogisticPassInput): LogisticPass {
  const { n, p, y, weight } = input;
  const eta = new Float64Array(n);
  const fitted = new Float64Array(n);
  const blockDeviance = new Float64Array(Math.ceil(n / BLOCK));
  const room = () => new Float64Array(BLOCK);
  const block: Block = { start: 0, size: 0, eta: room(), residual: room(), variance: room(), product: room() };

  const evaluate = (b: Float64Array): LogisticState => {
    const gradient = new Float64Array(p);
    const information = new Float64Array(p * p);
    let change = 0;
    let margin = Number.POSITIVE_INFINITY;
    for (let start = 0; start < n; start += BLOCK) {
      block.start = start;
      block.size = Math.min(BLOCK, n - start);
      linearPredictor(input, b, block);
      let deviance = 0;
      let product = 1;
      let factors = 0;
      for (let i = 0; i < block.size; i += 1) {
        const row = start + i;
        const value = block.eta[i]!;
        const moved = Math.abs(value - eta[row]!);
        // A division only where it may tell: most rows moved less than another.
        if (moved > change * (1 + Math.abs(value))) change = moved / (1 + Math.abs(value));
        eta[row] = value;
        const w = weight === undefined ? 1 : weight[row]!;
        const tail = Math.exp(-Math.abs(value));
        const far = tail / (1 + tail);
        const near = 1 / (1 + tail);
        const isEvent = y[row] === 1;
        const agrees = value >= 0 === isEvent;
        fitted[row] = value >= 0 ? near : far;
        block.residual[i] = w * (isEvent ? 1 : -1) * (agrees ? far : near);
        block.variance[i] = w * far * near;
        if (!agrees) deviance += 2 * w * Math.abs(value);
        // Σ log(1 + tail) as the logarithm of a product: a logarithm is the dearest thing here. Small tails keep their digits by log1p.
        if (tail > SMALL_TAIL && w <= COPIES && Number.isInteger(w)) {
          for (let copy = 0; copy < w; copy += 1) product *= 1 + tail;
          factors += w;
          if (factors >= FACTORS) {
            deviance += 2 * Math.log(product);
            product = 1;
            factors = 0;
          }
        } else deviance += 2 * w * Math.log1p(tail);
        const side = isEvent ? value : -value;
        if (side < margin && w > 0) margin = side;
      }
      blockDeviance[start / BLOCK] = deviance + 2 * Math.log(product);
      accumulate(input, block, gradient, information);
    }
    for (let j = 0; j < p; j += 1) {
      for (let k = 0; k < j; k += 1) information[k * p + j] = information[j * p + k]!;
    }
    return { deviance: sum(blockDeviance), gradient, information, change, margin };
  };
  return { eta, fitted, evaluate };
}

function linearPredictor({ Z, n, p }: LogisticPassInput, b: Float64Array, { start, size, eta }: Block): void {
  eta.fill(0);
  for (let j = 0; j < p; j += 1) {
    const coefficient = b[j]!;
    const offset = j * n + start;
    for (let i = 0; i < size; i += 1) eta[i]! += coefficient * Z[offset + i]!;
  }
}

/** Adds a block's share to the gradient and to the lower triangle of the information. */
function accumulate(input: LogisticPassInput, block: Block, gradient: Float64Array, information: Float64Array): void {
  const { Z, n, p } = input;
  const { start, size, residual, variance, product } = block;
  for (let j = 0; j < p; j += 1) {
    const offset = j * n + start;
    let slope = 0;
    for (let i = 0; i < size; i += 1) {
      const value = Z[offset + i]!;
      slope += residual[i]! * value;
      product[i] = variance[i]! * value;
    }
    gradient[j]! += slope;
    // Three sums at a time: additions to one sum wait for each other, those to three overlap.
    let k = 0;
    for (; k + 2 <= j; k += 3) {
      const first = k * n + start;
      const second = first + n;
      const third = second + n;
      let a = 0;
      let b = 0;
      let c = 0;
      for (let i = 0; i < size; i += 1) {
        const value = product[i]!;
        a += value * Z[first + i]!;
        b += value * Z[second + i]!;
        c += value * Z[third + i]!;
      }
      information[j * p + k]! += a;
      information[j * p + k + 1]! += b;
      information[j * p + k + 2]! += c;
    }
    for (; k <= j; k += 1) {
      const other = k * n + start;
      let total = 0;
      for (let i = 0; i < size; i += 1) total += product[i]! * Z[other + i]!;
      information[j * p + k]! += total;
    }
  }
}

import { EstimationError } from "../errors.js";
import { betaCdf } from "../math/beta.js";
import { sumOfProducts } from "../math/sum.js";
import { fitLeastSquares } from "./least-squares.js";

export interface BatchEffectInput {
  readonly y: Float64Array;
  /** Batch of each row, 0 to batchNames.length − 1, each with rows. */
  readonly batch: Int32Array;
  readonly batchNames: readonly string[];
  /** Columns the batches are judged beside, without an intercept, n × p, column-major. */
  readonly X: Float64Array;
  readonly columnNames: readonly string[];
}

export interface BatchEffect {
  /** Of all batches at once, given the other columns, on (batches − 1, n − batches − p) degrees of freedom. */
  readonly f: number;
  readonly numeratorDf: number;
  readonly denominatorDf: number;
  readonly p: number;
  /** Partial η²: share of the variation that the other columns leave which the batches explain. */
  readonly etaSquared: number;
}

/** How far a measurement depends on its batch, other columns held: the F test of the batches in a linear model, and partial η².
 *  Throws EstimationError: too few rows, columns that batches determine, no variation. Agrees with R `anova(lm(y ~ X), lm(y ~ X + batch))`.
 *  Source: Cohen 1988, §9.2. */
export function estimateBatchEffect({ y, batch, batchNames, X, columnNames }: BatchEffectInput): BatchEffect {
  const n = y.length;
  const numeratorDf = batchNames.length - 1;
  const denominatorDf = n - batchNames.length - columnNames.length;
  if (numeratorDf < 1 || denominatorDf < 1)
    throw new EstimationError(
      `an effect of batches needs two of them and more rows than columns; got ${batchNames.length} batches, ${columnNames.length} other columns`,
    );
  const base = new Float64Array(n * (1 + columnNames.length)).fill(1, 0, n);
  base.set(X, n);
  const dummies = new Float64Array(n * numeratorDf);
  for (let i = 0; i < n; i += 1) if (batch[i]! > 0) dummies[(batch[i]! - 1) * n + i] = 1;
  const names = ["(intercept)", ...columnNames];
  const without = residualSquares(y, base, names);
  const full = Float64Array.from([...base, ...dummies]);
  const within = residualSquares(y, full, [...names, ...batchNames.slice(1).map((name) => `batch ${name}`)]);
  if (!(within > 0) || !(without > 0))
    throw new EstimationError("an effect of batches needs a measurement that varies within them");
  const explained = Math.max(0, without - within);
  const f = explained / numeratorDf / (within / denominatorDf);
  return {
    f,
    numeratorDf,
    denominatorDf,
    p: betaCdf(denominatorDf / (denominatorDf + numeratorDf * f), denominatorDf / 2, numeratorDf / 2),
    etaSquared: explained / without,
  };
}

function residualSquares(y: Float64Array, X: Float64Array, names: readonly string[]): number {
  const n = y.length;
  const p = names.length;
  const { beta } = fitLeastSquares({ X, n, p, names, y });
  const residual = y.map((value, i) => {
    let fitted = 0;
    for (let j = 0; j < p; j += 1) fitted += X[j * n + i]! * beta[j]!;
    return value - fitted;
  });
  return sumOfProducts(residual, residual);
}

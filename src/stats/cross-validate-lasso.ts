import { EstimationError } from "../errors.js";
import { stream } from "../math/stream.js";
import { sum } from "../math/sum.js";
import { type LassoInput, predictLasso, startLasso } from "./lasso-logistic.js";

export interface CrossValidation {
  readonly lambda: Float64Array;
  /** Mean deviance per row on the rows left out, and its standard error over folds, for each λ. */
  readonly meanDeviance: Float64Array;
  readonly standardError: Float64Array;
  /** Positions in `lambda`: the least mean deviance, and the largest λ within one standard error of it. */
  readonly best: number;
  readonly oneStandardError: number;
}

/** Cross-validation of the penalty: each fold is predicted by the model of the other rows at every λ.
 *  Mean over folds weighted by their size; standard error: the weighted SD of the folds' means over √(folds − 1), as cv.glmnet has it.
 *  lambdas: > 0, descending, n ≥ 1. fold: Int32Array(n), 0 … K − 1, K ≥ 3 (see `assignFolds`). patience: ends, with fewer λ in the result, when
 *  that many in a row brought no new least mean deviance; small λ are the slow ones. Default: all are tried. Equal minima: the larger λ.
 *  Throws EstimationError as `fitLassoLogistic` does for the rows without a fold (a column constant there, one outcome only).
 *  Source: Friedman, Hastie & Tibshirani 2010; Breiman et al. 1984 (one-standard-error rule). */
export function crossValidateLasso(
  input: LassoInput,
  lambdas: Float64Array,
  { fold, patience = Number.POSITIVE_INFINITY }: { fold: Int32Array; patience?: number },
): CrossValidation {
  const parts = splitByFold(input, fold);
  const means: number[] = [];
  const errors: number[] = [];
  let best = 0;
  for (let l = 0; l < lambdas.length && l - best <= patience; l += 1) {
    const deviance = parts.map(({ fitNext, outside }) => {
      return meanDeviance(predictLasso(fitNext(lambdas[l]!), outside.X, outside.n), outside.y);
    });
    const mean = sum(deviance.map((value, k) => parts[k]!.share * value));
    const spread = sum(deviance.map((value, k) => parts[k]!.share * (value - mean) ** 2));
    means.push(mean);
    errors.push(Math.sqrt(spread / (parts.length - 1)));
    if (mean < means[best]!) best = l;
  }
  const limit = means[best]! + errors[best]!;
  return {
    lambda: lambdas.slice(0, means.length),
    meanDeviance: Float64Array.from(means),
    standardError: Float64Array.from(errors),
    best,
    oneStandardError: means.findIndex((value) => value <= limit),
  };
}

/** Per fold its rows, their share of all, and the model of the other rows. */
function splitByFold(input: LassoInput, fold: Int32Array) {
  const folds = fold.reduce((most, value) => Math.max(most, value + 1), 0);
  if (fold.length !== input.n || folds < 3) {
    throw new RangeError(`cross-validation needs a fold per row and 3 folds or more; got ${folds}`);
  }
  return Array.from({ length: folds }, (_, k) => {
    const outside = takeRows(input, (i) => fold[i] === k);
    if (outside.n === 0) throw new RangeError(`fold ${k} of ${folds} has no row`);
    return { outside, share: outside.n / input.n, fitNext: startLasso(takeRows(input, (i) => fold[i] !== k)) };
  });
}

/** Folds 0 … folds − 1 by chance, as even as can be within each outcome, so that no fold lacks one. The draw goes by rank, not by row: any order
 *  of the rows, tieRank carried along, gives the same folds. y: 0/1; tieRank: a permutation of 0 … n − 1.
 *  Throws EstimationError when an outcome has fewer rows than there are folds. */
export function assignFolds(
  y: Uint8Array,
  { folds, seed, name, tieRank }: { folds: number; seed: number; name: string; tieRank: Int32Array },
): Int32Array {
  const { integer } = stream(seed, name);
  const fold = new Int32Array(y.length);
  let next = 0;
  for (const outcome of [0, 1]) {
    const rows = [...y.keys()].filter((i) => y[i] === outcome).sort((a, b) => tieRank[a]! - tieRank[b]!);
    if (rows.length < folds) {
      throw new EstimationError(
        `${folds}-fold cross-validation needs as many rows of either outcome; got ${rows.length} with outcome ${outcome}: give the penalty as a number, or use another fit`,
      );
    }
    for (let left = rows.length; left > 0; left -= 1) {
      const [drawn] = rows.splice(integer(left), 1);
      fold[drawn!] = next;
      next = (next + 1) % folds;
    }
  }
  return fold;
}

function takeRows({ X, n, p, names, y }: LassoInput, isIn: (i: number) => boolean): LassoInput {
  const rows = Int32Array.from([...y.keys()].filter(isIn));
  const taken = new Float64Array(rows.length * p);
  for (let j = 0; j < p; j += 1) {
    for (let k = 0; k < rows.length; k += 1) taken[j * rows.length + k] = X[j * n + rows[k]!]!;
  }
  return { X: taken, n: rows.length, p, names, y: Uint8Array.from(rows, (i) => y[i]!) };
}

function meanDeviance(eta: Float64Array, y: Uint8Array): number {
  const terms = eta.map((value, i) => {
    const against = y[i] === 1 ? -value : value;
    return 2 * (Math.log1p(Math.exp(-Math.abs(against))) + Math.max(0, against));
  });
  return sum(terms) / y.length;
}

import { EstimationError } from "../errors.js";
import { factorCholesky } from "../math/linear-algebra.js";
import { type Stream, stream } from "../math/stream.js";
import { sum } from "../math/sum.js";
import { imputeByDonors, imputeByLevel } from "./impute-variable.js";

export interface ChainedVariable {
  readonly name: string;
  /** continuous: predictive mean matching; binary (0/1): logistic; categorical: polytomous, values are positions in a list of levels. */
  readonly kind: "continuous" | "binary" | "categorical";
  /** Length n; finite where not missing. */
  readonly value: Float64Array;
  /** 1 = missing. Length n. A variable without missing values only helps to impute the others. */
  readonly missing: Uint8Array;
}

export interface ChainedInput {
  readonly n: number;
  /** Imputed in this order, each from all the others. */
  readonly variables: readonly ChainedVariable[];
  /** A permutation of 0 … n − 1: rows are taken in its order, so that the order in which they arrive changes nothing. */
  readonly tieRank: Int32Array;
  /** Data sets to make, m. */
  readonly imputations: number;
  /** Rounds over the variables before a data set is taken. */
  readonly iterations: number;
  readonly seed: number;
  /** Prefix of the random streams: one per data set and variable, so that one more of either moves no other's draws. */
  readonly streamName: string;
}

export interface ChainedImputation {
  /** Per variable its values with the missing ones filled in, in the order of the input. */
  readonly values: readonly Float64Array[];
  /** Per variable the mean of its imputed values after each round, to see whether the chain has settled; empty without missing values. */
  readonly trace: readonly Float64Array[];
}

/** Multiple imputation by chained equations: each variable in turn is drawn from a model given the present values of all others, round after round;
 *  m independent chains give m data sets. Missing at random given the variables handed in is assumed, and models are linear in them: interactions
 *  have to be columns of their own. Coefficients and residuals are drawn anew each time (proper imputation).
 *  A predictor that is a combination of earlier ones among the rows with a value is left out of that model.
 *  Values are checked by properties and simulation, not against other software, whose random numbers differ.
 *  Throws EstimationError: a variable without any value, or values that are not finite or no levels (named). O(m × iterations × variables × n p²).
 *  Source: van Buuren 2018, Flexible Imputation of Missing Data, §4.5; White, Royston & Wood 2011, Stat Med 30:377. */
export function imputeChained(input: ChainedInput): ChainedImputation[] {
  checkChainedInput(input);
  const { n, variables, tieRank, imputations, seed, streamName } = input;
  const row = new Int32Array(n);
  for (let i = 0; i < n; i += 1) row[tieRank[i]!] = i;
  const ranked = variables.map((variable) => ({
    ...variable,
    value: Float64Array.from(row, (i) => variable.value[i]!),
    missing: Uint8Array.from(row, (i) => variable.missing[i]!),
  }));
  return Array.from({ length: imputations }, (_, d) => {
    const streams = variables.map(({ name }) => stream(seed, `${streamName}/${d}/${name}`));
    const { values, trace } = runChain(ranked, n, input.iterations, streams);
    return { values: values.map((value) => Float64Array.from(tieRank, (rank) => value[rank]!)), trace };
  });
}

function runChain(variables: readonly ChainedVariable[], n: number, iterations: number, streams: readonly Stream[]) {
  const values = variables.map((variable, v) => startingValues(variable, streams[v]!));
  const trace = variables.map(({ missing }) => new Float64Array(missing.includes(1) ? iterations : 0));
  for (let round = 0; round < iterations; round += 1) {
    variables.forEach(({ kind, missing }, v) => {
      if (!missing.includes(1)) return;
      const { X, p } = predictorsFor(v, variables, values, n);
      const step = { X, n, p, value: values[v]!, missing, stream: streams[v]! };
      if (kind === "continuous") imputeByDonors(step);
      else imputeByLevel(step);
      const imputed = values[v]!.filter((_, i) => missing[i] === 1);
      trace[v]![round] = sum(imputed) / imputed.length;
    });
  }
  return { values, trace };
}

/** The values with a random one of those known in the place of each missing one. */
function startingValues({ value, missing }: ChainedVariable, draws: Stream): Float64Array {
  const known = value.filter((_, i) => missing[i] === 0);
  return value.map((own, i) => (missing[i] === 1 ? known[draws.integer(known.length)]! : own));
}

/** An intercept and the other variables, categorical ones as 0/1 columns for each value but the smallest, all centred and scaled; without columns
 *  that depend on earlier ones among the rows in which variable v is known. */
function predictorsFor(v: number, variables: readonly ChainedVariable[], values: readonly Float64Array[], n: number) {
  const columns: Float64Array[] = [new Float64Array(n).fill(1)];
  variables.forEach(({ kind }, other) => {
    if (other === v) return;
    const value = values[other]!;
    if (kind !== "categorical") columns.push(standardised(value));
    else {
      const levels = [...new Set(value)].sort((a, b) => a - b).slice(1);
      for (const level of levels) columns.push(standardised(value.map((own) => (own === level ? 1 : 0))));
    }
  });
  const { missing } = variables[v]!;
  const p = columns.length;
  const gram = new Float64Array(p * p);
  for (let j = 0; j < p; j += 1) {
    for (let k = 0; k <= j; k += 1) {
      let total = 0;
      for (let i = 0; i < n; i += 1) if (missing[i] === 0) total += columns[j]![i]! * columns[k]![i]!;
      gram[j * p + k] = gram[k * p + j] = total;
    }
  }
  const { dependent } = factorCholesky(gram, p, 1e-9);
  const kept = columns.filter((_, j) => !dependent.includes(j));
  const X = new Float64Array(kept.length * n);
  kept.forEach((column, j) => {
    X.set(column, j * n);
  });
  return { X, p: kept.length };
}

function standardised(value: Float64Array): Float64Array {
  const mean = sum(value) / value.length;
  const centred = value.map((own) => own - mean);
  const sd = Math.sqrt(sum(centred.map((own) => own * own)) / value.length);
  return sd > 0 ? centred.map((own) => own / sd) : centred.fill(0);
}

function checkChainedInput({ n, variables, tieRank, imputations, iterations }: ChainedInput): void {
  if (!(Number.isInteger(imputations) && imputations >= 1 && Number.isInteger(iterations) && iterations >= 1)) {
    throw new RangeError(`imputations and iterations must be whole numbers >= 1; got ${imputations} and ${iterations}`);
  }
  const isShort = ({ value, missing }: ChainedVariable) => value.length !== n || missing.length !== n;
  if (tieRank.length !== n || variables.some(isShort))
    throw new RangeError(`variables and tieRank must have n = ${n} rows`);
  if (new Set(variables.map(({ name }) => name)).size < variables.length)
    throw new RangeError("variables must have distinct names");
  for (const { name, kind, value, missing } of variables) {
    const known = value.filter((_, i) => missing[i] === 0);
    if (known.length === 0) {
      throw new EstimationError(
        `${name} has no value in any of the ${n} rows: it cannot be imputed; drop it from the design`,
      );
    }
    if (!known.every(Number.isFinite))
      throw new EstimationError(`values of ${name} must be finite; at least one is not`);
    const isLevel = (own: number) => Number.isInteger(own) && own >= 0 && (kind === "categorical" || own <= 1);
    if (kind !== "continuous" && !known.every(isLevel)) {
      throw new EstimationError(
        `values of ${name} must be ${kind === "binary" ? "0 or 1" : "positions of levels"}; at least one is not`,
      );
    }
  }
}

import { factorCholesky, solveCholesky } from "../math/linear-algebra.js";
import type { IntervalCoxPoint } from "./interval-cox-climb.js";
import { cumulateHazard, type IntervalCoxLikelihood, termOf } from "./interval-cox-likelihood.js";
import { type IntervalCoxRows, KNOWN } from "./interval-cox-rows.js";

/** The information about β that is left when the hazard has to be estimated too, over the jumps above 0. */
export interface EfficientInformation {
  /** p × p: I_ββ − I_βλ I_λλ⁻¹ I_λβ. */
  readonly information: Float64Array;
  /** Per jump and covariate, jumps × p: I_λλ⁻¹ I_λβ; 0 of jumps at 0. */
  readonly direction: Float64Array;
  /** I_λλ⁻¹ times the derivative by the jumps; 0 of jumps at 0. */
  readonly step: Float64Array;
}

/**
 * Stratum by stratum, since the hazards of strata do not meet. Null where the information about the jumps is singular: two of them cannot be
 * told apart at this point. O(n p + r³) for r jumps above 0 in a stratum.
 */
export function deriveEfficientInformation(
  rows: IntervalCoxRows,
  { hazard, beta }: IntervalCoxPoint,
  at: IntervalCoxLikelihood,
): EfficientInformation | null {
  const { p, strata, firstJump } = rows;
  const cumulative = cumulateHazard(rows, hazard);
  const information = at.information.slice();
  const direction = new Float64Array(hazard.length * p);
  const step = new Float64Array(hazard.length);
  for (let s = 0, row = 0; s < strata; s += 1) {
    let to = row;
    while (to < rows.n && rows.stratum[to] === s) to += 1;
    const active: number[] = [];
    for (let k = firstJump[s]!; k < firstJump[s + 1]!; k += 1) if (hazard[k]! > 0) active.push(k);
    const { matrix, cross } = deriveBlock(rows, { hazard, beta }, cumulative, { from: row, to, stratum: s, active });
    const r = active.length;
    const { lower, dependent } = factorCholesky(matrix, r);
    if (dependent.length > 0) return null;
    const own = solveCholesky(
      lower,
      r,
      active.map((k) => at.byJump[k]!),
    );
    active.forEach((k, a) => {
      step[k] = own[a]!;
    });
    for (let j = 0; j < p; j += 1) {
      const solved = solveCholesky(lower, r, cross.subarray(j * r, (j + 1) * r));
      active.forEach((k, a) => {
        direction[k * p + j] = solved[a]!;
      });
      for (let b = 0; b < p; b += 1)
        for (let a = 0; a < r; a += 1) information[j * p + b]! -= solved[a]! * cross[b * r + a]!;
    }
    row = to;
  }
  return { information, direction, step };
}

interface Block {
  readonly from: number;
  readonly to: number;
  readonly stratum: number;
  /** Jumps above 0. */
  readonly active: readonly number[];
}

/** Minus the second derivatives of one stratum: by two jumps (r × r), and by a jump and a covariate (p × r). */
function deriveBlock(
  rows: IntervalCoxRows,
  { hazard, beta }: IntervalCoxPoint,
  cumulative: Float64Array,
  { from, to, stratum, active }: Block,
): { readonly matrix: Float64Array; readonly cross: Float64Array } {
  const { p, X, weight, kind, low, high, firstJump } = rows;
  const r = active.length;
  const start = firstJump[stratum]! + stratum;
  // How many jumps above 0 lie before each position of the stratum.
  const before = new Int32Array(firstJump[stratum + 1]! - firstJump[stratum]! + 1);
  active.forEach((k) => {
    before[k - firstJump[stratum]! + 1] = 1;
  });
  for (let k = 1; k < before.length; k += 1) before[k]! += before[k - 1]!;
  const side = r + 1;
  const corners = new Float64Array(side * side);
  const edges = new Float64Array(side * p);
  for (let i = from; i < to; i += 1) {
    const w = weight[i]!;
    const { risk, within, odds } = termOf(rows, cumulative, beta, i);
    const [a, b] = [before[low[i]! - start]!, before[high[i]! - start]!];
    const isBetween = kind[i] === KNOWN.between;
    if (isBetween) {
      const bend = w * risk * risk * odds * (1 + odds);
      corners[a * side + a]! += bend;
      corners[a * side + b]! -= bend;
      corners[b * side + a]! -= bend;
      corners[b * side + b]! += bend;
    }
    // By β and a jump: the relative hazard for jumps before the interval, `inside` for those in it.
    const inside = isBetween ? -risk * odds * (1 - within * (1 + odds)) : risk;
    for (let j = 0; j < p; j += 1) {
      const x = w * X[i * p + j]!;
      edges[j * side]! += x * risk;
      edges[j * side + a]! += x * (inside - risk);
      edges[j * side + b]! -= x * inside;
    }
  }
  const matrix = new Float64Array(r * r);
  for (let a = 0; a < r; a += 1) {
    let along = 0;
    for (let b = 0; b < r; b += 1) {
      along += corners[a * side + b]!;
      matrix[a * r + b] = along + (a > 0 ? matrix[(a - 1) * r + b]! : 0);
    }
  }
  active.forEach((k, a) => {
    if (rows.exactWeight[k]! > 0) matrix[a * r + a]! += rows.exactWeight[k]! / hazard[k]! ** 2;
  });
  const cross = new Float64Array(p * r);
  for (let j = 0; j < p; j += 1) {
    let along = 0;
    for (let a = 0; a < r; a += 1) {
      along += edges[j * side + a]!;
      cross[j * r + a] = along;
    }
  }
  return { matrix, cross };
}

/** The weighted efficient score of each row, n × p, row-major: its score by β less its share in the direction of the hazard. */
export function deriveEfficientScores(
  rows: IntervalCoxRows,
  { hazard, beta }: IntervalCoxPoint,
  { direction }: EfficientInformation,
): Float64Array {
  const { n, p, X, weight, kind, low, high, stratum } = rows;
  const cumulative = cumulateHazard(rows, hazard);
  const along = Array.from({ length: p }, (_, j) =>
    cumulateHazard(
      rows,
      hazard.map((_, k) => direction[k * p + j]!),
    ),
  );
  const scores = new Float64Array(n * p);
  for (let i = 0; i < n; i += 1) {
    const { risk, before, within, odds } = termOf(rows, cumulative, beta, i);
    const jump = low[i]! - stratum[i]!;
    for (let j = 0; j < p; j += 1) {
      const until = along[j]![low[i]!]!;
      const inside = along[j]![high[i]!]! - until;
      const x = X[i * p + j]!;
      let own = -before * x + risk * until;
      if (kind[i] === KNOWN.between) own += odds * (within * x - risk * inside);
      if (kind[i] === KNOWN.exactly) own += (1 - within) * x + risk * inside - direction[jump * p + j]! / hazard[jump]!;
      scores[i * p + j] = weight[i]! * own;
    }
  }
  return scores;
}

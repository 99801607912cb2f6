import { EstimationError } from "../errors.js";
import { sum } from "../math/sum.js";
import { findNearestRange } from "./nearest-range.js";
import type { ReplacementMatch } from "./nearest-with-replacement.js";
import { layoutLine } from "./score-line.js";

export interface AbadieImbensInput {
  /** Outcome, binary or continuous, finite. Length n. */
  readonly outcome: Float64Array;
  readonly treated: Uint8Array;
  readonly match: ReplacementMatch;
  /** How σ²(x), the variance of the outcome given the covariates, is estimated: one number for all rows from the matched differences; or for each
   *  row from itself and its `neighbours` nearest rows of its own arm on `score` (and all that tie with the last of them). */
  readonly residualVariance:
    | { readonly kind: "constant" }
    | {
        readonly kind: "by-neighbours";
        readonly neighbours: number;
        readonly score: Float64Array;
        readonly stratum?: Int32Array;
        readonly tieTolerance?: number;
        readonly tieRank?: Int32Array;
      };
}

export interface AbadieImbensEstimate {
  /** Mean over matched treated rows of the outcome minus the mean outcome of its controls. */
  readonly att: number;
  /** Standard error for the population from which the treated rows were drawn. */
  readonly se: number;
  /** Standard error for these very treated rows: their covariates, and how the effect varies with them, held fixed. */
  readonly conditionalSe: number;
}

/** ATT by matching with replacement and its standard errors, no bias correction:
 *    V = 1/N₁² [ Σ_treated (Yᵢ − Ŷᵢ(0) − ATT)² + Σ_controls (K² − K′) σ²(x) ],   conditional: 1/N₁² Σ (D − (1 − D) K)² σ²(x),
 *  with K the sum of a control's shares and K′ that of their squares. Constant σ²: half the mean squared deviation of the matched differences
 *  Yᵢ − Yⱼ from the ATT; by neighbours: the sample variance (divisor size − 1) of a row with its neighbours.
 *  Valid for a fixed number of matches on given covariates or a given score; with an estimated propensity score it can be too large or
 *  too small for the ATT (Abadie & Imbens 2016), and for a hazard ratio it is not validated. The bootstrap is invalid here (Abadie & Imbens 2008).
 *  Throws EstimationError without a matched treated row, for an outcome that is not finite, or a row without neighbours in its arm.
 *  Source: Abadie & Imbens 2006, Econometrica 74:235; Abadie, Drukker, Herr & Imbens 2004, Stata J 4:290. R Matching::Match(Var.calc). */
export function estimateAbadieImbens(input: AbadieImbensInput): AbadieImbensEstimate {
  const { outcome, treated, match } = input;
  const { treatedRow, start, control } = match;
  if (outcome.length !== treated.length || match.weight.length !== treated.length) {
    throw new RangeError(`outcome, treated and match must have one length; treated has ${treated.length}`);
  }
  if (!outcome.every(Number.isFinite)) {
    throw new EstimationError("the outcome of a matched comparison must be finite; at least one value is not");
  }
  const n1 = treatedRow.length;
  if (n1 === 0)
    throw new EstimationError("an effect in the matched treated needs a matched treated row; there is none");
  const difference = Float64Array.from(treatedRow, (row, m) => {
    const outcomes = Array.from(control.subarray(start[m]!, start[m + 1]!), (other) => outcome[other]!);
    return outcome[row]! - sum(outcomes) / outcomes.length;
  });
  const att = sum(difference) / n1;
  const sigma2 = residualVariances(input, att);
  const { weight: K } = match;
  const squaredShares = new Float64Array(treated.length);
  for (let m = 0; m < n1; m += 1) {
    const share = 1 / (start[m + 1]! - start[m]!);
    for (let link = start[m]!; link < start[m + 1]!; link += 1) squaredShares[control[link]!]! += share * share;
  }
  const rows = distinctRows(match);
  const spread = sum(difference.map((value) => (value - att) ** 2));
  const controls = rows.filter((row) => treated[row] === 0);
  const reuse = sum(Float64Array.from(controls, (row) => (K[row]! ** 2 - squaredShares[row]!) * sigma2(row)));
  const fixed = sum(Float64Array.from(rows, (row) => K[row]! ** 2 * sigma2(row)));
  return { att, se: Math.sqrt(spread + reuse) / n1, conditionalSe: Math.sqrt(fixed) / n1 };
}

/** Every row of a match once: the treated, then the controls in the order of their first link. */
function distinctRows({ treatedRow, control, weight }: ReplacementMatch): Int32Array {
  const seen = new Uint8Array(weight.length);
  const rows = [...treatedRow];
  for (const row of control) {
    if (seen[row] === 0) rows.push(row);
    seen[row] = 1;
  }
  return Int32Array.from(rows);
}

/** σ²(x) of a row. */
function residualVariances(input: AbadieImbensInput, att: number): (row: number) => number {
  const { residualVariance: rule, outcome, match } = input;
  if (rule.kind === "by-neighbours") return neighbourVariances(input, rule);
  const { treatedRow, start, control } = match;
  const perTreated = Float64Array.from(treatedRow, (row, m) => {
    const links = control.subarray(start[m]!, start[m + 1]!);
    return sum(Array.from(links, (other) => (outcome[row]! - outcome[other]! - att) ** 2)) / links.length;
  });
  const constant = sum(perTreated) / (2 * treatedRow.length);
  return () => constant;
}

function neighbourVariances(
  { outcome, treated }: AbadieImbensInput,
  rule: Extract<AbadieImbensInput["residualVariance"], { kind: "by-neighbours" }>,
): (row: number) => number {
  const { score, stratum, neighbours: k, tieTolerance: tolerance = 0 } = rule;
  if (score.length !== treated.length) throw new RangeError("score and treated must have one length");
  if (!Number.isInteger(k) || k < 1) throw new RangeError(`neighbours must be a whole number >= 1; got ${k}`);
  const lines = [layoutLine(rule, treated, 0), layoutLine(rule, treated, 1)] as const;
  const position = new Int32Array(score.length);
  for (const { row } of lines) for (let at = 0; at < row.length; at += 1) position[row[at]!] = at;
  const varianceOf = (row: number) => {
    const line = lines[treated[row] === 1 ? 1 : 0];
    const wanted = { target: score[row]!, k, caliper: Number.POSITIVE_INFINITY, tolerance, skip: position[row]! };
    const range = line.rangeOf(stratum === undefined ? 0 : stratum[row]!);
    const { from, to } = findNearestRange(line.score, range, wanted);
    if (to - from < 2) {
      throw new EstimationError(
        "the residual variance of a row needs another row of its arm (and stratum); one has none: use a constant residual variance",
      );
    }
    const values = Array.from(line.row.subarray(from, to), (other) => outcome[other]!);
    const mean = sum(values) / values.length;
    return sum(values.map((value) => (value - mean) ** 2)) / (values.length - 1);
  };
  const known = new Map<number, number>();
  return (row) => {
    const before = known.get(row) ?? varianceOf(row);
    known.set(row, before);
    return before;
  };
}

import { EstimationError } from "../errors.js";
import { findNearestRange } from "./nearest-range.js";
import { layoutLine } from "./score-line.js";

export interface ReplacementInput {
  /** Distance scale, finite; e.g. the logit of the propensity. */
  readonly score: Float64Array;
  readonly treated: Uint8Array;
  /** Controls per treated row, k of 1:k. Default 1. */
  readonly ratio?: number;
  /** Largest distance allowed, on the score; exactly this distance is allowed. Default: none. */
  readonly caliper?: number;
  /** Exact strata: a treated row and its controls share the code. */
  readonly stratum?: Int32Array;
  /** Controls whose squared distance exceeds that of the k-th nearest by at most this much tie with it. Default 0: exact ties only. */
  readonly tieTolerance?: number;
  /** A permutation of 0 … n − 1 that orders rows of equal score in the result, so that sums over it are the same to the last bit for any order
   *  of rows. It decides nothing else. Default: the order of the rows. */
  readonly tieRank?: Int32Array;
}

export interface ReplacementMatch {
  /** Matched treated rows by stratum, score and rank; the others have no control within the caliper. */
  readonly treatedRow: Int32Array;
  /** The controls of treatedRow[m] are control[start[m]] … control[start[m + 1] − 1], by score and rank, each with an equal share of it. */
  readonly start: Int32Array;
  readonly control: Int32Array;
  /** Distance of each link. */
  readonly distance: Float64Array;
  /** Length n: 1 for a matched treated row; for a control the sum of its shares, so that the controls' sum to the number of matched treated
   *  rows (MatchIt rescales them to sum to the number of distinct controls); 0 for a row left out. */
  readonly weight: Float64Array;
}

/** Links that fit in memory. */
const MAX_LINKS = 100_000_000;

/** Nearest-neighbour matching with replacement: each treated row has its k nearest controls, and all that tie with the k-th of them (Abadie &
 *  Imbens's definition), in equal shares. A control may serve many treated rows. Nothing depends on the order of rows and no tie has to be
 *  broken; with fewer than k controls within the caliper a row has those.
 *  Arrays have length n. Throws EstimationError for a score that is not finite or more than 10⁸ links (a coarse score ties nearly all),
 *  RangeError for broken arguments. O(n log n + links). Source: Abadie & Imbens 2006, Econometrica 74:235, §2.2. */
export function matchWithReplacement(input: ReplacementInput): ReplacementMatch {
  checkReplacementInput(input);
  const { score, treated, stratum, ratio: k = 1, caliper = Number.POSITIVE_INFINITY, tieTolerance = 0 } = input;
  const controls = layoutLine(input, treated, 0);
  const found: { row: number; from: number; to: number }[] = [];
  let links = 0;
  for (const row of layoutLine(input, treated, 1).row) {
    const range = controls.rangeOf(stratum === undefined ? 0 : stratum[row]!);
    const wanted = { target: score[row]!, k, caliper, tolerance: tieTolerance, skip: -1 };
    const { from, to } = findNearestRange(controls.score, range, wanted);
    if (to > from) found.push({ row, from, to });
    links += to - from;
  }
  if (links > MAX_LINKS) {
    throw new EstimationError(
      `matching with replacement has ${links} links, more than ${MAX_LINKS}: too many controls share a score; match on a finer one or weight`,
    );
  }
  return linksOf(found, links, score, controls.row);
}

function linksOf(
  found: readonly { row: number; from: number; to: number }[],
  links: number,
  score: Float64Array,
  controlAt: Int32Array,
): ReplacementMatch {
  const start = new Int32Array(found.length + 1);
  const control = new Int32Array(links);
  const distance = new Float64Array(links);
  const weight = new Float64Array(score.length);
  found.forEach(({ row, from, to }, m) => {
    const first = start[m]!;
    start[m + 1] = first + to - from;
    control.set(controlAt.subarray(from, to), first);
    weight[row] = 1;
    for (let link = first; link < start[m + 1]!; link += 1) {
      distance[link] = Math.abs(score[row]! - score[control[link]!]!);
      weight[control[link]!]! += 1 / (to - from);
    }
  });
  return { treatedRow: Int32Array.from(found, ({ row }) => row), start, control, distance, weight };
}

function checkReplacementInput(input: ReplacementInput): void {
  const { score, treated, stratum, tieRank, ratio = 1, caliper = 0, tieTolerance = 0 } = input;
  const n = score.length;
  if (treated.length !== n || (stratum ?? treated).length !== n || (tieRank ?? treated).length !== n) {
    throw new RangeError(`score, treated, stratum and tieRank must have one length; score has ${n}`);
  }
  if (!Number.isInteger(ratio) || ratio < 1) throw new RangeError(`ratio must be a whole number >= 1; got ${ratio}`);
  if (!(caliper >= 0)) throw new RangeError(`caliper must be >= 0; got ${caliper}`);
  if (!(tieTolerance >= 0)) throw new RangeError(`tieTolerance must be >= 0; got ${tieTolerance}`);
  if (!score.every(Number.isFinite)) {
    throw new EstimationError("the score to match on must be finite; at least one is not: check the propensity model");
  }
}

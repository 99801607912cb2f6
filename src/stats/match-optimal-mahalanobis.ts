import { EstimationError } from "../errors.js";
import type { MahalanobisInput } from "./match-mahalanobis.js";
import type { NearestMatch } from "./nearest.js";
import { checkMatchInput } from "./nearest-input.js";
import { assignOptimally, type SparseCosts } from "./optimal-assignment.js";
import { whitenColumns } from "./whiten-columns.js";

/** Candidate pairs that fit in memory with room for the search. */
const MAX_CANDIDATES = 20_000_000;

/** Optimal 1:1 pairs on the Mahalanobis distance: as many as a caliper on a score and exact strata allow, and among those the least total
 *  distance. Inputs as for `matchMahalanobis`, without order and ratio; pairs are numbered by the rank of their treated row. Any permutation
 *  of the rows, tieRank carried along, gives the same pairs.
 *  Throws EstimationError as `whitenColumns` does, for a score that is not finite and for more than 2 × 10⁷ candidate pairs, RangeError for
 *  broken arguments. The distance is not one on a line, so every candidate is an edge of `assignOptimally`: 1,000 treated and 4,000 controls take
 *  seconds. Source: Rosenbaum 1989, JASA 84:1024. */
export function matchOptimalMahalanobis(input: Omit<MahalanobisInput, "order" | "ratio">): NearestMatch {
  const { n, p, X, treated, tieRank, caliper } = input;
  if (input.score === undefined && caliper !== undefined) throw new RangeError("a caliper needs a score");
  const score = input.score ?? new Float64Array(n);
  checkMatchInput({ ...input, score });
  const row = new Int32Array(n);
  for (let i = 0; i < n; i += 1) row[tieRank[i]!] = i;
  const ranked = new Float64Array(n * p);
  for (let j = 0; j < p; j += 1) for (let k = 0; k < n; k += 1) ranked[j * n + k] = X[j * n + row[k]!]!;
  const Z = whitenColumns({ ...input, X: ranked, treated: Uint8Array.from(row, (i) => treated[i]!) });
  const ranks = (side: 0 | 1) => Int32Array.from([...row.keys()].filter((k) => treated[row[k]!] === side));
  const [trial, controls] = [ranks(1), ranks(0)];
  const costs = findCandidates({ ...input, score }, { Z, row, trial, controls });
  const columnOf = assignOptimally(costs);
  const pair = new Int32Array(n).fill(-1);
  const distance: number[] = [];
  columnOf.forEach((column, t) => {
    if (column < 0) return;
    const number = distance.push(distanceOf(Z, p, trial[t]!, controls[column]!)) - 1;
    pair[row[trial[t]!]!] = number;
    pair[row[controls[column]!]!] = number;
  });
  return { pair, pairs: distance.length, distance: Float64Array.from(distance) };
}

/** Whitened points by rank, the row of each rank, and the ranks of either arm. */
interface RankedArms {
  readonly Z: Float64Array;
  readonly row: Int32Array;
  readonly trial: Int32Array;
  readonly controls: Int32Array;
}

function findCandidates(
  input: Omit<MahalanobisInput, "order" | "ratio"> & { readonly score: Float64Array },
  { Z, row, trial, controls }: RankedArms,
): SparseCosts {
  const { p, score, stratum, caliper = Number.POSITIVE_INFINITY } = input;
  const isAllowed = (t: number, c: number) =>
    Math.abs(score[row[t]!]! - score[row[c]!]!) <= caliper &&
    (stratum === undefined || stratum[row[t]!] === stratum[row[c]!]);
  const start = new Int32Array(trial.length + 1);
  trial.forEach((t, at) => {
    let found = 0;
    for (const c of controls) if (isAllowed(t, c)) found += 1;
    start[at + 1] = Math.min(start[at]! + found, 2 ** 30);
  });
  const size = start[trial.length]!;
  if (size > MAX_CANDIDATES) {
    throw new EstimationError(
      `optimal matching on a Mahalanobis distance has more than ${MAX_CANDIDATES} candidate pairs; set a caliper on the score or exact strata, or match greedily`,
    );
  }
  const column = new Int32Array(size);
  const cost = new Float64Array(size);
  let edge = 0;
  for (const t of trial) {
    for (let k = 0; k < controls.length; k += 1) {
      if (!isAllowed(t, controls[k]!)) continue;
      column[edge] = k;
      cost[edge] = distanceOf(Z, p, t, controls[k]!);
      edge += 1;
    }
  }
  return { rows: trial.length, columns: controls.length, start, column, cost };
}

function distanceOf(Z: Float64Array, p: number, one: number, other: number): number {
  let total = 0;
  for (let j = 0; j < p; j += 1) total += (Z[one * p + j]! - Z[other * p + j]!) ** 2;
  return Math.sqrt(total);
}

import { EstimationError } from "../errors.js";
import type { NearestInput } from "./nearest.js";

/** Throws RangeError for matching arguments that are a bug of the caller, EstimationError for a score that is not finite. */
export function checkMatchInput(input: Omit<NearestInput, "order">): void {
  const { score, treated, caliper = 0, tieRank, ratio = 1, stratum } = input;
  const n = score.length;
  if (treated.length !== n || tieRank.length !== n || (stratum ?? tieRank).length !== n) {
    throw new RangeError(`score, treated, tieRank and stratum must have one length; score has ${n}`);
  }
  if (!(caliper >= 0)) throw new RangeError(`caliper must be >= 0; got ${caliper}`);
  if (!Number.isInteger(ratio) || ratio < 1) throw new RangeError(`ratio must be a whole number >= 1; got ${ratio}`);
  const seen = new Uint8Array(n);
  for (let i = 0; i < n; i += 1) seen[tieRank[i]!] = 1;
  if (seen.includes(0)) throw new RangeError("tieRank must be a permutation of 0 … n − 1");
  if (!score.every(Number.isFinite)) {
    throw new EstimationError("the score to match on must be finite; at least one is not: check the propensity model");
  }
}

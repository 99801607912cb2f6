import { EstimationError } from "../errors.js";
import type { DesignWeights } from "../frame/design-weights.js";

/** Weights beyond these have squares that are 0 or infinite to a computer. */
const SMALLEST = 1e-100;
const LARGEST = 1e100;

/** Throws EstimationError where a weight is not finite, negative, or so small or large that variances cannot be made of it; a weight of 0 is a patient left out. */
export function checkWeights({ weight }: DesignWeights): void {
  const unsound = weight.filter((w) => w !== 0 && !(w >= SMALLEST && w <= LARGEST));
  if (unsound.length === 0) return;
  throw new EstimationError(
    `weights must be 0, or lie between ${SMALLEST} and ${LARGEST}; ${unsound.length} of ${weight.length} do not: some patients are all but impossible in their arm; trim, truncate or change the propensity model`,
  );
}
